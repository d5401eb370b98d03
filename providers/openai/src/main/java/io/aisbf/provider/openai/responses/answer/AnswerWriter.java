// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Outcome;
import io.aisbf.provider.openai.responses.request.ResponsesRequest;
import io.aisbf.provider.openai.wire.ErrorEnvelope;
import io.aisbf.wire.write.EventLines;
import io.aisbf.wire.write.Notes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one answer to a client of {@code openai-responses}; what is that already is relayed byte for byte, but
 * for what the gateway adds to the usage.
 */
public final class AnswerWriter implements ReplyWriter {
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Json json;
    private final InstantSource clock;
    private final ChatRequest request;
    private final ReplySink sink;
    private final Call call;
    private Optional<OutputStream> out = Optional.empty();
    private Optional<StreamWriter> translation = Optional.empty();
    private Optional<RawJson> firstRelayed = Optional.empty();
    private Optional<RawJson> lastRelayed = Optional.empty();

    /** Answers this request into this sink. */
    public AnswerWriter(Json json, InstantSource clock, ChatRequest request, ReplySink sink, Call call) {
        this.json = json;
        this.clock = clock;
        this.request = request;
        this.sink = sink;
        this.call = call;
    }

    @Override
    public void whole(ChatResponse response) throws IOException {
        RawJson body = response.wire()
                .filter(own -> own.format().equals(WireName.OPENAI_RESPONSES))
                .map(own -> Notes.SNAKE.into(json, own.json(), "usage", sink.note(response.usage())))
                .orElseGet(() -> translated(response));
        body.writeTo(sink.open(200, "application/json", Map.of()));
    }

    @Override
    public void frame(Frame frame) throws IOException {
        Optional<Frame.Wire> same = frame.wire().filter(wire -> wire.format().equals(WireName.OPENAI_RESPONSES));
        if (same.isPresent()) {
            lastRelayed = same.map(Frame.Wire::data);
            firstRelayed = firstRelayed.or(() -> lastRelayed);
            RawJson data = Notes.SNAKE.into(json, frame, same.get().data(), sink);
            EventLines.write(open(), same.get().event(), data, EventLines.End.LF);
            return;
        }
        List<ChatEvent> events = frame.events();
        StreamWriter writer = translation();
        for (ChatEvent event : events) {
            writer.add(event);
        }
    }

    @Override
    public void end() throws IOException {
        if (firstRelayed.isEmpty()) {
            translation().end();
        }
    }

    @Override
    public void fail(CallException failure) throws IOException {
        if (!sink.opened()) {
            ErrorEnvelope.write(failure, sink);
            return;
        }
        // A whole answer that stopped halfway has no place for an error; only the aborted connection tells.
        if (out.isEmpty()) {
            return;
        }
        if (firstRelayed.isPresent()) {
            failRelayed(error(failure), out.get());
        } else {
            translation().fail(error(failure));
        }
    }

    /** A comment where a stream was asked for; a client that waits for JSON is left waiting. */
    @Override
    public void keepAlive() throws IOException {
        if (request.streaming()) {
            open().write(KEEP_ALIVE);
        }
    }

    private OutputStream open() throws IOException {
        if (out.isEmpty()) {
            out = Optional.of(sink.open(200, "text/event-stream", Map.of("cache-control", "no-cache")));
        }
        return out.get();
    }

    private RawJson translated(ChatResponse response) {
        Echo echo = echo(response.id(), response.model());
        if (response.choices().isEmpty()) {
            return echo.ended(List.of(), response.usage(), Optional.empty());
        }
        if (response.choices().size() > 1) {
            call.declareLoss("choices", "openai-responses has one answer");
        }
        ChatResponse.Choice choice = response.choices().getFirst();
        if (choice.finish() instanceof FinishReason.Other other) {
            call.declareLoss("finish_reason", "openai-responses has no word for " + other.wireName());
        }
        List<RawJson> items = OutputWriter.write(json, call, custom(), choice);
        return echo.ended(items, response.usage(), Outcome.incomplete(choice.finish()));
    }

    private StreamWriter translation() throws IOException {
        if (translation.isEmpty()) {
            translation = Optional.of(new StreamWriter(json, call, new EventWriter(open(), 0), this::echo, custom()));
        }
        return translation.get();
    }

    private Echo echo(String id, String model) {
        JsonObject asked = request.wire()
                .filter(body -> body.format().equals(WireName.OPENAI_RESPONSES))
                .map(WireBody::json)
                .orElse(JsonObject.EMPTY);
        return new Echo(
                asked,
                id.isBlank() ? "resp_" + call.id() : id,
                model.isBlank() ? request.model() : model,
                clock.instant().getEpochSecond(),
                sink::note);
    }

    private Set<String> custom() {
        return ResponsesRequest.of(json, request)
                .map(ResponsesRequest::customTools)
                .orElse(Set.of());
    }

    /** The member {@code error} of a response: the envelope's words and code. */
    private RawJson error(CallException failure) {
        JsonObject envelope = json.object(ErrorEnvelope.json(failure));
        JsonObject error = envelope.present("error").map(json::object).orElse(JsonObject.EMPTY);
        RawJson code = error.present("code").or(() -> error.present("type")).orElse(RawJson.text("server_error"));
        RawJson message = error.present("message").orElse(RawJson.text(""));
        JsonWriter writer = new JsonWriter().object().name("code").raw(code);
        return writer.name("message").raw(message).end().finish();
    }

    /** The failure continues the count of the upstream's events and speaks of its response. */
    private void failRelayed(RawJson error, OutputStream body) throws IOException {
        Optional<JsonObject> response = firstRelayed
                .flatMap(event -> member(event, "response"))
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .map(json::object);
        long number = lastRelayed
                .flatMap(event -> member(event, "sequence_number"))
                .map(this::number)
                .orElse(0L);
        RawJson failed = response.map(begun -> begun.with("status", RawJson.text("failed"))
                        .with("error", error)
                        .raw())
                .orElseGet(() -> echo("", "").failed(error));
        new EventWriter(body, number + 1)
                .send("response.failed", writer -> writer.name("response").raw(failed));
    }

    private Optional<RawJson> member(RawJson event, String name) {
        return json.object(event).present(name);
    }

    private long number(RawJson value) {
        try {
            return json.integer(value);
        } catch (JsonException e) {
            return 0;
        }
    }
}
