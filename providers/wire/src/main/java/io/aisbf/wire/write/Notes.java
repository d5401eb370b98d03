// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.write;

import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.wire.read.Needle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Puts what the gateway adds to an answer's usage into its place: into an object that is being written, or into the
 * bytes of one that is relayed, of which nothing else changes. One for each way of spelling names; any thread.
 */
public final class Notes {
    /** {@code effective_context}, as most protocols spell. */
    public static final Notes SNAKE = new Notes("effective_context");

    /** {@code effectiveContext}, as Google spells. */
    public static final Notes CAMEL = new Notes("effectiveContext");

    private static final String OWN = "aisbf";
    private static final Needle OWN_NAME = new Needle('"' + OWN + '"');

    private final String name;
    private final Needle quoted;
    private final byte[] member;

    private Notes(String name) {
        this.name = name;
        this.quoted = new Needle('"' + name + '"');
        this.member = ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes it as further members of the object that is being written. */
    public void write(UsageNote note, JsonWriter writer) {
        if (note.effectiveContext() > 0) {
            writer.name(name).number(note.effectiveContext());
        }
        note.aisbf().ifPresent(own -> writer.name(OWN).raw(own));
    }

    /**
     * The bytes of a whole answer that is relayed, the note put into that member of its; as they came, where that is no
     * object, because the provider tells no usage.
     */
    public RawJson into(Json json, JsonObject body, String usage, UsageNote note) {
        Optional<RawJson> place = note.isEmpty() ? Optional.empty() : body.get(usage);
        return place.filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .map(object -> into(json, body.raw(), object, note))
                .orElseGet(body::raw);
    }

    /** The bytes of a frame that is relayed; with the note where it tells usage. */
    public RawJson into(Json json, Frame frame, RawJson data, ReplySink sink) {
        if (frame.counting().isEmpty()) {
            return data;
        }
        Frame.Counting counting = frame.counting().get();
        return into(json, data, counting.place(), sink.note(counting.usage().get()));
    }

    /**
     * A value with the note at the end of an object in it. Where a gateway further up has put one there, it is replaced:
     * no name stands twice.
     *
     * @param place the object, a slice of the same bytes
     * @throws IllegalArgumentException if it is not
     */
    public RawJson into(Json json, RawJson whole, RawJson place, UsageNote note) {
        if (note.isEmpty()) {
            return whole;
        }
        if (quoted.isIn(place) || (note.aisbf().isPresent() && OWN_NAME.isIn(place))) {
            return replaced(whole, place, renewed(json.object(place), note));
        }
        byte[] added = added(note);
        return whole.read((source, from, to) -> place.read((same, start, end) -> {
            check(source == same && start >= from && end <= to);
            boolean first = isEmpty(source, start, end);
            int at = end - 1;
            int more = first ? 0 : 1;
            byte[] spliced = new byte[to - from + added.length + more];
            System.arraycopy(source, from, spliced, 0, at - from);
            int next = at - from;
            if (!first) {
                spliced[next++] = ',';
            }
            System.arraycopy(added, 0, spliced, next, added.length);
            System.arraycopy(source, at, spliced, next + added.length, to - at);
            return RawJson.slice(spliced, 0, spliced.length);
        }));
    }

    private byte[] added(UsageNote note) {
        if (note.aisbf().isEmpty()) {
            byte[] digits = Long.toString(note.effectiveContext()).getBytes(StandardCharsets.US_ASCII);
            byte[] all = new byte[member.length + digits.length];
            System.arraycopy(member, 0, all, 0, member.length);
            System.arraycopy(digits, 0, all, member.length, digits.length);
            return all;
        }
        JsonWriter writer = new JsonWriter().object();
        write(note, writer);
        String object = writer.end().finish().toString();
        return object.substring(1, object.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    private RawJson renewed(JsonObject place, UsageNote note) {
        JsonObject with =
                note.effectiveContext() > 0 ? place.with(name, RawJson.number(note.effectiveContext())) : place;
        return note.aisbf().map(own -> with.with(OWN, own)).orElse(with).raw();
    }

    private static RawJson replaced(RawJson whole, RawJson place, RawJson other) {
        return whole.read((source, from, to) -> place.read((same, start, end) -> {
            check(source == same && start >= from && end <= to);
            byte[] middle = other.bytes();
            byte[] all = new byte[to - from - (end - start) + middle.length];
            System.arraycopy(source, from, all, 0, start - from);
            System.arraycopy(middle, 0, all, start - from, middle.length);
            System.arraycopy(source, end, all, start - from + middle.length, to - end);
            return RawJson.slice(all, 0, all.length);
        }));
    }

    private static boolean isEmpty(byte[] source, int start, int end) {
        int at = end - 2;
        while (at > start && (source[at] == ' ' || source[at] == '\n' || source[at] == '\r' || source[at] == '\t')) {
            at--;
        }
        return at == start;
    }

    private static void check(boolean within) {
        if (!within) {
            throw new IllegalArgumentException("the usage is not part of the answer that it is said to stand in");
        }
    }
}
