// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.condense;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.runtime.fit.Change;
import io.aisbf.runtime.fit.Rehearsal;
import io.aisbf.runtime.fit.Words;
import java.util.List;
import java.util.Locale;

/** Writes what became of each stretch of a conversation, as a person reads it. Stateless. */
final class Difference {
    private static final int LONGEST = 600;

    private Difference() {}

    /** Writes the member {@code diff}. */
    static void write(Rehearsal rehearsal, JsonWriter json) {
        json.name("diff").array();
        for (Change change : Change.between(
                rehearsal.before().messages(), rehearsal.fitted().request().messages())) {
            json.object().name("at").number(change.at());
            json.name("kind").text(change.kind().name().toLowerCase(Locale.ROOT));
            json.name("messages").number(change.before().size());
            if (change.kind() != Change.Kind.KEPT) {
                json.name("before").text(brief(change.before()));
                json.name("after").text(brief(change.after()));
            }
            json.end();
        }
        json.end();
    }

    private static String brief(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(message.role().name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(shorten(words(message)));
        }
        return shorten(text.toString());
    }

    private static String words(Message message) {
        String words = Words.of(message.parts());
        return words.isEmpty() && message.parts().stream().anyMatch(Part.ToolCall.class::isInstance)
                ? "(calls of tools)"
                : words;
    }

    private static String shorten(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + " ... (" + (text.length() - end) + " more characters)";
    }
}
