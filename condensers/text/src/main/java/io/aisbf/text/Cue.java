// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the wording of a sentence says about it. Told by turns of phrase in several languages, which are read from a list
 * when they are first asked for; a sentence in another language has none.
 */
public enum Cue {
    /** Something must, may not, always or never be done. */
    DEMAND(3),
    /** Something was decided or agreed on. */
    DECISION(2.5),
    /** Somebody tells what he likes or who he is. */
    PREFERENCE(3),
    /** Somebody likes or dislikes something. */
    LIKING(1),
    /** Something is asked, or left to be done. */
    OPEN(0),
    /** Something is to be used, or is set to a value: worth keeping where there is a value. */
    USE(0),
    /** Words that look like one of the others and are none, such as "must have been". */
    NONE(0);

    private static final int MOST_WORDS = 120;
    private static final int MARKS = 1 << 14;

    private final double weight;

    Cue(double weight) {
        this.weight = weight;
    }

    /** A turn of phrase, as the hashes of its words. */
    private static final class Phrase {
        private final Cue cue;
        private final long[] words;

        Phrase(Cue cue, long[] words) {
            this.cue = cue;
            this.words = words;
        }

        boolean stands(long[] text, int at, int length) {
            return at + words.length <= length && Arrays.equals(text, at, at + words.length, words, 0, words.length);
        }
    }

    /** Loaded with the class, so once and not before it is needed. */
    private static final class Loaded {
        static final Map<Long, List<Phrase>> PHRASES = new HashMap<>();
        /** Tells most words that begin no phrase without looking for them. */
        static final BitSet MARKED = new BitSet(MARKS);

        static {
            for (String line : Lines.of("cues.txt")) {
                int colon = line.indexOf(':');
                Cue cue = valueOf(line.substring(0, colon).toUpperCase(Locale.ROOT));
                for (String words : line.substring(colon + 1).split(",", -1)) {
                    Phrase phrase = new Phrase(cue, hashes(words.strip()));
                    PHRASES.merge(phrase.words[0], List.of(phrase), Cue::both);
                    MARKED.set(mark(phrase.words[0]));
                }
            }
        }

        private static long[] hashes(String words) {
            long[] hashes = new long[MOST_WORDS];
            int length = read(words, hashes);
            return Arrays.copyOf(hashes, length);
        }
    }

    private static int mark(long hash) {
        return (int) hash & (MARKS - 1);
    }

    private static List<Phrase> both(List<Phrase> some, List<Phrase> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static int read(String text, long[] into) {
        int[] length = {0};
        Words.each(text, 0, text.length(), (from, to) -> {
            if (length[0] < into.length) {
                into[length[0]++] = Vocabulary.hash(text, from, to);
            }
        });
        return length[0];
    }

    /** How much is lost if what is worded so is forgotten. */
    public double weight() {
        return weight;
    }

    /** What the wording of a sentence says; of a very long one, its beginning. */
    public static Set<Cue> of(String sentence) {
        long[] words = new long[MOST_WORDS];
        int length = read(sentence, words);
        Set<Cue> cues = EnumSet.noneOf(Cue.class);
        int at = 0;
        while (at < length) {
            at += Loaded.MARKED.get(mark(words[at])) ? step(words, at, length, cues) : 1;
        }
        if (asks(sentence)) {
            cues.add(OPEN);
        }
        return cues;
    }

    /** Adds what phrases begin there; how many words to go on by, since those of {@link #NONE} hide others. */
    private static int step(long[] words, int at, int length, Set<Cue> cues) {
        List<Phrase> begun = Loaded.PHRASES.getOrDefault(words[at], List.of()).stream()
                .filter(phrase -> phrase.stands(words, at, length))
                .toList();
        OptionalInt hidden = begun.stream()
                .filter(phrase -> phrase.cue == NONE)
                .mapToInt(phrase -> phrase.words.length)
                .max();
        if (hidden.isEmpty()) {
            begun.forEach(phrase -> cues.add(phrase.cue));
        }
        return hidden.orElse(1);
    }

    private static boolean asks(String sentence) {
        char last = sentence.isEmpty() ? ' ' : sentence.charAt(sentence.length() - 1);
        return last == '?' || last == '\uff1f' || last == '\u061f';
    }
}
