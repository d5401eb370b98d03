// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.rival;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;

/** The words of a message, those of tools' results included. */
final class Texts {
    private Texts() {}

    static String of(Message message) {
        StringBuilder all = new StringBuilder(message.text());
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                all.append(message.withParts(result.content()).text());
            }
        }
        return all.toString();
    }
}
