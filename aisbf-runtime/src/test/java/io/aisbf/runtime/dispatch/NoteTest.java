// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.deliver.Delivery;
import io.aisbf.runtime.deliver.KeepAlive;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.fit.Fittings;
import io.aisbf.runtime.observe.CallRecord;
import io.aisbf.runtime.observe.Trail;
import io.aisbf.runtime.route.Fakes;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the gateway adds to the usage in an answer. */
class NoteTest {
    private final Asked asked = new Asked();

    /** Keeps what it is told of notes. */
    private static final class Asked implements Trace {
        private final Trail trail = new Trail(System::nanoTime);
        private Function<Usage, UsageNote> notes = _ -> UsageNote.NONE;

        @Override
        public Trail trail() {
            return trail;
        }

        @Override
        public void attempt(String target, String plugin) {}

        @Override
        public void selected(String target, String plugin, Function<Usage, OptionalLong> cost) {}

        @Override
        public void condensed(Condensed condensed) {}

        @Override
        public void notes(Function<Usage, UsageNote> telling) {
            notes = telling;
        }

        @Override
        public boolean stopped() {
            return false;
        }
    }

    /** Embeds everything as nothing, and counts nothing. */
    private static final class Embedding implements Provider, Provider.Embeddings {
        @Override
        public ChatReply chat(ChatRequest request, Call call) {
            throw new AssertionError("nobody chats here");
        }

        @Override
        public EmbeddingReply embed(EmbeddingRequest request, Call call) {
            return EmbeddingReply.of("m", List.of(), Usage.NONE);
        }
    }

    private static Dispatcher dispatcher(ProviderEntry entry) {
        Targets targets = new Targets(Map.of("a", entry), Map.of(), Map.of(), Map.of());
        return new Dispatcher(targets, Fittings.none(), Noted.surroundings(), Noted.booking());
    }

    private void chat(String said) throws InterruptedException {
        ProviderEntry entry = Fakes.entry("a", Map.of());
        ReplyWriter writer = (ReplyWriter) Proxy.newProxyInstance(
                NoteTest.class.getClassLoader(), new Class<?>[] {ReplyWriter.class}, (_, _, _) -> null);
        Delivery.Outlet outlet = new Delivery.Outlet() {
            @Override
            public boolean opened() {
                return false;
            }

            @Override
            public void flush() {}
        };
        CallRecord record = new CallRecord("r", Instant.EPOCH, "POST", "/", 0);
        Delivery delivery =
                new Delivery(new WireName("test"), writer, outlet, false, record, System::nanoTime, KeepAlive.OFF);
        ChatRequest request = ChatRequest.of("a/m", List.of(Message.of(Message.Role.USER, said)));
        Targets targets = new Targets(Map.of("a", entry), Map.of(), Map.of(), Map.of());
        Call call = Call.start("c", Duration.ofSeconds(10));
        dispatcher(entry).chat(request, targets.resolve("a/m"), call, delivery, asked);
    }

    @Test
    void whatTheProviderCountedIsWhatTheModelRead() throws InterruptedException {
        chat("hello");
        assertEquals(UsageNote.of(1234), asked.notes.apply(new Usage(1234, 1000, 0, 5, 0)));
    }

    @Test
    void whereItCountedNothingWhatWasSentIsEstimated() throws InterruptedException {
        chat("hello ".repeat(100));
        UsageNote note = asked.notes.apply(Usage.NONE);
        assertTrue(note.effectiveContext() > 90 && note.effectiveContext() < 300, note::toString);
        assertEquals(Optional.empty(), note.aisbf());
    }

    @Test
    void embeddingsTooTellHowMuchWasRead() throws InterruptedException {
        ProviderEntry entry = new ProviderEntry("a", "a.jar", Optional.of(new Embedding()), Optional.empty(), Map.of());
        Targets targets = new Targets(Map.of("a", entry), Map.of(), Map.of(), Map.of());
        EmbeddingRequest request = EmbeddingRequest.of("a/m", List.of("hello ".repeat(100)));
        dispatcher(entry).embed(request, targets.resolve("a/m"), Call.start("c", Duration.ofSeconds(10)), asked);
        assertTrue(asked.notes.apply(Usage.NONE).effectiveContext() > 90);
        assertEquals(77, asked.notes.apply(Usage.of(77, 0)).effectiveContext());
    }
}
