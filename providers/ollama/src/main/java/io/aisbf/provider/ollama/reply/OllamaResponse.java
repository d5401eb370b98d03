// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.wire.WireBody;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole answer that came from Ollama: the upstream's bytes, decoded when somebody asks. */
final class OllamaResponse implements ChatResponse {
    private final Line line;
    private final Names names;
    private Optional<List<Choice>> choices = Optional.empty();

    private OllamaResponse(Line line, Names names) {
        this.line = line;
        this.names = names;
    }

    /**
     * The answer behind a body.
     *
     * @throws CallException {@code MALFORMED_REPLY} if nothing is said in it, or if it says that it is not complete
     */
    static OllamaResponse read(Json json, Door door, JsonObject object, Names names) {
        Members body = Members.ofReply(json, object);
        String words = door == Door.CHAT ? "message" : "response";
        if (body.get(words).isEmpty()) {
            throw body.wrong(words, "is missing");
        }
        if (!body.bool("done").orElse(true)) {
            throw new CallException(Failure.MALFORMED_REPLY, "the provider's answer says that it is not complete");
        }
        Line line = Line.of(door, body);
        if (body.get("done").isEmpty() && isSilent(line)) {
            throw body.wrong(words, "holds no answer");
        }
        return new OllamaResponse(line, names);
    }

    private static boolean isSilent(Line line) {
        return line.text().isEmpty()
                && line.thinking().isEmpty()
                && line.calls() == 0
                && line.images().isEmpty();
    }

    @Override
    public String id() {
        return names.answer();
    }

    @Override
    public String model() {
        return line.model();
    }

    @Override
    public List<Choice> choices() {
        if (choices.isEmpty()) {
            List<Part> parts = new ArrayList<>();
            if (!line.thinking().isEmpty()) {
                parts.add(new Part.Reasoning(line.thinking(), Optional.empty()));
            }
            if (!line.text().isEmpty()) {
                parts.add(new Part.Text(line.text()));
            }
            parts.addAll(line.images());
            List<Part.ToolCall> calls = line.calls(names.calls(), 0);
            parts.addAll(calls);
            Message message = new Message(Message.Role.ASSISTANT, parts, Optional.empty());
            choices = Optional.of(List.of(new Choice(0, message, line.finish(!calls.isEmpty()), line.probabilities())));
        }
        return choices.get();
    }

    @Override
    public Usage usage() {
        return line.usage().orElse(Usage.NONE);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(line.door().format(), line.body().object()));
    }
}
