// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

/**
 * Something in a text that cannot be guessed: it is right or wrong, letter for letter.
 *
 * @param kind what it is
 * @param from where it begins, in UTF-16 units
 * @param to where the character after it stands
 */
public record Entity(Kind kind, int from, int to) {
    /** What an entity is. */
    public enum Kind {
        /** A link. */
        URL,
        /** A file, a folder or a host. */
        PATH,
        /** A name of a program's, such as {@code maxSize}, {@code MAX_SIZE}, {@code v2} or {@code #17}; an address of e-mail. */
        IDENTIFIER,
        /** A number, date, time, version or address written in digits. */
        NUMBER,
        /** What stands between marks of quotation, without them. */
        QUOTATION,
        /** A word with a capital that does not begin a sentence. */
        NAME,
        /** A word with a capital that begins a sentence, and may be a name. */
        FIRST_WORD;

        /** Whether it is a value that one would have to look up again. */
        public boolean hard() {
            return this != NAME && this != FIRST_WORD && this != QUOTATION;
        }
    }

    /** Its words, as they stand there. */
    public String in(String text) {
        return text.substring(from, to);
    }
}
