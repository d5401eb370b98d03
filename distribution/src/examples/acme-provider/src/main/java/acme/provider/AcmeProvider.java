// SPDX-License-Identifier: GPL-3.0-or-later
package acme.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.provider.Provider;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Answers every question with a JSON document about it. A provider with an upstream would call {@code context.http()}
 * where this one builds its document. Called from many threads at once, so it keeps no state but what is made once.
 */
final class AcmeProvider implements Provider {
    private final ObjectMapper mapper = new ObjectMapper();
    private final String greeting;

    AcmeProvider(String greeting) {
        this.greeting = greeting;
    }

    @Override
    public ChatReply chat(ChatRequest request, Call call) {
        List<Message> messages = request.messages();
        if (messages.isEmpty()) {
            throw new CallException(Failure.INVALID_REQUEST, "messages is empty; acme wants a question");
        }
        String answer = document(messages, messages.getLast().text());
        Usage usage = Usage.of(messages.size(), 1);
        return request.streaming()
                ? stream(call.id(), request.model(), answer, usage)
                : whole(call.id(), request.model(), answer, usage);
    }

    private String document(List<Message> messages, String question) {
        ObjectNode document = mapper.createObjectNode()
                .put("greeting", greeting)
                .put("question", question)
                .put("messages", messages.size())
                .put(
                        "characters",
                        messages.stream()
                                .mapToInt(message -> message.text().length())
                                .sum())
                // Shows whose Jackson this is.
                .put("jackson", mapper.version().toString());
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new CallException(Failure.PROVIDER_FAILED, "acme could not write its answer", e);
        }
    }

    private static ChatReply whole(String id, String model, String answer, Usage usage) {
        ChatResponse.Choice choice =
                new ChatResponse.Choice(0, Message.of(Message.Role.ASSISTANT, answer), FinishReason.Known.STOP);
        return new ChatReply.Whole(ChatResponse.of(id, model, List.of(choice), usage));
    }

    private static ChatReply stream(String id, String model, String answer, Usage usage) {
        Iterator<Frame> frames = List.of(
                        Frame.of(List.of(new ChatEvent.Started(id, model))),
                        Frame.of(List.of(new ChatEvent.TextDelta(0, answer))),
                        Frame.of(List.of(
                                new ChatEvent.Finished(0, FinishReason.Known.STOP), new ChatEvent.Counted(usage))))
                .iterator();
        return new ChatReply.Stream() {
            @Override
            public Optional<Frame> next() {
                return frames.hasNext() ? Optional.of(frames.next()) : Optional.empty();
            }

            @Override
            public Usage usage() {
                return usage;
            }

            @Override
            public void close() {
                // Nothing is open. A stream from an upstream closes its exchange here.
            }
        };
    }
}
