// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
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
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DispatcherTest {
    private final Map<String, ProviderEntry> providers = new LinkedHashMap<>();
    private final Client client = new Client();
    private final Noted noted = new Noted();
    private final List<String> tried = noted.asked();

    /** Where answers end up. */
    private static final class Client implements ReplyWriter, Delivery.Outlet {
        private final StringBuilder got = new StringBuilder();
        private boolean opened;
        private int flushes;
        private boolean gone;

        @Override
        public void whole(ChatResponse response) throws IOException {
            open();
            got.append(response.choices().getFirst().message().text()).append("|whole");
        }

        @Override
        public void frame(Frame frame) throws IOException {
            open();
            frame.events().forEach(event -> got.append(event.getClass().getSimpleName(), 0, 1));
        }

        @Override
        public void end() {
            got.append("|end");
        }

        @Override
        public void fail(CallException failure) {
            got.append("|fail");
        }

        @Override
        public void keepAlive() {
            got.append(':');
        }

        @Override
        public boolean opened() {
            return opened;
        }

        @Override
        public void flush() {
            flushes++;
        }

        private void open() throws IOException {
            if (gone) {
                throw new IOException("Broken pipe");
            }
            opened = true;
        }
    }

    private void provider(String name, Fakes.Answer answer) {
        providers.put(name, Fakes.entry(name, Map.of(), answer));
    }

    private void chat(boolean streaming, Group... groups) throws InterruptedException {
        Map<String, Group> rotations = new LinkedHashMap<>();
        for (Group group : groups) {
            rotations.put(group.name(), group);
        }
        Targets targets = new Targets(providers, rotations, Map.of(), Map.of());
        Dispatcher dispatcher = new Dispatcher(targets, Fittings.none(), Noted.surroundings(), Noted.booking());
        CallRecord record = new CallRecord("r", Instant.EPOCH, "POST", "/", 0);
        Delivery delivery =
                new Delivery(new WireName("test"), client, client, streaming, record, System::nanoTime, KeepAlive.OFF);
        ChatRequest request = ChatRequest.of("x", List.of(Message.of(Message.Role.USER, "hello")))
                .withStreaming(streaming);
        dispatcher.chat(
                request, new Target.Choice(groups[0]), Call.start("c", Duration.ofSeconds(10)), delivery, noted);
    }

    private static CallException failure(Failure kind) {
        return new CallException(kind, kind.name());
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void goesToTheNextCandidateExactlyWhereTheTableSaysSo(Failure kind) throws InterruptedException {
        provider("a", (_, _) -> {
            throw failure(kind);
        });
        provider("b", (_, _) -> Fakes.whole("b"));
        Group both = Fakes.group(Group.Kind.ROTATION, "r", "a/m", "b/m");
        if (kind.tryNext()) {
            chat(false, both);
            assertEquals("b|whole", client.got.toString());
            assertEquals(List.of("a/m", "b/m"), tried);
        } else {
            CallException e = assertThrows(CallException.class, () -> chat(false, both));
            assertEquals(kind, e.failure());
            assertEquals(List.of("a/m"), tried);
        }
    }

    @Test
    void failsOverWhenAStreamBreaksBeforeItsFirstFrame() throws InterruptedException {
        provider("a", (_, _) -> Fakes.stream(failure(Failure.MALFORMED_REPLY), "!"));
        provider("b", (_, _) -> Fakes.stream(failure(Failure.INTERNAL), "x", "y"));
        chat(true, Fakes.group(Group.Kind.ROTATION, "r", "a/m", "b/m"));
        assertEquals("TTFC|end", client.got.toString());
    }

    @Test
    void endsTheCallWhenAStreamBreaksAfterSomethingWentOut() {
        provider("a", (_, _) -> Fakes.stream(failure(Failure.MALFORMED_REPLY), "x", "!"));
        provider("b", (_, _) -> Fakes.whole("b"));
        Group both = Fakes.group(Group.Kind.ROTATION, "r", "a/m", "b/m");
        CallException e = assertThrows(CallException.class, () -> chat(true, both));
        assertEquals(Failure.MALFORMED_REPLY, e.failure());
        assertEquals("T", client.got.toString());
        assertEquals(List.of("a/m"), tried);
    }

    @Test
    void foldsAStreamForAClientThatAskedForNone() throws InterruptedException {
        provider("a", (_, _) -> Fakes.stream(failure(Failure.INTERNAL), "x", "y"));
        chat(false, Fakes.group(Group.Kind.ROTATION, "r", "a/m"));
        assertEquals("xy|whole", client.got.toString());
    }

    @Test
    void unfoldsAWholeAnswerForAClientThatAskedForAStream() throws InterruptedException {
        provider("a", (_, _) -> Fakes.whole("text"));
        chat(true, Fakes.group(Group.Kind.ROTATION, "r", "a/m"));
        assertEquals("STFC|end", client.got.toString());
    }

    @Test
    void takesWhateverAPluginThrowsForAFailureInItsName() {
        List<Throwable> thrown = List.of(
                new IllegalStateException("x"),
                new NoClassDefFoundError("y"),
                new StackOverflowError(),
                new AssertionError());
        for (Throwable one : thrown) {
            provider("bad", (_, _) -> sneaky(one));
            CallException e = assertThrows(
                    CallException.class, () -> chat(false, Fakes.group(Group.Kind.ROTATION, "r", "bad/m")));
            assertEquals(Failure.PLUGIN_FAILED, e.failure());
            assertTrue(e.getMessage().contains("provider 'bad' (plugin bad.jar)"), e.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> ChatReply sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void takesAnIoExceptionForAnUpstreamThatCannotBeReached() {
        provider("bad", (_, _) -> {
            throw new IOException("connection refused");
        });
        CallException e =
                assertThrows(CallException.class, () -> chat(false, Fakes.group(Group.Kind.ROTATION, "r", "bad/m")));
        assertEquals(Failure.UNREACHABLE, e.failure());
    }

    @Test
    void refusesCandidatesThatTheStrategyMadeUp() {
        provider("a", (_, _) -> Fakes.whole("a"));
        SelectionStrategy liar = (_, _, _) -> List.of(new SelectionStrategy.Candidate("a/other", 1, ""));
        CallException e = assertThrows(
                CallException.class, () -> chat(false, Fakes.group(Group.Kind.ROTATION, "r", liar, "a/m")));
        assertEquals(Failure.PLUGIN_FAILED, e.failure());
        assertTrue(e.getMessage().contains("rotation 'r'"), e.getMessage());
    }

    @Test
    void triesTheCandidatesOfARotationWithinARotation() throws InterruptedException {
        provider("a", (_, _) -> {
            throw failure(Failure.OVERLOADED);
        });
        provider("b", (_, _) -> Fakes.whole("b"));
        chat(
                false,
                Fakes.group(Group.Kind.ROTATION, "outer", "rotation/inner", "b/m"),
                Fakes.group(Group.Kind.ROTATION, "inner", "a/m", "a/n"));
        assertEquals(List.of("a/m", "a/n", "b/m"), tried);
        assertEquals("b|whole", client.got.toString());
    }

    @Test
    void saysWhatEachCandidateSaidWhenNobodyAnswered() {
        provider("a", (_, _) -> {
            throw failure(Failure.OVERLOADED);
        });
        provider("b", (_, _) -> {
            throw failure(Failure.RATE_LIMITED);
        });
        CallException e = assertThrows(
                CallException.class, () -> chat(false, Fakes.group(Group.Kind.ROTATION, "r", "a/m", "b/m")));
        assertEquals(Failure.OVERLOADED, e.failure());
        assertTrue(e.getMessage().contains("a/m: OVERLOADED; b/m: RATE_LIMITED"), e.getMessage());
        assertEquals(List.of("a/m", "b/m", "a/m"), tried);
    }

    @Test
    void takesABrokenPipeForAClientThatLeftAndAsksNobodyElse() {
        provider("a", (_, _) -> Fakes.whole("a"));
        client.gone = true;
        CallException e = assertThrows(
                CallException.class, () -> chat(false, Fakes.group(Group.Kind.ROTATION, "r", "a/m", "a/n")));
        assertEquals(Failure.CALLER_GONE, e.failure());
        assertEquals(List.of("a/m"), tried);
    }

    @Test
    void flushesOnlyWhenNothingMoreIsReady() throws InterruptedException {
        provider("a", (_, _) -> Fakes.stream(failure(Failure.INTERNAL), "x", "y", "z"));
        chat(true, Fakes.group(Group.Kind.ROTATION, "r", "a/m"));
        assertEquals(4, client.flushes);
    }
}
