// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import static io.aisbf.selector.content.asking.Scripted.CANDIDATES;
import static io.aisbf.selector.content.asking.Scripted.call;
import static io.aisbf.selector.content.asking.Scripted.first;
import static io.aisbf.selector.content.asking.Scripted.prompt;
import static io.aisbf.selector.content.asking.Scripted.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AskingTest {
    private static final String CODING = tag("coding");

    @Test
    void theModelsWordComesFirstThenTheFallbackThenTheOthers() throws Exception {
        Decision decision = Scripted.decided(tag("openai/gpt-4o"), "What is on this picture?");
        assertEquals(
                List.of("openai/gpt-4o", "general", "coding"),
                decision.order().stream().map(Candidate::target).toList());
        assertEquals(0.9, decision.confidence());
        assertEquals("picker chose it", decision.reason());
    }

    @Test
    void theFallbackIsAnOpinionToo() throws Exception {
        Decision decision = Scripted.decided(tag("general"), "Hello");
        assertEquals("general", first(decision));
        assertEquals(0.9, decision.confidence());
    }

    @Test
    void theQuestionIsShortCoolAndNotStreamed() throws Exception {
        Scripted models = Scripted.saying(CODING);
        try (Deciding strategy = Scripted.strategy(models, Map.of())) {
            strategy.decide(prompt("Sort a list").withStreaming(true), CANDIDATES, call());
        }
        ChatRequest asked = models.asked.element();
        assertEquals("picker", asked.model());
        assertFalse(asked.streaming());
        assertEquals(OptionalDouble.of(0), asked.sampling().temperature());
        assertEquals(OptionalInt.of(32), asked.sampling().maxTokens());
    }

    @Test
    void aModelThatThinksIsGivenRoomAndKeepsIt() throws Exception {
        Scripted models = new Scripted(request -> request.sampling().maxTokens().orElse(0) < 1_000
                ? Scripted.response("", FinishReason.Known.LENGTH)
                : Scripted.response(CODING, FinishReason.Known.STOP));
        try (Deciding strategy = Scripted.strategy(models, Map.of())) {
            assertEquals("coding", first(strategy.decide(prompt("one"), CANDIDATES, call())));
            assertEquals("coding", first(strategy.decide(prompt("two"), CANDIDATES, call())));
        }
        assertEquals(
                List.of(32, 1_024, 1_024),
                models.asked.stream()
                        .map(asked -> asked.sampling().maxTokens().orElse(0))
                        .toList());
    }

    @Test
    void aModelThatWantsItsTemperatureLeftAloneIsAskedInItsOwnWay() throws Exception {
        Scripted models = new Scripted(request -> {
            if (request.sampling().temperature().isPresent()) {
                throw new CallException(Failure.INVALID_REQUEST, "temperature does not support 0");
            }
            return Scripted.response(CODING, FinishReason.Known.STOP);
        });
        try (Deciding strategy = Scripted.strategy(models, Map.of())) {
            assertEquals("coding", first(strategy.decide(prompt("one"), CANDIDATES, call())));
            assertEquals("coding", first(strategy.decide(prompt("two"), CANDIDATES, call())));
        }
        assertEquals(3, models.asked.size());
        assertEquals(
                OptionalInt.of(1_024),
                List.copyOf(models.asked).getLast().sampling().maxTokens());
    }

    @Test
    void aModelThatRefusesEitherWayIsNotAskedAThirdTime() throws Exception {
        Scripted models = new Scripted(request -> {
            throw new CallException(Failure.INVALID_REQUEST, "no");
        });
        try (Deciding strategy = Scripted.strategy(models, Map.of())) {
            assertEquals(
                    "picker could not be asked: invalid request",
                    strategy.decide(prompt("one"), CANDIDATES, call()).reason());
        }
        assertEquals(2, models.asked.size());
    }

    @Test
    void aModelThatOnlyRamblesIsNotAskedTwice() throws Exception {
        Scripted models =
                new Scripted(request -> Scripted.response("Once upon a time there was", FinishReason.Known.LENGTH));
        try (Deciding strategy = Scripted.strategy(models, Map.of())) {
            assertFalse(strategy.decide(prompt("one"), CANDIDATES, call()).decided());
        }
        assertEquals(1, models.asked.size());
    }

    @Test
    void theSameQuestionIsPutOnceUntilItIsForgotten() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Scripted models = Scripted.saying(CODING);
        FixedContext context =
                FixedContext.of(new PlainJson()).withModels(models).withClock(now::get);
        try (Deciding strategy = Scripted.strategy(context, Map.of("cache_size", 2, "cache_time", "1h"))) {
            strategy.decide(prompt("Sort a list"), CANDIDATES, call());
            Decision again = strategy.decide(prompt("  sort A\n\nlist "), CANDIDATES, call());
            assertEquals("coding", first(again));
            assertEquals("picker chose it, as remembered", again.reason());
            assertEquals(1, models.asked.size());
            now.set(Instant.EPOCH.plus(Duration.ofHours(1)));
            strategy.decide(prompt("Sort a list"), CANDIDATES, call());
            assertEquals(2, models.asked.size(), "forgotten after an hour");
            strategy.decide(prompt("a"), CANDIDATES, call());
            strategy.decide(prompt("b"), CANDIDATES, call());
            strategy.decide(prompt("Sort a list"), CANDIDATES, call());
            assertEquals(5, models.asked.size(), "two are remembered and no more");
            strategy.decide(prompt("Sort a list"), CANDIDATES.subList(0, 2), call());
            assertEquals(6, models.asked.size(), "another list is another question");
        }
    }

    @Test
    void anAnswerWithoutANameIsRememberedForAMinuteAndAFailureNotAtAll() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        AtomicReference<String> answer = new AtomicReference<>("I cannot say.");
        Scripted models = new Scripted(request -> {
            String text = Objects.requireNonNull(answer.get());
            if (text.isEmpty()) {
                throw new CallException(Failure.RATE_LIMITED, "your prompt 'secret' was one too many");
            }
            return Scripted.response(text, FinishReason.Known.STOP);
        });
        FixedContext context =
                FixedContext.of(new PlainJson()).withModels(models).withClock(now::get);
        try (Deciding strategy = Scripted.strategy(context, Map.of())) {
            Decision none = strategy.decide(prompt("a"), CANDIDATES, call());
            assertEquals("picker named nobody on the list", none.reason());
            strategy.decide(prompt("a"), CANDIDATES, call());
            assertEquals(1, models.asked.size());
            now.set(Instant.EPOCH.plusSeconds(60));
            answer.set("");
            Decision failed = strategy.decide(prompt("a"), CANDIDATES, call());
            assertEquals("picker could not be asked: rate limited", failed.reason());
            answer.set(CODING);
            assertEquals("coding", first(strategy.decide(prompt("a"), CANDIDATES, call())));
        }
    }

    @Test
    void aRehearsalAsksNobodyAndKnowsWhatIsRemembered() throws Exception {
        Scripted models = Scripted.saying(CODING);
        try (Deciding strategy = Scripted.strategy(models, Map.of())) {
            Call rehearsal = call().rehearsed();
            Decision none = strategy.decide(prompt("a"), CANDIDATES, rehearsal);
            assertFalse(none.decided());
            assertEquals("picker would be asked", none.reason());
            assertEquals(0, models.asked.size());
            strategy.decide(prompt("a"), CANDIDATES, call());
            assertEquals("coding", first(strategy.decide(prompt("a"), CANDIDATES, rehearsal)));
            assertEquals(1, models.asked.size());
        }
    }

    @Test
    void nobodyIsAskedWhereThereIsNothingToChooseOrToJudge() throws Exception {
        Scripted models = Scripted.saying(CODING);
        try (Deciding strategy = Scripted.strategy(models, Map.of())) {
            assertEquals("general", first(strategy.decide(prompt("a"), CANDIDATES.subList(1, 2), call())));
            assertFalse(strategy.decide(prompt(" \u200b\u0000 "), CANDIDATES, call())
                    .decided());
            assertFalse(strategy.decide(ChatRequest.of("autoselect/x", List.of()), CANDIDATES, call())
                    .decided());
        }
        assertEquals(0, models.asked.size());
    }

    @Test
    void withoutASelectionModelThereIsNeverAnOpinion() throws Exception {
        try (Deciding strategy =
                (Deciding) new AskingFactory().create(MapSettings.of(Map.of()), FixedContext.of(new PlainJson()))) {
            Decision decision = strategy.decide(prompt("a"), CANDIDATES, call());
            assertFalse(decision.decided());
            assertEquals("no selection_model is named that could be asked", decision.reason());
        }
    }

    @Test
    void badSettingsAreRefusedWithWhatToWrite() {
        Map<String, Object> wrong = Map.of("timeout", "0s", "cache_time", "0s", "cache_size", -1, "max_tokens", 0);
        wrong.forEach((key, value) -> {
            SettingsException refused = assertThrows(
                    SettingsException.class, () -> Scripted.strategy(Scripted.saying(""), Map.of(key, value)));
            assertTrue(
                    String.valueOf(refused.getMessage()).startsWith("test." + key)
                            && String.valueOf(refused.getMessage()).contains("write "),
                    () -> String.valueOf(refused.getMessage()));
        });
    }
}
