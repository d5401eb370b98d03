// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What echo reads out of a request.
 *
 * @param text what is to be repeated: the last user message, or the results of tools that came after it
 * @param afterTools whether the text is what tools answered
 * @param manner how to answer
 */
record Question(ChatRequest request, String text, boolean afterTools, Manner manner) {
    private static final String NOTHING = "(nothing to echo)";

    /** Reads a request; {@code directives} tells whether its {@code echo:} lines are obeyed. */
    static Question read(ChatRequest request, Manner manner, boolean directives, Json json) {
        List<String> lines = new ArrayList<>();
        Manner asked = manner;
        for (String line : lastUser(request.messages()).split("\n", -1)) {
            if (directives && Directive.is(line)) {
                asked = asked.with(Directive.read(line, json));
            } else {
                lines.add(line);
            }
        }
        String results = results(request.messages());
        String text = results.isEmpty() ? String.join("\n", lines) : results;
        return new Question(request, text.isBlank() ? NOTHING : text, !results.isEmpty(), asked);
    }

    /** How many answers are wanted. */
    int choices() {
        int choices = request.sampling().choices().orElse(1);
        if (choices < 1 || choices > 128) {
            throw refusal("n", choices + " answers were asked for; ask for 1 to 128");
        }
        return choices;
    }

    /** The most words the answer may have. */
    int most() {
        int most = request.sampling().maxTokens().orElse(Integer.MAX_VALUE);
        if (most < 1) {
            throw refusal("max_tokens", "an answer of at most " + most + " tokens was asked for; ask for 1 or more");
        }
        return most;
    }

    /** How many words went in: those of all messages and tools. */
    long words() {
        long words = 0;
        for (Message message : request.messages()) {
            words += Words.count(Described.message(message));
        }
        for (var tool : request.tools()) {
            words += Words.count(tool.name() + " " + tool.description().orElse("") + " " + tool.parameters());
        }
        return words;
    }

    static CallException refusal(String member, String problem) {
        return new CallException(
                Failure.INVALID_REQUEST, member + ": " + problem, CallException.Details.NONE.withMember(member));
    }

    private static String lastUser(List<Message> messages) {
        for (Message message : messages.reversed()) {
            if (message.role() == Message.Role.USER && !isResult(message)) {
                return Described.message(message);
            }
        }
        return "";
    }

    /** What tools answered at the end of the conversation. */
    private static String results(List<Message> messages) {
        List<String> results = new ArrayList<>();
        for (Message message : messages.reversed()) {
            if (!isResult(message)) {
                break;
            }
            results.addFirst(Described.message(message));
        }
        return String.join("\n", results);
    }

    /** Some protocols put the results of tools into a user's message. */
    private static boolean isResult(Message message) {
        return message.role() == Message.Role.TOOL
                || (!message.parts().isEmpty() && message.parts().stream().allMatch(Part.ToolResult.class::isInstance));
    }
}
