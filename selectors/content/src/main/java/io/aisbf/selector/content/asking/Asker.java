// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.plugin.PluginContext;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Puts a question to the selection model. A name in its tags needs some thirty tokens; a model that thinks first may
 * have used these up before it says a word. Then it is asked once more with room for thoughts, and with that room from
 * the start as long as this gateway runs. For all threads.
 */
final class Asker {
    private static final int ROOM_FOR_THOUGHTS = 1_024;
    private static final String THINKING = "<think>";

    private final Asking.Terms terms;
    private final PluginContext context;
    private volatile boolean thinks;

    Asker(Asking.Terms terms, PluginContext context) {
        this.terms = terms;
        this.context = context;
    }

    /**
     * What the model says to it.
     *
     * @throws io.aisbf.api.call.CallException if it does not answer
     */
    Verdict ask(Question question, Call call) throws IOException, InterruptedException {
        int narrow = terms.room().orElse(question.listing().room());
        int room = thinks && terms.room().isEmpty() ? Math.max(narrow, ROOM_FOR_THOUGHTS) : narrow;
        ChatResponse response = context.models().ask(request(question, room), call);
        if (terms.room().isEmpty() && room < ROOM_FOR_THOUGHTS && stillThinking(response)) {
            response = context.models().ask(request(question, ROOM_FOR_THOUGHTS), call);
            thinks = !stillThinking(response);
        }
        return Answer.read(text(response), terms.model().orElseThrow(), question);
    }

    private ChatRequest request(Question question, int room) {
        List<Message> messages =
                List.of(Message.of(Role.SYSTEM, question.listing().text()), Message.of(Role.USER, question.asked()));
        return ChatRequest.of(terms.model().orElseThrow(), messages).withSampling(sampling(room));
    }

    private static Sampling sampling(int room) {
        Sampling drawn = Sampling.DEFAULT;
        return new Sampling(
                OptionalDouble.of(0),
                drawn.topP(),
                drawn.topK(),
                OptionalInt.of(room),
                drawn.stop(),
                drawn.seed(),
                drawn.choices(),
                drawn.frequencyPenalty(),
                drawn.presencePenalty());
    }

    /** Whether its room was used up before it said anything: by thoughts, which are no part of its words. */
    private static boolean stillThinking(ChatResponse response) {
        boolean cut = response.choices().stream().anyMatch(choice -> choice.finish() == FinishReason.Known.LENGTH);
        String text = text(response).strip();
        return cut && (text.isEmpty() || (text.startsWith(THINKING) && !text.contains("</think>")));
    }

    private static String text(ChatResponse response) {
        return response.choices().isEmpty()
                ? ""
                : response.choices().getFirst().message().text();
    }
}
