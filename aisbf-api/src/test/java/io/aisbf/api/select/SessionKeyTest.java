// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionKeyTest {
    private static final Message RULES = Message.of(Role.SYSTEM, "You help.");
    private static final Message QUESTION = Message.of(Role.USER, "Why?");

    private final SessionKey key = new SessionKey("X-Chat");

    @Test
    void whatTheClientSaysFirstInThisOrderNamesTheSession() {
        Optional<String> s = Optional.of("s");
        Options all = Asked.options(Optional.of("u"), Map.of("user_id", "p", "session_id", "n"), Optional.of("k"));
        Options uncached = Asked.options(Optional.of("u"), Map.of("user_id", "p", "session_id", "n"), Optional.empty());
        Options personal = Asked.options(Optional.of("u"), Map.of("user_id", "p"), Optional.empty());
        Options noted = Asked.options(Optional.empty(), Map.of("user_id", "p"), Optional.of(" "));

        assertEquals(named("k"), of(Asked.with(all), s));
        assertEquals(named("s"), of(Asked.with(uncached), s));
        assertEquals(named("n"), of(Asked.with(uncached), Optional.empty()));
        assertEquals(named("u"), of(Asked.with(personal), Optional.empty()));
        assertEquals(named("p"), of(Asked.with(noted), Optional.of("")));
    }

    @Test
    void aLaterTurnIsOfTheSameSession() {
        List<Message> turns = new ArrayList<>(List.of(RULES, QUESTION));
        OptionalLong session = of(Asked.saying(RULES, QUESTION), Optional.empty());
        for (int turn = 0; turn < 5; turn++) {
            turns.add(Message.of(Role.ASSISTANT, "Because of " + turn));
            turns.add(Message.of(Role.USER, "And then?"));
            assertEquals(session, of(Asked.saying(turns.toArray(Message[]::new)), Optional.empty()));
        }
    }

    @Test
    void marksForTheCacheDoNotMakeAnotherSession() {
        Message marked = new Message(
                Role.USER, List.of(new Part.Text("Why?"), new Part.CachePoint(Optional.empty())), Optional.empty());
        assertEquals(
                of(Asked.saying(RULES, QUESTION), Optional.empty()), of(Asked.saying(RULES, marked), Optional.empty()));
    }

    @Test
    void sessionsThatBeginDifferentlyAreDifferent() {
        Set<OptionalLong> sessions = new HashSet<>();
        sessions.add(of(Asked.saying(QUESTION), Optional.empty()));
        sessions.add(of(Asked.saying(RULES, QUESTION), Optional.empty()));
        sessions.add(of(Asked.saying(RULES, Message.of(Role.USER, "Why not?")), Optional.empty()));
        sessions.add(of(Asked.saying(Message.of(Role.SYSTEM, "Why?")), Optional.empty()));
        sessions.add(of(Asked.saying(picture("a")), Optional.empty()));
        sessions.add(of(Asked.saying(picture("b")), Optional.empty()));
        assertEquals(6, sessions.size());
    }

    @Test
    void whatCannotBeReadNamesNoSession() {
        CallException wrong = new CallException(Failure.INVALID_REQUEST, "metadata is a number");
        Asked badOptions = new Asked(
                () -> {
                    throw wrong;
                },
                () -> List.of(QUESTION));
        Asked badMessages = new Asked(() -> Options.NONE, () -> {
            throw wrong;
        });
        assertEquals(of(Asked.saying(QUESTION), Optional.empty()), of(badOptions, Optional.empty()));
        assertEquals(OptionalLong.empty(), of(badMessages, Optional.empty()));
        assertEquals(OptionalLong.empty(), of(Asked.saying(), Optional.empty()));
    }

    @Test
    void hashesAreTheSameEverywhere() {
        // Of other gateways and later versions the same is wanted: sessions must not move when they are mixed.
        assertEquals(0xF52A_15E9_A9B5_E89BL, StableHash.of(""));
        assertEquals(0x0DD4_9049_0804_B508L, StableHash.of("abc"));
        assertNotEquals(StableHash.both(1, 2), StableHash.both(2, 1));
    }

    private OptionalLong of(ChatRequest request, Optional<String> header) {
        Call.Client client = new Call.Client(name -> header.filter(_ -> name.equals("x-chat")), Optional.empty());
        return key.of(request, Call.start("test", client, Duration.ofMinutes(1), System::nanoTime));
    }

    private static OptionalLong named(String session) {
        return OptionalLong.of(StableHash.of(session));
    }

    private static Message picture(String name) {
        Part.Source source = new Part.Source.Link(URI.create("https://example.com/" + name + ".png"));
        return new Message(Role.USER, List.of(new Part.Image(source, Optional.empty())), Optional.empty());
    }
}
