// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.selector.content.talk.Talk;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What rules see of a request. Found out when the first condition wants it, and kept for the others. Used by one thread,
 * for one decision.
 */
final class Look {
    private final ChatRequest request;
    private final Call call;
    private final PluginContext context;
    private final List<Message> messages;
    private Optional<String> last = Optional.empty();
    private Optional<String> language = Optional.empty();
    private OptionalLong tokens = OptionalLong.empty();
    private OptionalLong characters = OptionalLong.empty();
    private OptionalDouble codeShare = OptionalDouble.empty();

    Look(ChatRequest request, Call call, PluginContext context) {
        this.request = request;
        this.call = call;
        this.context = context;
        messages = Talk.messages(request);
    }

    Call call() {
        return call;
    }

    PluginContext context() {
        return context;
    }

    ChatRequest request() {
        return request;
    }

    /** What the person said last. */
    String last() {
        if (last.isEmpty()) {
            last = Optional.of(Talk.last(request));
        }
        return last.get();
    }

    /** What all texts of the conversation come to. */
    long tokens() {
        if (tokens.isEmpty()) {
            long sum = 0;
            for (Message message : messages) {
                sum += context.tokens().count(request.model(), message.text());
            }
            tokens = OptionalLong.of(sum);
        }
        return tokens.getAsLong();
    }

    /** The length of all texts of the conversation. */
    long characters() {
        if (characters.isEmpty()) {
            long sum = 0;
            for (Message message : messages) {
                for (Part part : message.parts()) {
                    sum += part instanceof Part.Text text ? text.text().length() : 0;
                }
            }
            characters = OptionalLong.of(sum);
        }
        return characters.getAsLong();
    }

    /** How often the person has spoken. */
    long turns() {
        return messages.stream().filter(message -> message.role() == Role.USER).count();
    }

    /** The language of the person's last words; empty text where that cannot be told. */
    String language() {
        if (language.isEmpty()) {
            language = Optional.of(Languages.of(last()));
        }
        return language.get();
    }

    /** Which share of the person's last words is code, from 0 to 1. */
    double codeShare() {
        if (codeShare.isEmpty()) {
            codeShare = OptionalDouble.of(Code.share(last()));
        }
        return codeShare.getAsDouble();
    }

    /** How many such parts there are in the conversation. */
    long parts(Predicate<Part> kind) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(kind)
                .count();
    }

    /** The tools that the model may ask for; none where they cannot be read. */
    List<String> tools() {
        try {
            return request.tools().stream().map(Tool::name).toList();
        } catch (CallException unreadable) {
            return List.of();
        }
    }

    /** What is asked for besides; nothing where it cannot be read. */
    Options options() {
        try {
            return request.options();
        } catch (CallException unreadable) {
            return Options.NONE;
        }
    }
}
