// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

/** Lines that differ in numbers only. Counted up while a log is read, by one thread. */
final class Shape {
    private final long[] words;
    private final int first;
    private final int start;
    private int lines;
    private int kind;

    /**
     * A shape of which no line has been counted yet.
     *
     * @param words its words, as {@link Words} has them
     * @param first the first entry of it
     * @param start where in that entry the first word is that does not differ from line to line
     */
    Shape(long[] words, int first, int start) {
        this.words = words;
        this.first = first;
        this.start = start;
    }

    void count(int more) {
        lines += more;
    }

    /** Shapes of one kind differ in a few words only. */
    void kind(int number) {
        kind = number;
    }

    long[] words() {
        return words;
    }

    /** The first entry of this shape. */
    int first() {
        return first;
    }

    int start() {
        return start;
    }

    int lines() {
        return lines;
    }

    int kind() {
        return kind;
    }
}
