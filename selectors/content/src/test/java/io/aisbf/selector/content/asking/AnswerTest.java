// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import static io.aisbf.selector.content.asking.Scripted.call;
import static io.aisbf.selector.content.asking.Scripted.first;
import static io.aisbf.selector.content.asking.Scripted.prompt;
import static io.aisbf.selector.content.asking.Scripted.tag;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AnswerTest {
    private static final String PROMPT = "Sort a list";

    @Test
    void whatIsMeantIsUnderstood() {
        Stream<Executable> all = Answers.UNDERSTOOD.stream().map(said -> () -> {
            Decision decision = Scripted.decided(said.answer(), PROMPT);
            assertEquals(said.chosen(), first(decision), said::answer);
            assertTrue(decision.confidence() >= 0.5, () -> said.answer() + ": " + decision.confidence());
        });
        assertAll(all);
    }

    @Test
    void whatIsNotMeantChoosesNobody() {
        List<String> answers = Answers.hostile();
        assertTrue(answers.size() >= 200, () -> "only " + answers.size());
        assertTimeout(
                Duration.ofMinutes(1),
                () -> assertAll(answers.stream()
                        .map(answer -> () -> assertEquals(
                                Answers.NOBODY,
                                first(Scripted.decided(answer, PROMPT)),
                                () -> answer.substring(0, Math.min(100, answer.length()))))));
    }

    @Test
    void howSureItIsGoesByHowItWasSaid() throws Exception {
        assertEquals(0.9, Scripted.decided(tag("coding"), PROMPT).confidence());
        assertEquals(0.8, Scripted.decided("I say " + tag("coding"), PROMPT).confidence());
        assertEquals(
                0.6, Scripted.decided(tag("general") + tag("coding"), PROMPT).confidence());
        assertEquals(0.7, Scripted.decided("coding", PROMPT).confidence());
        assertEquals(0.55, Scripted.decided("codign", PROMPT).confidence());
    }

    @Test
    void namesThatContainOneAnotherAreToldApart() throws Exception {
        List<String> names = List.of("gpt-4", "gpt-4o", "gpt-4o-mini", "openai/gpt-4", "rotation/gpt-4", "gpt");
        List<Candidate> candidates =
                names.stream().map(name -> new Candidate(name, 1, "")).toList();
        List<Function<String, String>> ways = List.of(
                Scripted::tag, name -> name, name -> "{\"model\":\"" + name + "\"}", name -> "I choose " + name + ".");
        for (String name : names) {
            for (Function<String, String> way : ways) {
                try (Deciding strategy = Scripted.strategy(Scripted.saying(way.apply(name)), Map.of())) {
                    assertEquals(name, first(strategy.decide(prompt(PROMPT), candidates, call())), way.apply(name));
                }
            }
        }
        for (String unclear : List.of(
                "<aisbf_model_autoselection>gpt-4", tag("gpt-"), tag("gpt-4x-mini-2"), tag("gtp-5"), tag("GP"))) {
            try (Deciding strategy = Scripted.strategy(Scripted.saying(unclear), Map.of())) {
                assertEquals(Answers.NOBODY, first(strategy.decide(prompt(PROMPT), candidates, call())), unclear);
            }
        }
    }

    @Test
    void namesWithMarkupAreFoundAsTheyWereWritten() throws Exception {
        List<Candidate> candidates =
                List.of(new Candidate("a<b>&c", 1, ""), new Candidate("</aisbf_autoselect_list>", 1, ""));
        try (Deciding strategy = Scripted.strategy(Scripted.saying(tag("a&lt;b&gt;&amp;c")), Map.of())) {
            assertEquals("a<b>&c", first(strategy.decide(prompt(PROMPT), candidates, call())));
        }
    }

    @Test
    void distanceCountsLetters() {
        assertEquals(3, Names.distance("kitten", "sitting"));
        assertEquals(0, Names.distance("", ""));
        assertEquals(4, Names.distance("", "gpt4"));
    }
}
