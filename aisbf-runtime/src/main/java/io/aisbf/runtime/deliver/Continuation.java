// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The question put to another candidate when an answer broke off of which the client has a part: the conversation with
 * that part as the model's own last words. Many models go on from there; how those are told apart that begin anew or
 * say the last words again, {@link Seam} knows. Used by the dispatcher; no state.
 */
public final class Continuation {
    private Continuation() {}

    /**
     * Whether an answer to this request could be continued by somebody else: it is streamed, one, free text, and
     * nothing is told of each token.
     */
    public static boolean possible(ChatRequest request) {
        return request.streaming()
                && request.options().shape().isEmpty()
                && request.options().logprobs().isEmpty()
                && request.sampling().choices().orElse(1) <= 1;
    }

    /**
     * The request that asks for the rest. White space at the end of what was sent is left out, because some providers
     * refuse last words that end in it; {@link Seam} does not let it come twice. A client that put words into the
     * model's mouth itself finds them in the same message.
     *
     * @param soFar the text the client has
     */
    public static ChatRequest of(ChatRequest original, String soFar) {
        String words = soFar.stripTrailing();
        if (words.isEmpty()) {
            return original;
        }
        List<Message> messages = new ArrayList<>(original.messages());
        if (!messages.isEmpty() && messages.getLast().role() == Message.Role.ASSISTANT) {
            messages.add(extended(messages.removeLast(), words));
        } else {
            messages.add(Message.of(Message.Role.ASSISTANT, words));
        }
        return original.withMessages(messages);
    }

    private static Message extended(Message last, String words) {
        List<Part> parts = new ArrayList<>(last.parts());
        Optional<Part> end = parts.isEmpty() ? Optional.empty() : Optional.of(parts.getLast());
        if (end.isPresent() && end.get() instanceof Part.Text text) {
            parts.removeLast();
            parts.add(new Part.Text(text.text() + words));
        } else {
            parts.add(new Part.Text(words));
        }
        return last.withParts(parts);
    }
}
