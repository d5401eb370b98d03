// SPDX-License-Identifier: GPL-3.0-or-later
package acme.condenser;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod;
import java.util.List;

/**
 * Keeps the first words of every text that may change. Crude, but it shows the rules: the same passage always gives the
 * same result, what is not text stays as it is (a tool call is never parted from its result), and a message that does
 * not change keeps its bytes.
 */
final class FirstWords implements CondensationMethod {
    private static final int WORDS = 8;

    @Override
    public List<Message> condense(Passage passage, Budget budget, Call call) {
        return passage.changeable().stream().map(FirstWords::shorten).toList();
    }

    private static Message shorten(Message message) {
        List<Part> parts = message.parts().stream().map(FirstWords::shorten).toList();
        return parts.equals(message.parts()) ? message : message.withParts(parts);
    }

    private static Part shorten(Part part) {
        if (!(part instanceof Part.Text text)) {
            return part;
        }
        String[] words = text.text().split("\\s+", WORDS + 1);
        return words.length <= WORDS
                ? part
                : new Part.Text(String.join(" ", List.of(words).subList(0, WORDS)) + " ...");
    }
}
