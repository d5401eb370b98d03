// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.condenser.semantic.unit.Piece;
import io.aisbf.condenser.semantic.unit.Units;
import io.aisbf.condenser.semantic.words.Language;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankerTest {
    private static final List<String> TALK = List.of(
            "Anna: Good morning!",
            "Ben: Good morning to you too.",
            "Anna: I saw the physician on Tuesday about my knee.",
            "Ben: I hope it gets better.",
            "Anna: Did you like the concert?",
            "Ben: The trumpets were too loud for me.",
            "Anna: We adopted a kitten in the summer.",
            "Ben: I prefer goldfish, honestly.",
            "Anna: My cousin paints the garages of his neighbourhood.",
            "Ben: The configuration says nothing of it.",
            "Anna: I am flying to Lisbon next week.",
            "Ben: I am flying to Lisbon next month.");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Which doctor was it? | 2
        How was the consert? | 4
        What pets are there? | 6
        Who painted a garage? | 8
        When does Anna fly? | 10
        When does Ben fly? | 11
        """)
    void findsTheTurn(String question, int best) {
        Scores scores = Ranker.rank(index(TALK), Question.of(question));
        assertEquals(best, Order.of(scores.scores())[0], Arrays.toString(scores.scores()));
    }

    @Test
    void anAnswerSharesInTheScoreOfItsQuestion() {
        double[] scores = Ranker.rank(index(TALK), Question.of("concert")).scores();
        assertTrue(scores[5] > 3 * scores[9], Arrays.toString(scores));
    }

    @Test
    void aDateIsToldOfAllThatFollowsIt() {
        List<String> sessions = new ArrayList<>();
        for (String month : List.of("March", "April", "May")) {
            sessions.add("8 " + month + ", 2023");
            IntStream.range(0, 6).forEach(i -> sessions.add("We talked of one thing and another, part " + i + "."));
        }
        double[] scores = Ranker.rank(index(sessions), Question.of("What did we talk of in April?"))
                .scores();
        assertTrue(scores[9] > scores[2] && scores[9] > scores[16], Arrays.toString(scores));
    }

    @Test
    void earlierWordsCountLess() {
        Question question = new Question(
                List.of(new Question.Part("And the kitten?", 1), new Question.Part("What of the trumpets?", 0.3)));
        double[] scores = Ranker.rank(index(TALK), question).scores();
        assertEquals(6, Order.of(scores)[0], Arrays.toString(scores));
        assertTrue(scores[5] > scores[9], Arrays.toString(scores));
    }

    @Test
    void isNeverNegativeNorNotANumber() {
        Random random = new Random(7);
        for (String question : List.of("", "?", "the of", "Anna", "zzzz", "kitten ".repeat(500))) {
            for (int size : new int[] {1, 2, 12}) {
                int from = random.nextInt(TALK.size() - size + 1);
                double[] scores = Ranker.rank(index(TALK.subList(from, from + size)), Question.of(question))
                        .scores();
                for (double score : scores) {
                    assertTrue(score >= 0 && score < 10, question + " " + score);
                }
            }
        }
    }

    @Test
    void amongEqualsTheEarlierComesFirst() {
        assertArrayEquals(new int[] {1, 0, 2, 3}, Order.of(new double[] {0.5, 0.7, 0.5, 0}));
        assertArrayEquals(new int[] {1, 0}, Order.best(new double[] {0.5, 0.7, 0.5, 0}, 2));
    }

    private static Index index(List<String> texts) {
        List<Piece> pieces = new ArrayList<>();
        texts.forEach(text -> pieces.add(new Piece(pieces.size(), pieces.size(), Piece.Kind.SAID, "User", text)));
        return new Index(Units.of(pieces), Language.ENGLISH);
    }
}
