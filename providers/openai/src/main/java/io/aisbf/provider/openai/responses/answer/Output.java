// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.json.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The items of an answer in the order in which they began. */
final class Output {
    private final EventWriter out;
    private final String answer;
    private final List<Optional<RawJson>> items = new ArrayList<>();

    /**
     * An output without items.
     *
     * @param answer what the ids of its items end in
     */
    Output(EventWriter out, String answer) {
        this.out = out;
        this.answer = answer;
    }

    /** The place of the next item, whose id begins so. */
    ItemEvents next(String prefix) {
        items.add(Optional.empty());
        int index = items.size() - 1;
        return new ItemEvents(out, index, prefix + answer + "_" + index);
    }

    /** Closes an item and keeps it. */
    void close(int index, OpenItem item, String status) throws IOException {
        items.set(index, Optional.of(item.close(status)));
    }

    /** Adds an item that comes in one piece. */
    void add(RawJson item) throws IOException {
        ItemEvents events = next("");
        events.added(item);
        items.set(events.index(), Optional.of(events.done(item)));
    }

    /** All items that are complete. */
    List<RawJson> items() {
        return items.stream().flatMap(Optional::stream).toList();
    }
}
