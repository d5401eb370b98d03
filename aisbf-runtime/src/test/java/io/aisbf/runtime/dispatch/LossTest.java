// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.deliver.Delivery;
import io.aisbf.runtime.deliver.KeepAlive;
import io.aisbf.runtime.fit.Fittings;
import io.aisbf.runtime.observe.CallRecord;
import io.aisbf.runtime.route.Fakes;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of a question got lost on the way to the candidate that answered, and what does when nobody can take it. */
class LossTest {
    private final Map<String, ProviderEntry> providers = new LinkedHashMap<>();
    private final Call call = Call.start("c", Duration.ofSeconds(10));

    /** Takes everything. */
    private static final class Sponge implements ReplyWriter, Delivery.Outlet {
        private boolean opened;

        @Override
        public void whole(ChatResponse response) {
            opened = true;
        }

        @Override
        public void frame(Frame frame) {
            opened = true;
        }

        @Override
        public void end() {}

        @Override
        public void fail(CallException failure) {}

        @Override
        public void keepAlive() {}

        @Override
        public boolean opened() {
            return opened;
        }

        @Override
        public void flush() {}
    }

    private void provider(String name, Fakes.Answer answer) {
        providers.put(name, Fakes.entry(name, Map.of(), answer));
    }

    private void chat(Call asked, SelectionStrategy strategy) throws InterruptedException {
        Group group = Fakes.group(Group.Kind.ROTATION, "r", strategy, "a/m", "b/m");
        Targets targets = new Targets(providers, Map.of("r", group), Map.of(), Map.of());
        Dispatcher dispatcher = new Dispatcher(targets, Fittings.none(), Noted.surroundings(), Noted.booking());
        Sponge client = new Sponge();
        CallRecord record = new CallRecord("r", Instant.EPOCH, "POST", "/", 0);
        Delivery delivery =
                new Delivery(new WireName("test"), client, client, false, record, System::nanoTime, KeepAlive.OFF);
        ChatRequest request = ChatRequest.of("r", List.of(Message.of(Message.Role.USER, "hello")));
        dispatcher.chat(request, targets.resolve("r"), asked, delivery, new Noted());
    }

    private void chat() throws InterruptedException {
        chat(call, (_, candidates, _) -> candidates);
    }

    private List<String> lost() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }

    @Test
    void tellsTheLossesOfTheAttemptThatAnsweredAndOfNoOther() throws InterruptedException {
        provider("a", (_, asked) -> {
            asked.declareLoss("seed", "no seeds");
            throw new CallException(Failure.OVERLOADED, "busy");
        });
        provider("b", (_, asked) -> {
            asked.declareLoss("user", "no users");
            return Fakes.whole("b");
        });
        call.declareLoss("logprobs", "no place for them in the client's protocol");
        chat(call, (_, candidates, asking) -> {
            asking.nested().declareLoss("top_k", "lost on the way to the selection model");
            return candidates;
        });
        assertEquals(List.of("logprobs", "user"), lost());
    }

    @Test
    void goesOnToACandidateThatCanCarryIt() throws InterruptedException {
        provider("a", (_, _) -> {
            throw Call.cannotCarry("n", "one answer only");
        });
        provider("b", (_, _) -> Fakes.whole("b"));
        chat();
        assertEquals(List.of(), lost());
    }

    @Test
    void goesOnToACandidateThatLosesNothingWhereNothingMayBeLost() throws InterruptedException {
        provider("a", (_, asked) -> {
            asked.declareLoss("seed", "no seeds");
            return Fakes.whole("a");
        });
        provider("b", (_, _) -> Fakes.whole("b"));
        chat(call.strictly(), (_, candidates, _) -> candidates);
        assertEquals(List.of(), lost());
    }

    @Test
    void namesTheMemberThatNobodyCanCarry() {
        for (String name : List.of("a", "b")) {
            provider(name, (_, _) -> {
                throw Call.cannotCarry("n", "one answer only");
            });
        }
        CallException e = assertThrows(CallException.class, this::chat);
        assertEquals(Failure.CANNOT_CARRY, e.failure());
        assertEquals(Optional.of("n"), e.details().member());
        assertTrue(e.getMessage().contains("a/m: n cannot be carried"), e.getMessage());
    }

    @Test
    void blamesTheRequestOnlyWhereEveryCandidateDoes() {
        provider("a", (_, _) -> {
            throw new CallException(Failure.OVERLOADED, "busy");
        });
        provider("b", (_, _) -> {
            throw Call.cannotCarry("n", "one answer only");
        });
        assertEquals(
                Failure.OVERLOADED,
                assertThrows(CallException.class, this::chat).failure());
        assertEquals(
                Failure.OVERLOADED,
                assertThrows(CallException.class, () -> chat(call, (_, candidates, _) -> candidates.reversed()))
                        .failure());
    }

    /** A stream with two kinds of steps that nobody knows. */
    private static ChatReply unknownSteps() {
        ChatEvent odd = new ChatEvent.Other("vendor.step", RawJson.of("{}"));
        Iterator<ChatEvent> events = List.of(
                        new ChatEvent.Started("id", "m"),
                        odd,
                        odd,
                        new ChatEvent.TextDelta(0, "hi"),
                        new ChatEvent.Other("other.step", RawJson.of("1")),
                        new ChatEvent.Finished(0, FinishReason.Known.STOP))
                .iterator();
        return new ChatReply.Stream() {
            @Override
            public Optional<Frame> next() {
                return events.hasNext() ? Optional.of(Frame.of(List.of(events.next()))) : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void tellsWhatAStreamLosesWhenItBecomesAWholeAnswer() throws InterruptedException {
        provider("a", (_, _) -> unknownSteps());
        provider("b", (_, _) -> Fakes.whole("b"));
        chat();
        assertEquals(List.of("vendor.step", "other.step"), lost());
    }

    @Test
    void aStreamThatCannotBeWholeIsNoAnswerWhereNothingMayBeLost() throws InterruptedException {
        provider("a", (_, _) -> unknownSteps());
        provider("b", (_, _) -> Fakes.whole("b"));
        chat(call.strictly(), (_, candidates, _) -> candidates);
        assertEquals(List.of(), lost());
    }
}
