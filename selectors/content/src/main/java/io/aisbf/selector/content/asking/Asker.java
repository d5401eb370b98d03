// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
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
 * Puts a question to the selection model, for its likeliest answer. A name in its tags needs some thirty tokens; a model
 * that thinks first may have used these up before it says a word, or refuse to have its temperature set. Then it is asked
 * once more, with room for thoughts and in its own way, and so from the start as long as this gateway runs. For all threads.
 */
final class Asker {
    private static final int ROOM_FOR_THOUGHTS = 1_024;
    private static final String THOUGHTS = "<think>";

    private final Asking.Terms terms;
    private final PluginContext context;
    private volatile Manner manner = Manner.BRIEF;

    /** How it is asked. */
    private enum Manner {
        /** For a name and nothing else. */
        BRIEF,
        /** With room for thoughts. */
        THINKING,
        /** The same, its temperature left alone. */
        OWN
    }

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
        Manner usual = manner;
        ChatResponse response;
        try {
            response = asked(question, usual, call);
        } catch (CallException e) {
            if (usual == Manner.OWN || e.failure() != Failure.INVALID_REQUEST) {
                throw e;
            }
            response = asked(question, Manner.OWN, call);
            manner = Manner.OWN;
        }
        if (usual == Manner.BRIEF && manner == usual && terms.room().isEmpty() && stillThinking(response)) {
            response = asked(question, Manner.THINKING, call);
            manner = stillThinking(response) ? Manner.BRIEF : Manner.THINKING;
        }
        return Answer.read(text(response), terms.model().orElseThrow(), question);
    }

    private ChatResponse asked(Question question, Manner how, Call call) throws IOException, InterruptedException {
        int needed = question.listing().room();
        int room = terms.room().orElse(how == Manner.BRIEF ? needed : Math.max(needed, ROOM_FOR_THOUGHTS));
        List<Message> messages =
                List.of(Message.of(Role.SYSTEM, question.listing().text()), Message.of(Role.USER, question.asked()));
        return context.models()
                .ask(
                        ChatRequest.of(terms.model().orElseThrow(), messages)
                                .withSampling(sampling(
                                        how == Manner.OWN ? OptionalDouble.empty() : OptionalDouble.of(0), room)),
                        call);
    }

    private static Sampling sampling(OptionalDouble temperature, int room) {
        Sampling drawn = Sampling.DEFAULT;
        return new Sampling(
                temperature,
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
        return cut && (text.isEmpty() || (text.startsWith(THOUGHTS) && !text.contains("</think>")));
    }

    private static String text(ChatResponse response) {
        return response.choices().isEmpty()
                ? ""
                : response.choices().getFirst().message().text();
    }
}
