// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.text.talk.Digest;
import io.aisbf.text.talk.Heading;
import io.aisbf.text.talk.Reading;
import io.aisbf.text.talk.Room;
import io.aisbf.text.talk.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts what was taken by its worth back into the order in which it was said. */
final class Lines {
    private Lines() {}

    /** Goal, pins and stretches. */
    static List<Digest.Line> inOrder(
            Reading reading, Set<Statement> pinned, Room room, Map<Integer, Digest.Line> stretches) {
        List<Digest.Line> lines = new ArrayList<>();
        room.lines().stream().filter(line -> line.heading() == Heading.GOAL).forEach(lines::add);
        reading.statements().stream()
                .filter(pinned::contains)
                .forEach(pin -> lines.add(new Digest.Line(Heading.KEPT, pin.line())));
        lines.addAll(stretches.values());
        return lines;
    }
}
