// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts a whole answer together from the events of a stream: what a client gets that did not ask for a stream. Parts
 * stand in the order in which they began. One thread, one answer.
 */
public final class ReplyFold {
    private String id = "";
    private String model = "";
    private Usage usage = Usage.NONE;
    private final TreeMap<Integer, ChoiceFold> choices = new TreeMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Consumer<String> lost;

    /** A fold for the gateway itself, which asks for words and calls alone. */
    public ReplyFold() {
        this(_ -> {});
    }

    /**
     * A fold for a client.
     *
     * @param lost is told, once, every type of step that a whole answer has no place for; what readers pass over, such
     *     as signs of life, is no step
     */
    public ReplyFold(Consumer<String> lost) {
        this.lost = lost;
    }

    /** Takes the next event in. */
    public void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started started -> {
                id = started.id();
                model = started.model();
            }
            case ChatEvent.TextDelta delta -> choice(delta.choice()).text(delta.text());
            case ChatEvent.RefusalDelta delta -> choice(delta.choice()).refusal(delta.text());
            case ChatEvent.ReasoningDelta delta -> choice(delta.choice()).reasoning(delta);
            case ChatEvent.ToolCallDelta delta -> choice(delta.choice()).call(delta);
            case ChatEvent.Given given -> choice(given.choice()).given(given.part());
            case ChatEvent.Weighed weighed -> choice(weighed.choice()).weighed(weighed.tokens());
            case ChatEvent.Finished finished -> choice(finished.choice()).finished(finished.reason());
            case ChatEvent.Counted counted -> usage = counted.usage();
            case ChatEvent.Other other -> {
                if (unknown.add(other.type())) {
                    lost.accept(other.type());
                }
            }
        }
    }

    /** The whole answer. */
    public ChatResponse whole() {
        List<ChatResponse.Choice> all = new ArrayList<>();
        choices.forEach((index, choice) -> all.add(choice.whole(index)));
        return ChatResponse.of(id, model, all, usage);
    }

    private ChoiceFold choice(int index) {
        return choices.computeIfAbsent(index, _ -> new ChoiceFold());
    }
}
