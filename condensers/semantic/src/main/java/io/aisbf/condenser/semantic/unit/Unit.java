// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.unit;

/**
 * The least that is kept or left out: a short message, a sentence of a long one, some lines of what a tool answered.
 *
 * @param piece what it is a stretch of
 * @param from where it begins in the piece's text, in UTF-16 units
 * @param to where the character after it stands
 * @param stretch the number of the paragraph, session or answer it belongs to; nothing beyond it is its neighbour
 * @param speaker who says it, in lower case, where a text begins with a name and a colon; otherwise empty
 * @param heading whether it only says when or under what title the units after it stand
 */
public record Unit(Piece piece, int from, int to, int stretch, String speaker, boolean heading) {
    /** Its words. */
    public String text() {
        return piece.text().substring(from, to);
    }

    /** Whether it is from the same piece as another one. */
    public boolean sameText(Unit other) {
        return piece.number() == other.piece.number();
    }

    /** How many characters it has. */
    public int length() {
        return to - from;
    }
}
