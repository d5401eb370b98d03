// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void aTurnOfOrdinaryLengthIsOneUnit() {
        assertEquals(List.of("One. Two.\nThree."), texts(Piece.Kind.SAID, "One. Two.\nThree."));
    }

    @Test
    void paragraphsOfALongTextAreNoNeighbours() {
        String paragraph = "Some words stand here. ".repeat(20).strip();
        List<Unit> units = units(Piece.Kind.SAID, paragraph + "\n\n" + paragraph);
        assertEquals(40, units.size());
        assertEquals(units.getFirst().stretch(), units.get(19).stretch());
        assertFalse(units.get(19).stretch() == units.get(20).stretch());
    }

    @Test
    void linesOfAnAnswerArePutTogetherUntilTheyTellSomething() {
        String log = "a line of forty characters, more or less\n".repeat(30).strip();
        assertEquals(15, texts(Piece.Kind.RESULT, log).size());
    }

    @Test
    void aDateAloneIsAHeading() {
        List<Piece> pieces = new ArrayList<>();
        for (String text : List.of("1:56 pm on 8 May, 2023", "On 8 May we met.", "2026-01-31", "3 4 5", "## Plans")) {
            pieces.add(new Piece(pieces.size(), pieces.size(), Piece.Kind.SAID, "User", text));
        }
        List<Boolean> headings = Units.of(pieces).stream().map(Unit::heading).toList();
        assertEquals(List.of(true, false, true, false, true), headings);
    }

    @Test
    void aNameIsASpeakerIfItSpeaksMoreThanTwice() {
        List<Piece> pieces = new ArrayList<>();
        for (String text : List.of("Ada: Hi.", "Note: it rains.", "Ada: So it does.", "Ada: And still.")) {
            pieces.add(new Piece(pieces.size(), pieces.size(), Piece.Kind.SAID, "User", text));
        }
        assertEquals(
                List.of("ada", "", "ada", "ada"),
                Units.of(pieces).stream().map(Unit::speaker).toList());
    }

    @Test
    void knowsFencesAsMarkdownDoes() {
        assertEquals(List.of(new Fences.Block("a\n```\n", true)), Fences.in("````x\na\n```\n````\nb"));
        assertEquals(List.of(new Fences.Block("a\n``` b\n", false)), Fences.in("```\na\n``` b"));
        assertTrue(Fences.in("see ```x``` and\n    ```\n```x``` too").isEmpty());
    }

    @Test
    void takesNoLongerForHostileTexts() {
        for (String hostile : List.of("`", "~", "```\n", "A: ", "#", "1 May ", "\n", "User: ", "a.", "\u2026 ")) {
            String text = hostile.repeat(300_000 / hostile.length()) + " `";
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                units(Piece.Kind.SAID, text).forEach(unit -> Fences.closed(unit.text()));
                units(Piece.Kind.RESULT, text);
                Fences.in(text);
                Turns.turn("User", text);
            });
        }
    }

    private static List<Unit> units(Piece.Kind kind, String text) {
        return Units.of(List.of(new Piece(0, 0, kind, "User", text)));
    }

    private static List<String> texts(Piece.Kind kind, String text) {
        return units(kind, text).stream().map(Unit::text).toList();
    }
}
