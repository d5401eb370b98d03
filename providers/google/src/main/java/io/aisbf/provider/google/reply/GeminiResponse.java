// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.part.CallIds;
import io.aisbf.provider.google.part.PartReader;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.Finish;
import io.aisbf.provider.google.wire.UsageTally;
import io.aisbf.wire.read.Needle;
import io.aisbf.wire.read.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A whole answer that came as {@code gemini-content}: the upstream's bytes, decoded when somebody asks. */
final class GeminiResponse implements ChatResponse {
    /** Searches that spare the usual answer from being decoded where it is only relayed. */
    private static final Needle FINISH = new Needle("finishReason");

    private static final Needle OLD_FINISH = new Needle("finish_reason");
    private static final Set<String> LABELS = Set.of("role");

    private final Fields body;
    private final Asked asked;
    private Optional<List<Choice>> choices = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    private GeminiResponse(Fields body, Asked asked) {
        this.body = body;
        this.asked = asked;
    }

    /**
     * The answer behind a body.
     *
     * @throws io.aisbf.api.call.CallException {@code MALFORMED_REPLY} if there is neither a candidate in it nor the reason for having none
     */
    static GeminiResponse read(JsonObject object, Asked asked) {
        Fields body = Fields.ofReply(asked.json(), object);
        if (!ChunkReader.isBlocked(body)) {
            body.members().refuseNone(body.spelled("candidates"), "holds no answer");
        }
        Optional<RawJson> candidates = body.get("candidates");
        if (candidates.isPresent() && !FINISH.isIn(candidates.get()) && !OLD_FINISH.isIn(candidates.get())) {
            refuseSilence(body);
        }
        return new GeminiResponse(body, asked);
    }

    /** A candidate without a word that does not even tell why it ended is none. */
    private static void refuseSilence(Fields body) {
        boolean told = body.children("candidates").stream()
                .flatMap(candidate -> candidate.child("content").stream())
                .anyMatch(content -> !Silence.of(content.members().object(), LABELS));
        if (!told) {
            throw body.members().wrong("candidates", "holds no answer");
        }
    }

    @Override
    public String id() {
        return asked.id(body);
    }

    @Override
    public String model() {
        return asked.model(body);
    }

    @Override
    public List<Choice> choices() {
        if (choices.isEmpty()) {
            List<Choice> read = new ArrayList<>();
            for (Fields candidate : body.children("candidates")) {
                read.add(choice(candidate, candidate.small("index").orElse(read.size())));
            }
            if (read.isEmpty()) {
                Message nothing = new Message(Role.ASSISTANT, List.of(), Optional.empty());
                read.add(new Choice(0, nothing, FinishReason.Known.CONTENT_FILTER));
            }
            choices = Optional.of(List.copyOf(read));
        }
        return choices.get();
    }

    private Choice choice(Fields candidate, int index) {
        List<Part> parts = new ArrayList<>();
        int[] calls = {0};
        CallIds ids = asked.ids(id(), index, () -> calls[0]);
        candidate.child("content").ifPresent(content -> {
            for (Fields part : content.children("parts")) {
                for (Part read : PartReader.read(part, ids)) {
                    calls[0] += read instanceof Part.ToolCall ? 1 : 0;
                    add(named(read), parts);
                }
            }
        });
        Message message = new Message(Role.ASSISTANT, parts, Optional.empty());
        String text = message.text();
        parts.addAll(Sources.read(candidate, text));
        return new Choice(
                index,
                message.withParts(parts),
                Finish.read(Finish.told(candidate).orElse("STOP"), calls[0] > 0),
                candidate.child("logprobsResult").map(Probabilities::read).orElse(List.of()));
    }

    private Part named(Part part) {
        return part instanceof Part.ToolCall call
                ? new Part.ToolCall(call.id(), asked.tool(call.tool()), call.arguments())
                : part;
    }

    /**
     * Words that follow each other are one text, as their deltas would be in a stream; so are words of thought. A proof closes the
     * thought before it, as it does there.
     */
    private static void add(Part part, List<Part> parts) {
        if (!parts.isEmpty() && part instanceof Part.Text more && parts.getLast() instanceof Part.Text text) {
            parts.removeLast();
            parts.add(new Part.Text(text.text() + more.text()));
        } else if (!parts.isEmpty()
                && part instanceof Part.Reasoning more
                && parts.getLast() instanceof Part.Reasoning thought
                && thought.signature().isEmpty()) {
            parts.removeLast();
            parts.add(new Part.Reasoning(thought.text() + more.text(), more.signature()));
        } else {
            parts.add(part);
        }
    }

    @Override
    public Usage usage() {
        if (usage.isEmpty()) {
            usage = Optional.of(UsageTally.of(body));
        }
        return usage.get();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.GEMINI_CONTENT, body.members().object()));
    }
}
