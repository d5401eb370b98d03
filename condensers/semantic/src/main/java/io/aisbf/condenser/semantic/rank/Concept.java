// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import io.aisbf.condenser.semantic.words.Related;
import io.aisbf.condenser.semantic.words.SmallTalk;
import io.aisbf.condenser.semantic.words.Terms;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * One thing a question names, and the terms by which it may be found: the word itself, related words, and words spelled
 * alike. A unit that has several of them has the thing once.
 *
 * @param weight how much it counts
 * @param terms the terms' numbers, and how well each stands for the thing, from 0 to 1
 * @param names whether it names a thing at all, and does not just keep the conversation going
 */
record Concept(double weight, SequencedMap<Integer, Double> terms, boolean names) {
    private static final double ALIKE = 0.45;
    private static final double MEMBER = 0.47;
    private static final double GENUS = 0.45;
    private static final double SPELLED_ALIKE = 0.53;
    private static final double LEAST_LIKENESS = 0.61;
    /** A long word that nobody has said is likely a typo, a compound or another form, and little else is like it. */
    private static final double LEAST_LIKENESS_UNKNOWN = 0.36;

    private static final int LONG = 7;
    /** A question may be a page long; the rest of it adds little, and each thing takes time. */
    private static final int MOST = 96;

    /**
     * What a question names, and who.
     *
     * @param concepts the things, those who speak left out
     * @param asked speakers that are named
     * @param words all its words in lower case
     */
    record All(List<Concept> concepts, Set<Integer> asked, Set<String> words) {}

    /** The things that a question names and the passage may have. */
    static All of(Question question, Index index) {
        SequencedMap<String, Double> weights = new LinkedHashMap<>();
        Set<Integer> asked = new HashSet<>();
        Set<String> words = new HashSet<>();
        Terms terms = new Terms(index.language());
        for (Question.Part part : question.parts()) {
            Terms.words(part.text(), word -> {
                if (part.weight() == 1) {
                    words.add(word.toLowerCase(Locale.ROOT));
                }
                for (String term : terms.of(word)) {
                    int number = index.number(term);
                    if (index.speaker(number)) {
                        asked.add(number);
                    } else if (!term.equals(Terms.STOP) && weights.size() < MOST) {
                        weights.merge(term, part.weight(), Math::max);
                    }
                }
            });
        }
        List<Concept> concepts = weights.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue(), index))
                .toList();
        return new All(concepts, asked, words);
    }

    private static Concept of(String word, double weight, Index index) {
        SequencedMap<Integer, Double> terms = new LinkedHashMap<>();
        add(terms, index.number(word), 1);
        for (Map.Entry<String, Related.Kind> related :
                Related.to(word, index.language()).entrySet()) {
            double share = switch (related.getValue()) {
                case ALIKE -> ALIKE;
                case MEMBER -> MEMBER;
                case GENUS -> GENUS;
            };
            add(terms, index.number(related.getKey()), share);
        }
        boolean unknown = index.number(word) < 0 && word.length() >= LONG;
        double least = unknown ? LEAST_LIKENESS_UNKNOWN : LEAST_LIKENESS;
        index.similar().each(word, least, (other, likeness) -> add(terms, other, SPELLED_ALIKE * likeness));
        return new Concept(weight, terms, !SmallTalk.has(word, index.language()));
    }

    private static void add(Map<Integer, Double> terms, int term, double share) {
        if (term >= 0) {
            terms.merge(term, share, Math::max);
        }
    }
}
