// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import io.aisbf.text.Entity.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a text bears out: the judge of what a model made of it. A sentence is borne out when every number, name, path,
 * link, identifier and quotation in it stands in the text, and at least some two fifths of its other words do. What it
 * says about them may still be wrong; that it speaks of things nobody mentioned is what a reader could never find out.
 *
 * <p>Made for one text and asked about many sentences, by one thread at a time.
 */
public final class Evidence {
    private static final double LEAST_KNOWN = .4;
    private static final int STEM = 5;

    private final String text;
    private final String folded;
    private final Set<String> words = new HashSet<>();
    private final Set<String> stems = new HashSet<>();
    private final Set<String> spelled = new HashSet<>();
    private final Numbers numbers = new Numbers();

    private Evidence(String text) {
        this.text = text;
        folded = text.toLowerCase(Locale.ROOT);
    }

    /** What these texts bear out together. */
    public static Evidence of(Collection<String> texts) {
        Evidence evidence = new Evidence(Flat.of(String.join("\n", texts)));
        evidence.read();
        return evidence;
    }

    private void read() {
        Words.each(text, 0, text.length(), (from, to) -> {
            String word = text.substring(from, to);
            String small = word.toLowerCase(Locale.ROOT);
            spelled.add(word);
            words.add(small);
            stems.add(stem(small));
        });
        Entities.each(text, 0, text.length(), (kind, from, to) -> {
            if (kind.hard()) {
                numbers.add(text.substring(from, to));
            }
        });
    }

    /** Whether the text bears a sentence out. */
    public boolean supports(String sentence) {
        String single = Flat.of(sentence);
        boolean known = Entities.of(single).stream().allMatch(entity -> knows(entity.kind(), entity.in(single)));
        return known && numbers.knowsWordsOf(words, single) && familiar(single);
    }

    private boolean knows(Kind kind, String entity) {
        return switch (kind) {
            case NUMBER -> numbers.knows(entity);
            case URL, PATH -> occurs(text, entity);
            case IDENTIFIER -> occurs(folded, entity.toLowerCase(Locale.ROOT)) || numbers.knowsMeasure(entity, words);
            case QUOTATION -> quoted(entity);
            case NAME -> parts(entity).stream().allMatch(this::named);
            case FIRST_WORD ->
                parts(entity).stream().allMatch(part -> words.contains(part.toLowerCase(Locale.ROOT)) || named(part));
        };
    }

    private boolean quoted(String words) {
        String bare = words.strip();
        while (!bare.isEmpty() && ".,;:!?\u2026".indexOf(bare.charAt(bare.length() - 1)) >= 0) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return occurs(folded, bare.toLowerCase(Locale.ROOT));
    }

    private boolean named(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        boolean shouted = name.equals(name.toUpperCase(Locale.ROOT));
        return spelled.contains(name) || Ordinary.word(small) || (shouted && words.contains(small));
    }

    private static List<String> parts(String name) {
        String bare = name.endsWith("'s") || name.endsWith("\u2019s") ? name.substring(0, name.length() - 2) : name;
        return List.of(bare.split("[-.\u2013]"));
    }

    private boolean familiar(String sentence) {
        int known = 0;
        int all = 0;
        for (String word : Words.of(sentence)) {
            if (!Ordinary.word(word)) {
                all++;
                known += words.contains(word) || stems.contains(stem(word)) ? 1 : 0;
            }
        }
        return known >= all * LEAST_KNOWN;
    }

    private static String stem(String word) {
        return word.length() <= STEM ? word : word.substring(0, STEM);
    }

    /** Whether the words stand there and are not the piece of a longer word, number or name of a file. */
    private static boolean occurs(String text, String words) {
        int at = words.isEmpty() ? -1 : text.indexOf(words);
        while (at >= 0) {
            int end = at + words.length();
            if (free(text, at - 1, words.charAt(0), -1) && free(text, end, words.charAt(words.length() - 1), 1)) {
                return true;
            }
            at = text.indexOf(words, at + 1);
        }
        return false;
    }

    /** Whether what stands there, next to that character, does not belong to the same word. */
    private static boolean free(String text, int at, char edge, int step) {
        if (at < 0 || at >= text.length() || !Character.isLetterOrDigit(edge) || Words.unspaced(edge)) {
            return true;
        }
        char c = text.charAt(at);
        int beyond = at + step;
        boolean goesOn = beyond >= 0 && beyond < text.length() && Character.isLetterOrDigit(text.charAt(beyond));
        return !(Character.isLetterOrDigit(c) && !Words.unspaced(c)) && !(goesOn && "._-".indexOf(c) >= 0);
    }
}
