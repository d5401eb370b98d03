// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Providers and groups made by hand. */
public final class Fakes {
    private Fakes() {}

    /** What a provider does when it is asked. */
    @FunctionalInterface
    public interface Answer {
        ChatReply to(ChatRequest request, Call call) throws IOException, InterruptedException;
    }

    public static ProviderEntry entry(String name, Map<String, ModelEntry> models) {
        return entry(name, models, (request, _) -> whole(request.model()));
    }

    public static ProviderEntry entry(String name, Map<String, ModelEntry> models, Answer answer) {
        Provider provider = answer::to;
        return new ProviderEntry(name, name + ".jar", Optional.of(provider), Optional.empty(), models);
    }

    /** A group that tries its candidates as they stand. */
    public static Group group(Group.Kind kind, String name, String... targets) {
        SelectionStrategy asTheyStand = (request, candidates, call) -> candidates;
        return group(kind, name, asTheyStand, targets);
    }

    public static Group group(Group.Kind kind, String name, SelectionStrategy strategy, String... targets) {
        List<Candidate> candidates = Arrays.stream(targets)
                .map(target -> new Candidate(target, 1, ""))
                .toList();
        return new Group(
                kind,
                name,
                "",
                List.of(new Chooser("test", "test.jar", strategy, Chooser.USUAL_GATE)),
                candidates,
                Map.of(),
                Optional.empty(),
                Group.Care.NONE);
    }

    public static ChatReply whole(String text) {
        Message message = Message.of(Message.Role.ASSISTANT, text);
        return new ChatReply.Whole(ChatResponse.of(
                "id", "model", List.of(new ChatResponse.Choice(0, message, FinishReason.Known.STOP)), Usage.of(3, 4)));
    }

    /** A stream of texts; a null-like marker {@code "!"} stands for a failure at that point. */
    public static ChatReply stream(RuntimeException failure, String... texts) {
        Deque<String> left = new ArrayDeque<>(List.of(texts));
        return new ChatReply.Stream() {
            private boolean finished;

            @Override
            public Optional<Frame> next() {
                String text = left.poll();
                if (text != null && text.equals("!")) {
                    throw failure;
                }
                if (text != null) {
                    return Optional.of(Frame.of(List.of(new ChatEvent.TextDelta(0, text))));
                }
                if (finished) {
                    return Optional.empty();
                }
                finished = true;
                return Optional.of(Frame.of(List.of(
                        new ChatEvent.Finished(0, FinishReason.Known.STOP), new ChatEvent.Counted(Usage.of(1, 2)))));
            }

            @Override
            public void close() {}
        };
    }
}
