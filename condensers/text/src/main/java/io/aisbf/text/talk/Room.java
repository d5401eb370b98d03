// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Room for the lines of a digest: takes lines until it is full, and counts headings and the label with them. */
public final class Room {
    private final Sizes sizes;
    private final long most;
    private final List<Digest.Line> lines = new ArrayList<>();
    private final Set<Heading> headings = EnumSet.noneOf(Heading.class);
    private long used;

    /**
     * Empty room.
     *
     * @param most the tokens that the digest may come to as a message
     */
    public Room(Sizes sizes, String made, long most) {
        this.sizes = sizes;
        this.most = most;
        used = sizes.of(new Digest(made, List.of()).message());
    }

    /** Takes a line if there is room for it. */
    public boolean take(Digest.Line line) {
        return take(line, most);
    }

    /** Takes a line if the digest stays within so many tokens, and within the room. */
    public boolean take(Digest.Line line, long within) {
        long size = size(line);
        if (used + size > Math.min(most, within)) {
            return false;
        }
        used += size;
        headings.add(line.heading());
        lines.add(line);
        return true;
    }

    /** What a line would add. */
    public long size(Digest.Line line) {
        long heading = headings.contains(line.heading())
                ? 0
                : sizes.of("\n" + line.heading().title() + ":");
        return heading + sizes.of("\n- " + line.text()) + 1;
    }

    /** What is left, in tokens. */
    public long left() {
        return most - used;
    }

    /** The lines that were taken, in the order in which they were. */
    public List<Digest.Line> lines() {
        return List.copyOf(lines);
    }
}
