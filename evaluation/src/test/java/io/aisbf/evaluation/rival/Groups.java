// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.rival;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stretch of a conversation into what can be dropped without parting a tool call from its result. */
public final class Groups {
    private Groups() {}

    /** Messages that belong together: one that calls tools and the results after it; every other one by itself. */
    public static List<List<Message>> of(List<Message> messages) {
        List<List<Message>> groups = new ArrayList<>();
        boolean open = false;
        for (Message message : messages) {
            if (open && has(message, Part.ToolResult.class)) {
                groups.getLast().add(message);
            } else {
                groups.add(new ArrayList<>(List.of(message)));
                open = has(message, Part.ToolCall.class);
            }
        }
        return groups;
    }

    static boolean has(Message message, Class<? extends Part> kind) {
        return message.parts().stream().anyMatch(kind::isInstance);
    }
}
