// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormat.Endpoint;
import io.aisbf.api.wire.WireFormat.Purpose;
import io.aisbf.api.wire.WireFormatFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every wire format promises about endpoints and requests. A format's test extends {@link WireReplyContract},
 * which has what it promises about answers too.
 */
public abstract class WireFormatContract extends PluginContract<WireFormat> {
    /** For the test of a wire format. */
    protected WireFormatContract() {}

    @Override
    protected abstract WireFormatFactory factory();

    /** A client's request, not streamed, with members that no accessor knows and numbers spelled oddly. */
    protected abstract String request();

    /** Bodies that are JSON objects and no requests: something is missing or of the wrong type. */
    protected abstract List<String> wrongRequests();

    /** What the path of {@link #request} held. */
    protected Map<String, String> pathParameters() {
        return Map.of();
    }

    /** A conversation that this protocol has a place for. */
    protected List<Message> conversation() {
        return List.of(
                Message.of(Message.Role.SYSTEM, "Be brief."),
                Message.of(Message.Role.USER, "A \"quoted\" line\nand \uD83D\uDE00"),
                Message.of(Message.Role.ASSISTANT, "Yes."),
                Message.of(Message.Role.USER, "Go on"));
    }

    @Test
    void itsNameIsTheTypeOfItsFactory() throws Exception {
        try (WireFormat format = create(context())) {
            assertEquals(factory().type(), format.name().id());
        }
    }

    @Test
    void clientsKnockAtDistinctEndpoints() throws Exception {
        try (WireFormat format = create(context())) {
            List<Endpoint> endpoints = format.endpoints();
            assertTrue(endpoints.stream().anyMatch(endpoint -> endpoint.purpose() == Purpose.CHAT), "no chat");
            assertEquals(
                    endpoints.size(),
                    endpoints.stream()
                            .map(endpoint -> endpoint.method() + " " + endpoint.path())
                            .distinct()
                            .count(),
                    "an endpoint is listed twice");
            for (Endpoint endpoint : endpoints) {
                assertTrue(endpoint.method().matches("[A-Z]+"), () -> "not a method in capitals: " + endpoint);
                assertTrue(endpoint.path().startsWith("/"), () -> "no path: " + endpoint);
            }
        }
    }

    @Test
    void anUntouchedRequestGoesOutAsItCameIn() throws Exception {
        try (WireFormat format = create(context())) {
            Call call = call();
            ChatRequest request = read(format, request());
            request.messages();
            WireBody written = format.writeRequest(request, call);
            assertEquals(format.name(), written.format());
            assertEquals(request(), text(written));
            assertEquals(List.of(), call.losses());
        }
    }

    @Test
    void anotherModelChangesNothingElse() throws Exception {
        try (WireFormat format = create(context())) {
            ChatRequest changed = read(format, request()).withModel("owner/other:1");
            assertEquals("owner/other:1", changed.model());
            String written = text(format.writeRequest(changed, call()));
            Optional<RawJson> before = json().object(bytes(request())).get("model");
            if (before.isPresent()) {
                written = json().object(bytes(written))
                        .with("model", before.get())
                        .toString();
            }
            assertEquals(request(), written);
        }
    }

    @Test
    void sendingTheSameMessagesAgainChangesNothing() throws Exception {
        try (WireFormat format = create(context())) {
            ChatRequest request = read(format, request());
            List<Message> messages = request.messages();
            String written = text(format.writeRequest(request.withMessages(messages), call()));
            assertEquals(messages, read(format, written).messages());
        }
    }

    @Test
    void readsWhatItWrites() throws Exception {
        List<Message> messages = conversation();
        try (WireFormat format = create(context())) {
            WireBody written = format.writeRequest(ChatRequest.of(model(format), messages), call());
            ChatRequest read = format.readRequest(json().object(written.json().bytes()), pathParameters());
            assertEquals(model(format), read.model());
            assertEquals(
                    messages.stream().map(WireFormatContract::said).toList(),
                    read.messages().stream().map(WireFormatContract::said).toList());
        }
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        try (WireFormat format = create(context())) {
            for (String wrong : wrongRequests()) {
                CallException refusal = assertThrows(CallException.class, () -> readAll(format, wrong), wrong);
                assertEquals(Failure.INVALID_REQUEST, refusal.failure(), wrong);
                assertTrue(refusal.details().member().isPresent(), () -> "no member is named: " + wrong);
            }
        }
    }

    @Test
    void tellsEveryFailureWithAStatusAndASentence() throws Exception {
        try (WireFormat format = create(context())) {
            for (Failure failure : Failure.values()) {
                MemorySink sink = new MemorySink();
                format.writeFailure(new CallException(failure, "what was found and what to do"), sink);
                assertTrue(sink.status() >= 400, () -> failure + " is told with status " + sink.status());
                assertTrue(sink.body().contains("what was found and what to do"), sink::body);
            }
        }
    }

    @Test
    void readsForManyThreadsAtOnce() throws Exception {
        try (WireFormat format = create(context())) {
            List<Message> messages = read(format, request()).messages();
            Together.run(16, () -> read(format, request()).messages()).forEach(read -> assertEquals(messages, read));
        }
    }

    /** The request behind a body. */
    protected final ChatRequest read(WireFormat format, String body) {
        return format.readRequest(json().object(bytes(body)), pathParameters());
    }

    /**
     * What a format makes of an upstream's answer to {@link #request}; reads a stream to its end. Fails if the exchange
     * stays open.
     */
    protected final ChatResponse readBack(WireFormat format, Answer answer, boolean streaming) throws Exception {
        ScriptedUpstream upstream = ScriptedUpstream.answering(answer);
        ChatRequest request = read(format, request()).withStreaming(streaming);
        try (ChatReply reply = format.readReply(Samples.send(upstream), request, call())) {
            return Fold.whole(reply);
        } finally {
            assertTrue(upstream.allEnd(), "the exchange with the upstream stays open");
        }
    }

    /** A call with a minute to live. */
    protected static Call call() {
        return Call.start("contract", Duration.ofMinutes(1));
    }

    private void readAll(WireFormat format, String body) {
        ChatRequest request = read(format, body);
        request.messages();
        request.tools();
        request.toolChoice();
        request.sampling();
    }

    private String model(WireFormat format) {
        return read(format, request()).model();
    }

    private static String text(WireBody body) {
        return new String(body.json().bytes(), StandardCharsets.UTF_8);
    }

    private static String said(Message message) {
        return message.role() + ": " + message.text();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
