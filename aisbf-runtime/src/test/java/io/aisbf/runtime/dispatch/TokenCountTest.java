// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.fit.Fittings;
import io.aisbf.runtime.route.Fakes;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenCountTest {
    private static final TokenCount.Counted ESTIMATE = new TokenCount.Counted(6, true);

    private final Map<String, ProviderEntry> providers = new LinkedHashMap<>();
    private final Noted noted = new Noted();
    private final List<String> asked = noted.asked();

    /** Counts 42, or fails. */
    private static final class Counting implements Provider, Provider.TokenCounting {
        private final Optional<Failure> failure;

        private Counting(Optional<Failure> failure) {
            this.failure = failure;
        }

        @Override
        public ChatReply chat(ChatRequest request, Call call) {
            throw new AssertionError("nobody chats here");
        }

        @Override
        public long countTokens(ChatRequest request, Call call) {
            assertEquals("m", request.model());
            failure.ifPresent(kind -> {
                throw new CallException(kind, kind.name());
            });
            return 42;
        }
    }

    private void counting(String name, Optional<Failure> failure) {
        Provider provider = new Counting(failure);
        providers.put(name, new ProviderEntry(name, name + ".jar", Optional.of(provider), Optional.empty(), Map.of()));
    }

    private void absent(String name) {
        providers.put(
                name, new ProviderEntry(name, name + ".jar", Optional.empty(), Optional.of("no plugin"), Map.of()));
    }

    private TokenCount.Counted count(String model, Group... groups) throws InterruptedException {
        Map<String, Group> rotations = new LinkedHashMap<>();
        for (Group group : groups) {
            rotations.put(group.name(), group);
        }
        Targets targets = new Targets(providers, rotations, Map.of(), Map.of());
        TokenCount tokens = new TokenCount(targets, Fittings.none());
        ChatRequest request = ChatRequest.of(model, List.of(Message.of(Message.Role.USER, "hello")));
        return tokens.count(request, targets.resolve(model), Call.start("c", Duration.ofSeconds(5)), noted);
    }

    @Test
    void asksTheProviderThatCounts() throws InterruptedException {
        counting("a", Optional.empty());
        assertEquals(new TokenCount.Counted(42, false), count("a/m"));
        assertEquals(List.of("a/m"), asked);
    }

    @Test
    void asksTheFirstCandidateThatCanBeAsked() throws InterruptedException {
        absent("gone");
        counting("a", Optional.empty());
        Group inner = Fakes.group(Group.Kind.ROTATION, "inner", "gone/m", "a/m");
        Group outer = Fakes.group(Group.Kind.ROTATION, "outer", "gone/m", "rotation/inner");
        assertEquals(new TokenCount.Counted(42, false), count("outer", outer, inner));
        assertEquals(List.of("a/m"), asked);
    }

    @Test
    void estimatesWhereNobodyCounts() throws InterruptedException {
        providers.put("plain", Fakes.entry("plain", Map.of()));
        absent("gone");
        assertEquals(ESTIMATE, count("plain/m"));
        assertEquals(ESTIMATE, count("gone/m"));
        assertEquals(ESTIMATE, count("r", Fakes.group(Group.Kind.ROTATION, "r", "gone/m")));
        assertEquals(List.of(), asked);
    }

    @Test
    void estimatesWhereCountingFailsThroughNoFaultOfTheRequest() throws InterruptedException {
        counting("a", Optional.of(Failure.RATE_LIMITED));
        assertEquals(ESTIMATE, count("a/m"));
        counting("a", Optional.of(Failure.INVALID_REQUEST));
        assertEquals(
                Failure.INVALID_REQUEST,
                assertThrows(CallException.class, () -> count("a/m")).failure());
    }
}
