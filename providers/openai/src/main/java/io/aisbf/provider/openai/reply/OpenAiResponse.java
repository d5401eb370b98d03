// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.request.MessageReader;
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole answer that came as {@code openai-chat}: the upstream's bytes, decoded when somebody asks. */
final class OpenAiResponse implements ChatResponse {
    private final Members body;
    private Optional<List<Choice>> choices = Optional.empty();

    private OpenAiResponse(Members body) {
        this.body = body;
    }

    /**
     * The answer behind a body.
     *
     * @throws io.aisbf.api.call.CallException {@code MALFORMED_REPLY} if there is not even one choice in it
     */
    static OpenAiResponse read(Json json, JsonObject object) {
        Members body = Members.ofReply(json, object);
        body.refuseNone("choices", "holds no answer");
        return new OpenAiResponse(body);
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
                int index = choice.small("index").orElse(read.size());
                FinishReason finish =
                        choice.words("finish_reason").map(Finish::read).orElse(FinishReason.Known.STOP);
                read.add(new Choice(index, MessageReader.answer(choice.needChild("message")), finish));
            }
            choices = Optional.of(List.copyOf(read));
        }
        return choices.get();
    }

    @Override
    public Usage usage() {
        return UsageMembers.of(body);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.OPENAI_CHAT, body.object()));
    }
}
