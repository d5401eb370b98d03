// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void beginWhereTheWordsChange() {
        Vocabulary vocabulary = new Vocabulary();
        List<int[]> units = new ArrayList<>();
        for (String subject :
                List.of("garden roses soil water", "engine diesel gearbox clutch", "violin sonata bow strings")) {
            for (int i = 0; i < 8; i++) {
                String text = "and the " + subject + " of the day " + i;
                units.add(vocabulary.read(text, 0, text.length()));
            }
        }
        int[] begins = Topics.of(units, vocabulary);

        assertTrue(Arrays.stream(begins).anyMatch(at -> at == 8), Arrays.toString(begins));
        assertTrue(Arrays.stream(begins).anyMatch(at -> at == 16), Arrays.toString(begins));
        assertTrue(begins.length <= 5, Arrays.toString(begins));
        assertEquals(0, begins[0]);
    }

    @Test
    void nothingHasNoTopics() {
        assertEquals(0, Topics.of(List.of(), new Vocabulary()).length);
    }
}
