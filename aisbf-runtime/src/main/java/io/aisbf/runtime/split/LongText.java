// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.split;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The long text of a request: the largest that the user says. Short paragraphs at its beginning and end are what is
 * asked about it, and are said with every part. Immutable.
 *
 * @param message which message it is in
 * @param part which part of that
 * @param lead what is said before the text in the same breath
 * @param text the text that is cut
 * @param trail what is said after it
 */
record LongText(int message, int part, String lead, String text, String trail) {
    private static final String PARAGRAPH = "\n\n";
    private static final int SHORT = 600;

    /** The longest text of a user; empty where nobody says anything. */
    static Optional<LongText> of(ChatRequest request) {
        Optional<LongText> longest = Optional.empty();
        List<Message> messages = request.messages();
        for (int i = 0; i < messages.size(); i++) {
            for (int j = 0; j < messages.get(i).parts().size(); j++) {
                if (messages.get(i).role() == Role.USER
                        && messages.get(i).parts().get(j) instanceof Part.Text said
                        && said.text().length()
                                > longest.map(known -> known.text().length()).orElse(0)) {
                    longest = Optional.of(new LongText(i, j, "", said.text(), ""));
                }
            }
        }
        return longest.map(LongText::peeled);
    }

    private LongText peeled() {
        int first = text.indexOf(PARAGRAPH);
        int last = text.lastIndexOf(PARAGRAPH);
        int from = first >= 0 && first <= SHORT ? first + PARAGRAPH.length() : 0;
        int to = last > from && text.length() - last <= SHORT ? last : text.length();
        return new LongText(message, part, text.substring(0, from), text.substring(from, to), text.substring(to));
    }

    /** The request with something else in the text's place. */
    ChatRequest replaced(ChatRequest request, String other) {
        List<Message> messages = new ArrayList<>(request.messages());
        List<Part> parts = new ArrayList<>(messages.get(message).parts());
        parts.set(part, new Part.Text(lead + other + trail));
        messages.set(message, messages.get(message).withParts(parts));
        return request.withMessages(messages);
    }
}
