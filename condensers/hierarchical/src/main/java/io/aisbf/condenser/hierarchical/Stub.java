// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.text.talk.Digest;
import io.aisbf.text.talk.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is left of stretches next to each other of which nothing is told: how many messages they were, and what names and
 * values came up. Lines of an earlier digest are let go.
 */
final class Stub {
    private static final int MOST_NAMES = 8;

    private final List<String> names = new ArrayList<>();
    private int messages;
    private int place;

    /** Takes in the stretch before those taken in so far. */
    void add(Stretch stretch) {
        messages += stretch.messages();
        place = stretch.messages() > 0 ? stretch.place() : place;
        for (String name : stretch.names().reversed()) {
            if (!names.contains(name)) {
                names.addFirst(name);
            }
        }
    }

    /** Takes a line of its own, if there is anything to say. */
    void into(Room room, Map<Integer, Digest.Line> lines) {
        if (messages > 0) {
            List<String> shown = names.subList(Math.max(0, names.size() - MOST_NAMES), names.size());
            String count = messages == 1 ? "1 message" : messages + " messages";
            String text = "(" + count + (shown.isEmpty() ? "" : ": " + String.join(", ", shown)) + ")";
            Stretches.take(text, place, room, lines);
        }
    }
}
