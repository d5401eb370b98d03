// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import io.aisbf.condenser.semantic.unit.Dates;
import io.aisbf.condenser.semantic.unit.Unit;
import io.aisbf.condenser.semantic.words.Language;
import io.aisbf.condenser.semantic.words.Terms;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads units: gives each term a number, and makes a row for each term of each unit, in the order of the units. Every
 * word is cut to its stem once, however often it is read. For one thread, while an index is made.
 */
final class Reading {
    final Map<String, Integer> numbers = new HashMap<>();
    final int[] lengths;
    final int[] speakers;
    final int[] firstRows;
    final boolean[] timed;
    final boolean[] asking;
    int[] terms = new int[1024];
    int[] units = new int[1024];
    int[] counts = new int[1024];
    int size;

    private final Terms language;
    private final Map<String, Word> words = new HashMap<>();
    private int[] rowOf = new int[256];

    /** What is known of a word as it is spelled: its terms' numbers, without those that say nothing. */
    private static final class Word {
        final int[] numbers;
        final boolean timed;

        Word(int[] numbers, boolean timed) {
            this.numbers = numbers;
            this.timed = timed;
        }
    }

    Reading(List<Unit> all, Language language) {
        this.language = new Terms(language);
        lengths = new int[all.size()];
        speakers = new int[all.size()];
        firstRows = new int[all.size() + 1];
        timed = new boolean[all.size()];
        asking = new boolean[all.size()];
        for (int i = 0; i < all.size(); i++) {
            read(all.get(i), i);
        }
    }

    private void read(Unit unit, int at) {
        String text = unit.text();
        int first = size;
        asking[at] = text.indexOf('?') >= 0 || text.indexOf('\uff1f') >= 0;
        Terms.words(text, spelled -> {
            Word word = word(spelled);
            timed[at] |= word.timed;
            lengths[at] += word.numbers.length;
            for (int number : word.numbers) {
                count(number, at, first);
            }
        });
        firstRows[at + 1] = size;
        speakers[at] = -1;
        if (!unit.speaker().isEmpty()) {
            int[] name = word(unit.speaker()).numbers;
            speakers[at] = name.length == 0 ? -1 : name[0];
        }
    }

    private Word word(String spelled) {
        Word known = words.get(spelled);
        if (known == null) {
            int[] found = language.of(spelled).stream()
                    .filter(term -> !term.equals(Terms.STOP))
                    .mapToInt(this::number)
                    .toArray();
            known = new Word(found, Dates.tells(spelled.toLowerCase(Locale.ROOT)));
            words.put(spelled, known);
        }
        return known;
    }

    private int number(String term) {
        int next = numbers.size();
        return numbers.computeIfAbsent(term, _ -> next);
    }

    private void count(int number, int unit, int first) {
        if (number >= rowOf.length) {
            rowOf = Arrays.copyOf(rowOf, 2 * number);
        }
        int row = rowOf[number];
        if (row >= first && row < size && terms[row] == number) {
            counts[row]++;
            return;
        }
        if (size == terms.length) {
            terms = Arrays.copyOf(terms, 2 * size);
            units = Arrays.copyOf(units, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        terms[size] = number;
        units[size] = unit;
        counts[size] = 1;
        rowOf[number] = size++;
    }
}
