// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.unit;

/**
 * Something that was said in one go: the text of a message, the answer of a tool, a call, or a turn of an older digest.
 *
 * @param number its place among the pieces of the passage, from 0
 * @param message which message of the passage it is from, from 0
 * @param kind what it is
 * @param mark who says it, as a digest names it, such as {@code User} or {@code Tool read_file}
 * @param text its words
 */
public record Piece(int number, int message, Kind kind, String mark, String text) {
    /** What a piece is. */
    public enum Kind {
        /** Somebody speaks. */
        SAID,
        /** Somebody speaks, as an older digest has it. */
        DIGESTED,
        /** A call of a tool: its name and arguments. */
        CALL,
        /** What a tool answered. */
        RESULT
    }
}
