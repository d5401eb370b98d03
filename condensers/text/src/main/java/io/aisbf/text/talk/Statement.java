// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.text.Cue;
import io.aisbf.text.Vocabulary;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One thing that was said: a sentence, a call of a tool with its outcome, or a line of an earlier digest. */
public final class Statement {
    private static final double USED_VALUE = 1;
    private static final double VALUE = .5;
    private static final int MOST_VALUES = 3;
    private static final double CARRIED = .5;
    private static final int LONG = 300;
    private static final double LENGTH_PENALTY = .7;
    private static final double QUESTION_PENALTY = .4;
    private static final int FEW_WORDS = 6;

    private final int message;
    private final int unit;
    private final Speaker speaker;
    private final Optional<Heading> heading;
    private final String text;
    private final int[] words;
    private final int values;
    private final Set<Cue> cues;
    private final double weight;
    private final int[] distinct;

    Statement(
            int message,
            int unit,
            Speaker speaker,
            Optional<Heading> heading,
            String text,
            int[] words,
            int values,
            Set<Cue> cues) {
        this.message = message;
        this.unit = unit;
        this.speaker = speaker;
        this.heading = heading;
        this.text = text;
        this.words = words;
        this.values = values;
        this.cues = cues;
        weight = weigh();
        distinct = distinct(words);
    }

    /** Who said it. */
    public enum Speaker {
        USER(1),
        ASSISTANT(.4),
        TOOL(.2);

        private final double weight;

        Speaker(double weight) {
            this.weight = weight;
        }

        /** What a line of a digest begins with that he said. */
        public String mark() {
            return name().toLowerCase(Locale.ROOT) + ": ";
        }
    }

    /** Which message of the passage it is from. */
    public int message() {
        return message;
    }

    /** Which stretch of speech it belongs to: a message, or a line of an earlier digest; they are numbered in order. */
    public int unit() {
        return unit;
    }

    /** Who said it. */
    public Speaker speaker() {
        return speaker;
    }

    /** What it stood under, if it stood in a digest. */
    public Optional<Heading> heading() {
        return heading;
    }

    /** What was said, on one line. */
    public String text() {
        return text;
    }

    /** What was said and by whom. */
    public String line() {
        return speaker.mark() + text;
    }

    /** How many words it has. */
    public int length() {
        return words.length;
    }

    /** Writes its words, by their numbers in the vocabulary of the reading, to a place of an array. */
    void copyWords(int[] to, int at) {
        System.arraycopy(words, 0, to, at, words.length);
    }

    /** What its wording says. */
    public boolean has(Cue cue) {
        return cues.contains(cue);
    }

    /** How many values are in it that one would have to look up again. */
    public int values() {
        return values;
    }

    private static int[] distinct(int[] words) {
        int[] sorted = words.clone();
        Arrays.sort(sorted);
        int length = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[length++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, length);
    }

    /** How much is lost if it is forgotten, whatever else was said: 0 for small talk, above 3 for a user's command. */
    public double weight() {
        return weight;
    }

    private double weigh() {
        double sum = 0;
        for (Cue cue : cues) {
            sum = Math.max(sum, cue.weight());
        }
        sum *= has(Cue.OPEN) ? QUESTION_PENALTY : 1;
        sum += VALUE * Math.min(MOST_VALUES, values) + (values > 0 && has(Cue.USE) ? USED_VALUE : 0);
        sum *= speaker.weight * (text.length() > LONG ? LENGTH_PENALTY : 1);
        return sum + (heading.isPresent() && sum > 0 ? CARRIED : 0);
    }

    /** How much it tells, measured by how rare its words are in the passage: 0 to 1. */
    public double information(Vocabulary vocabulary) {
        double sum = 0;
        for (int word : distinct) {
            sum += vocabulary.surprise(word) / vocabulary.totalBits();
        }
        return distinct.length == 0 ? 0 : sum / Math.max(FEW_WORDS, distinct.length);
    }

    /** Its words, each once, in the order of their numbers. */
    int[] distinct() {
        return distinct;
    }

    @Override
    public String toString() {
        return line();
    }
}
