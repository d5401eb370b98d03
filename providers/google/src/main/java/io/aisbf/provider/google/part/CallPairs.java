// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.part;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells which result answers which call in a conversation whose clients mostly write no ids: results belong to the
 * calls of the model's last turn, by id if they have one, else the first unanswered call of that name. Ids are made of
 * the place of a call, so that they are the same in every request that holds the same conversation. For one thread.
 */
public final class CallPairs implements CallIds {
    private static final Pattern PLACE = Pattern.compile("call_\\d{1,9}_\\d{1,9}");

    private final List<Waiting> waiting = new ArrayList<>();
    private boolean models;
    private boolean newTurn;
    private int content;
    private int part;

    /** A call that nobody has answered yet. */
    private record Waiting(String tool, String id) {}

    /** No call has been made yet. */
    public CallPairs() {}

    /** Whether an id was made of a place: Gemini, which has not seen it, matches such calls by name and order. */
    public static boolean isPlace(String id) {
        return PLACE.matcher(id).matches();
    }

    /** Goes on to another content. */
    public void content(int index, boolean ofModel) {
        newTurn = ofModel && !models;
        models = ofModel;
        content = index;
        part = 0;
    }

    /** Goes on to the next part. */
    public void nextPart() {
        part++;
    }

    @Override
    public String ofCall(Optional<String> id, String tool) {
        if (newTurn) {
            waiting.clear();
            newTurn = false;
        }
        String name = id.orElseGet(this::place);
        waiting.add(new Waiting(tool, name));
        return name;
    }

    @Override
    public String ofResult(Optional<String> id, String tool) {
        Iterator<Waiting> calls = waiting.iterator();
        while (calls.hasNext()) {
            Waiting call = calls.next();
            if (id.isPresent() ? call.id().equals(id.get()) : call.tool().equals(tool)) {
                calls.remove();
                return call.id();
            }
        }
        return id.orElseGet(this::place);
    }

    private String place() {
        return "call_" + content + "_" + part;
    }
}
