// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

/**
 * A stretch of a text.
 *
 * @param from where it begins, in UTF-16 units
 * @param to where the character after it stands
 * @param code whether it is a fenced block of code with its fences, to be kept or left as a whole
 */
public record Sentence(int from, int to, boolean code) {
    /** Its words, as they stand there. */
    public String in(String text) {
        return text.substring(from, to);
    }
}
