// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.request.MessageReader;
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.provider.openai.wire.Weights;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A whole answer that came as {@code openai-chat}: the upstream's bytes, decoded when somebody asks. */
final class OpenAiResponse implements ChatResponse {
    /** Searches that spare the usual answer from being decoded where it is only relayed. */
    private static final ByteSearch MESSAGE = new ByteSearch("message");

    private static final ByteSearch FINISH = new ByteSearch("finish_reason");
    /** Members of a message, or of a piece of it, that say nothing. */
    static final Set<String> LABELS = Set.of("role", "name", "id", "prefix");

    private final Members body;
    private final UnaryOperator<String> names;
    private Optional<List<Choice>> choices = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    private OpenAiResponse(Members body, UnaryOperator<String> names) {
        this.body = body;
        this.names = names;
    }

    /**
     * The answer behind a body.
     *
     * @param names gives a tool's name as the client knows it
     * @throws io.aisbf.api.call.CallException {@code MALFORMED_REPLY} if there is not even one choice in it
     */
    static OpenAiResponse read(Json json, JsonObject object, UnaryOperator<String> names) {
        Members body = Members.ofReply(json, object);
        boolean clear = body.get("choices")
                .filter(choices -> choices.kind() == RawJson.Kind.ARRAY)
                .filter(choices -> MESSAGE.findsOtherThan(choices, 'n') && FINISH.findsOtherThan(choices, 'n'))
                .isPresent();
        if (!clear) {
            body.refuseNone("choices", "holds no answer");
            refuseSilence(body);
        }
        return new OpenAiResponse(body, names);
    }

    /** An answer without a word that does not even tell why it ended is none. */
    private static void refuseSilence(Members body) {
        boolean told = false;
        for (Members choice : body.children("choices")) {
            boolean silent = Silence.of(choice.needChild("message").object(), LABELS);
            told |= !silent || choice.words("finish_reason").isPresent();
        }
        if (!told) {
            throw body.wrong("choices", "holds no answer");
        }
    }

    @Override
    public String id() {
        return body.text("id").orElse("");
    }

    @Override
    public String model() {
        return body.text("model").orElse("");
    }

    @Override
    public List<Choice> choices() {
        if (choices.isEmpty()) {
            List<Choice> read = new ArrayList<>();
            for (Members choice : body.children("choices")) {
                read.add(choice(choice, choice.small("index").orElse(read.size())));
            }
            choices = Optional.of(List.copyOf(read));
        }
        return choices.get();
    }

    private Choice choice(Members choice, int index) {
        Message message = MessageReader.answer(choice.needChild("message"), id() + "_" + index);
        List<Part> parts = message.parts().stream().map(this::named).toList();
        boolean called = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
        FinishReason finish =
                Finish.read(choice, called).orElse(called ? FinishReason.Known.TOOL_CALLS : FinishReason.Known.STOP);
        return new Choice(index, new Message(message.role(), parts, message.origin()), finish, Weights.read(choice));
    }

    private Part named(Part part) {
        return part instanceof Part.ToolCall call
                ? new Part.ToolCall(call.id(), names.apply(call.tool()), call.arguments())
                : part;
    }

    @Override
    public Usage usage() {
        if (usage.isEmpty()) {
            usage = Optional.of(UsageMembers.of(body));
        }
        return usage.get();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.OPENAI_CHAT, body.object()));
    }
}
