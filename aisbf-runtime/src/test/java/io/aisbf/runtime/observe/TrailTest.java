// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.CallException.Details;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.runtime.choose.Choice;
import io.aisbf.runtime.observe.Trail.Attempt;
import io.aisbf.runtime.observe.Trail.Why;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrailTest {
    private static final String GPT = "openai/gpt-4o";

    private long now = 5_000_000_000L;
    private final Trail trail = new Trail(() -> now);

    private void wait(int millis) {
        now += millis * 1_000_000L;
    }

    private static CallException limited() {
        return new CallException(
                Failure.RATE_LIMITED, "slow down, CANARY", Details.NONE.withUpstream(429, "you said CANARY"));
    }

    private String json() {
        JsonWriter json = new JsonWriter().object();
        trail.write(json);
        return json.end().finish().toString();
    }

    private static Choice choice(String by, String... targets) {
        return new Choice(candidates(targets), by, Optional.empty(), List.of());
    }

    private static List<Candidate> candidates(String... targets) {
        return Stream.of(targets).map(target -> new Candidate(target, 1, "")).toList();
    }

    @Test
    void tellsHowSureAStrategyWasAndWhoLeftTheChoiceToIt() {
        Decision decision = new Decision(
                candidates("rotation/coding", GPT),
                0.814,
                "nearest to its examples",
                List.of(new Decision.Score("rotation/coding", 0.62), new Decision.Score(GPT, 0.4)));
        trail.chose(
                "autoselect/smart",
                Map.of(),
                new Choice(decision.order(), "embedding", Optional.of(decision), List.of("rules: none applies")));

        assertEquals("smart(embedding 0.81): ", trail.brief());
        assertEquals(Optional.of("s=embedding;c=0.81;of=rotation/coding"), trail.chosen());
        assertTrue(
                trail.words()
                        .containsAll(List.of(
                                "It was 0.81 sure: nearest to its examples.",
                                "Left to others by rules: none applies.")),
                trail.words().toString());
        assertTrue(
                json().contains("\"confidence\":0.814,\"reason\":\"nearest to its examples\",\"scores\":[{\"target\":"
                        + "\"rotation/coding\",\"score\":0.62}"),
                json());
    }

    /** A rotation of three: one cools, one is refused with both keys, one answers. */
    private void eventful() {
        trail.chose("rotation/coding", Map.of("gemini/pro", "cooling for 4 min"), choice("weighted", GPT, "a/claude"));
        Attempt first = trail.attempt(GPT, "a1b2c3", Why.FIRST);
        wait(120);
        first.failed(limited());
        Attempt second = trail.attempt(GPT, "d4e5f6", Why.NEXT_KEY);
        wait(30);
        second.failed(new CallException(Failure.TIMED_OUT, "provider 'openai' sent nothing for 30 s"));
        Attempt third = trail.attempt("a/claude", "", Why.NEXT);
        wait(200);
        third.first();
        wait(700);
        third.answered(Usage.of(12, 34));
    }

    @Test
    void tellsTheWholeWayInOneLine() {
        eventful();
        assertEquals(
                "coding(weighted): gemini/pro cooling; openai/gpt-4o#a1b2c3 RATE_LIMITED 120ms;"
                        + " openai/gpt-4o#d4e5f6 TIMED_OUT 30ms; a/claude answered 900ms",
                trail.brief());
    }

    @Test
    void tellsTheWholeWayInSentences() {
        eventful();
        assertEquals(
                List.of(
                        "rotation/coding chose by weighted among 2: openai/gpt-4o, a/claude.",
                        "gemini/pro was ruled out: cooling for 4 min.",
                        "openai/gpt-4o (key a1b2c3) was asked first, and failed after 120 ms with RATE_LIMITED: the"
                                + " provider answered 429.",
                        "Then openai/gpt-4o was asked with its next key (d4e5f6) at 120 ms, and failed after 30 ms"
                                + " with TIMED_OUT: provider 'openai' sent nothing for 30 s.",
                        "Then a/claude was asked at 150 ms, and answered: the first piece after 200 ms, all of it after"
                                + " 900 ms (12 tokens in, 34 out)."),
                trail.words());
    }

    @Test
    void tellsTheWholeWayAsJson() {
        eventful();
        assertEquals(
                "{\"choices\":[{\"at_ms\":0,\"group\":\"rotation/coding\",\"strategy\":\"weighted\",\"ruled_out\":[{\"target\":\"gemini/pro\",\"why\":\"cooling"
                    + " for 4 min\"}],\"order\":[\"openai/gpt-4o\",\"a/claude\"]}],\"attempts\":["
                    + "{\"target\":\"openai/gpt-4o\",\"key\":\"a1b2c3\",\"why\":\"first\",\"start_ms\":0,\"end_ms\":120,\"outcome\":\"failed\",\"failure\":\"RATE_LIMITED\",\"reason\":\"the"
                    + " provider answered 429\"},"
                    + "{\"target\":\"openai/gpt-4o\",\"key\":\"d4e5f6\",\"why\":\"next_key\",\"start_ms\":120,\"end_ms\":150,\"outcome\":\"failed\",\"failure\":\"TIMED_OUT\",\"reason\":\"provider"
                    + " 'openai' sent nothing for 30 s\"},"
                    + "{\"target\":\"a/claude\",\"why\":\"next\",\"start_ms\":150,\"first_token_ms\":350,"
                    + "\"end_ms\":1050,\"outcome\":\"answered\",\"input_tokens\":12,\"cached_tokens\":0,"
                    + "\"output_tokens\":34,\"reasoning_tokens\":0}]}",
                json());
    }

    @Test
    void repeatsNothingThatAProviderSaid() {
        trail.attempt(GPT, "a1b2c3", Why.FIRST).failed(limited());
        assertFalse((trail.brief() + trail.words() + json()).contains("CANARY"));
    }

    @Test
    void saysWhoAnswersWhileItDoes() {
        Attempt slow = trail.attempt("a/m", "", Why.FIRST);
        assertEquals("a/m answering", trail.brief());
        wait(800);
        Attempt hedge = trail.attempt("b/m", "", Why.HEDGE);
        slow.first();
        assertEquals("a/m answering; b/m(hedge) waiting", trail.brief());
        wait(5);
        trail.note("a/m was sooner");
        assertEquals("a/m answering; b/m(hedge) waiting", trail.brief());
        hedge.abandoned("a/m answered sooner");
        slow.answered(Usage.NONE);
        assertEquals("a/m answered 805ms; b/m(hedge) abandoned 5ms", trail.brief());
        assertEquals("a/m", trail.decisive().orElseThrow().target());
        assertEquals(
                "As the answer took long, b/m was asked too at 800 ms, and was given up after 5 ms: a/m answered"
                        + " sooner.",
                trail.words().get(1));
        assertEquals("a/m was sooner.", trail.words().getLast());
    }

    @Test
    void anAttemptEndsOnce() {
        Attempt attempt = trail.attempt("a/m", "", Why.FIRST);
        wait(10);
        attempt.abandoned("no longer wanted");
        wait(10);
        attempt.failed(limited());
        attempt.answered(Usage.of(1, 1));
        attempt.first();
        assertEquals("a/m abandoned 10ms", trail.brief());
    }

    @Test
    void staysShortAndVisibleWhateverTheNames() {
        Map<String, String> out = new LinkedHashMap<>();
        IntStream.range(0, 200).forEach(i -> out.put("provider" + i + "/mödel\r\n", "cooling for " + i + " s"));
        trail.chose("rotation/röt", out, choice(""));
        for (int i = 0; i < 100; i++) {
            trail.attempt("p/" + "x".repeat(100_000), "", Why.NEXT).failed(limited());
        }
        String brief = trail.brief();
        assertTrue(brief.startsWith("r?t: provider0/m?del?? cooling; provider1/"), brief);
        assertTrue(brief.contains("; +192 ruled out; nobody left; p/xxx"), brief);
        assertEquals(1_000, brief.length());
        assertTrue(brief.endsWith("..."), brief);
        assertTrue(brief.chars().allMatch(c -> c >= 0x20 && c < 0x7f), brief);
    }

    @Test
    void takesNoMoreThanItsRoomAndSaysSo() {
        for (int i = 0; i < 10_000; i++) {
            trail.note("n".repeat(1_000));
            trail.attempt("p/" + "x".repeat(1_000), "", Why.AGAIN);
        }
        assertEquals(10_000, trail.attempts());
        assertTrue(json().length() < 50_000, () -> "length " + json().length());
        assertTrue(
                trail.words().getLast().endsWith("more) is not kept: the trail grew too long."),
                trail.words().getLast());
    }

    @Test
    void isWorthALineWhenMoreHappenedThanAnAnswer() {
        Attempt plain = trail.attempt("a/m", "", Why.FIRST);
        plain.answered(Usage.NONE);
        assertFalse(trail.eventful());
        trail.chose("rotation/r", Map.of("b/m", "no key"), choice("priority", "a/m"));
        assertTrue(trail.eventful());
        Trail failing = new Trail(() -> now);
        failing.attempt("a/m", "", Why.FIRST).failed(limited());
        assertTrue(failing.eventful());
    }

    @Test
    void keepsEveryAttemptOfManyThreads() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int i = 0; i < 20; i++) {
                    Attempt attempt = trail.attempt("a/m", "", Why.HEDGE);
                    attempt.first();
                    lines.add(trail.brief());
                    attempt.answered(Usage.of(1, 1));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(160, trail.attempts());
        assertEquals(
                160,
                trail.words().stream().filter(one -> one.contains("answered")).count());
        assertEquals(Optional.empty(), lines.stream().filter(String::isEmpty).findAny());
    }
}
