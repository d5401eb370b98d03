// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.Standing;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What the tests of the strategy begin with: three candidates, a clock that is set, and words for vectors. */
final class Given {
    static final Candidate CODE = candidate("lab/code", "programming: python, java and functions");
    static final Candidate COOK = candidate("lab/cook", "cooking: recipes, soups and cakes");
    static final Candidate LAW = candidate("lab/law", "law: contracts, courts and crimes");
    static final List<Candidate> ALL = List.of(CODE, COOK, LAW);

    final WordBags models = new WordBags();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    static Candidate candidate(String target, String description, String... examples) {
        return new Candidate(target, 1, description, List.of(examples), Standing.UNKNOWN);
    }

    static List<Candidate> taught() {
        List<Candidate> taught = new ArrayList<>();
        taught.add(candidate(
                "lab/code",
                "",
                "fix this python function please",
                "why does this java loop not end",
                "write a python class with a function",
                "compile java code without errors"));
        taught.add(candidate(
                "lab/cook",
                "",
                "a recipe for tomato soup",
                "how long does a cake bake in the oven",
                "cook soup with carrots in the oven",
                "a cake recipe with tomato and butter"));
        return taught;
    }

    Embedding strategy(Map<String, Object> settings) {
        return (Embedding) new EmbeddingFactory().create(MapSettings.of(settings), context());
    }

    Embedding strategy() {
        return strategy(Map.of());
    }

    private PluginContext context() {
        FixedContext fixed = FixedContext.of(new PlainJson());
        InstantSource clock = now::get;
        return new FixedContext(
                models, fixed.tokens(), fixed.formats(), fixed.http(), fixed.json(), clock, fixed.random());
    }

    static ChatRequest said(String... turns) {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.of(Role.SYSTEM, "You are a lawyer in court."));
        for (String turn : turns) {
            messages.add(Message.of(Role.USER, turn));
            messages.add(Message.of(Role.ASSISTANT, "Indeed."));
        }
        return ChatRequest.of("autoselect/x", messages);
    }

    static Call call() {
        return Call.start("test", Duration.ofMinutes(1));
    }

    static Call call(String session) {
        Call.Client client = new Call.Client(
                name -> name.equals("x-session-id") ? Optional.of(session) : Optional.empty(), Optional.empty());
        return Call.start("test", client, Duration.ofMinutes(1), System::nanoTime);
    }

    static String first(Decision decision) {
        return decision.order().getFirst().target();
    }
}
