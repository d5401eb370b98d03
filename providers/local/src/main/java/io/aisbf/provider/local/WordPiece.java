// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Cuts a text into the pieces that BERT's lower-case vocabulary knows. The steps are those of Google's BERT
 * (Devlin, Chang, Lee and Toutanova, BERT: Pre-training of deep bidirectional transformers, NAACL 2019; the pieces after
 * Schuster and Nakajima, Japanese and Korean voice search, ICASSP 2012), as the model's {@code tokenizer.json} names
 * them: control characters go, every kind of white space is a space, ideographs stand alone, accents go, capitals
 * become small, punctuation stands alone; then each word is cut from the left into the longest pieces there are, and one
 * that cannot be is unknown as a whole.
 *
 * <p>What looks like a control token, such as {@code [SEP]}, is text like any other: nobody who writes a text can end it
 * for the model. Immutable; for any number of threads.
 */
final class WordPiece {
    /** A longer word is unknown without being looked at; in code points. */
    private static final int LONGEST_WORD = 100;

    private static final int REPLACEMENT = 0xfffd;

    private final Vocabulary vocabulary;

    WordPiece(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The numbers of a text's pieces, between those that begin and end it: never empty. */
    int[] encode(String text) {
        Ids ids = new Ids();
        ids.add(Vocabulary.BEGIN);
        StringBuilder word = new StringBuilder();
        plain(text).codePoints().forEach(c -> {
            if (isSpace(c)) {
                flush(word, ids);
            } else if (isPunctuation(c)) {
                flush(word, ids);
                word.appendCodePoint(c);
                flush(word, ids);
            } else {
                word.appendCodePoint(c);
            }
        });
        flush(word, ids);
        ids.add(Vocabulary.END);
        return ids.all();
    }

    /** The text without control characters and accents, in small letters, with spaces round ideographs. */
    private static String plain(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().filter(c -> isSpace(c) || isShown(c)).forEach(c -> {
            if (isIdeograph(c)) {
                clean.append(' ').appendCodePoint(c).append(' ');
            } else {
                clean.appendCodePoint(c);
            }
        });
        StringBuilder plain = new StringBuilder(clean.length());
        // Letter by letter: String.toLowerCase knows two small sigmas, the vocabulary was made with one.
        Normalizer.normalize(clean, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> plain.appendCodePoint(Character.toLowerCase(c)));
        return plain.toString();
    }

    /** Cuts the word into pieces and empties it. */
    private void flush(StringBuilder word, Ids ids) {
        if (word.isEmpty()) {
            return;
        }
        int before = ids.size();
        int from = word.codePointCount(0, word.length()) > LONGEST_WORD ? -1 : 0;
        while (from >= 0 && from < word.length()) {
            from = piece(word, from, ids);
        }
        if (from < 0) {
            ids.shorten(before);
            ids.add(Vocabulary.UNKNOWN);
        }
        word.setLength(0);
    }

    /** Adds the longest piece that begins there; says where it ends, or -1 if there is none. */
    private int piece(StringBuilder word, int from, Ids ids) {
        for (int to = Math.min(word.length(), from + vocabulary.longest()); to > from; to--) {
            String piece = word.substring(from, to);
            Integer id = vocabulary.ids().get(from == 0 ? piece : "##" + piece);
            if (id != null) {
                ids.add(id);
                return to;
            }
        }
        return -1;
    }

    private static boolean isSpace(int c) {
        return switch (c) {
            case '\t', '\n', '\r' -> true;
            default -> Character.isSpaceChar(c);
        };
    }

    private static boolean isShown(int c) {
        return c != REPLACEMENT
                && switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
                    default -> true;
                };
    }

    /** The blocks that BERT's own code names; Hangul and Kana are not among them. */
    private static boolean isIdeograph(int c) {
        return within(c, 0x4e00, 0x9fff)
                || within(c, 0x3400, 0x4dbf)
                || within(c, 0x20000, 0x2a6df)
                || within(c, 0x2a700, 0x2b73f)
                || within(c, 0x2b740, 0x2b81f)
                || within(c, 0x2b920, 0x2ceaf)
                || within(c, 0xf900, 0xfaff)
                || within(c, 0x2f800, 0x2fa1f);
    }

    /** Every character of ASCII that is neither letter, digit nor space counts, such as {@code $} and {@code ~}. */
    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean within(int c, int from, int to) {
        return c >= from && c <= to;
    }

    /** Numbers that come one by one. */
    private static final class Ids {
        private int[] ids = new int[64];
        private int size;

        void add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size * 2);
            }
            ids[size++] = id;
        }

        int size() {
            return size;
        }

        void shorten(int to) {
            size = to;
        }

        int[] all() {
            return Arrays.copyOf(ids, size);
        }
    }
}
