// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.selector.content.talk.Talk;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * What of a conversation the selection model is shown: the person's last words, and with a short one such as "go on" what
 * was said before it; no more than 800 tokens. Of a long text it is the beginning, the end, and the lines that tell what
 * code there is in between. Costs the same for a megabyte as for a page.
 */
final class Excerpt {
    private static final int MOST_TOKENS = 800;
    private static final int MOST_CHARACTERS = 3_200;
    private static final int LEAST_CHARACTERS = 64;
    private static final int SHORT = 120;
    private static final int BEFORE = 600;
    private static final int MIDDLE = 20_000;
    private static final int LONGEST_LINE = 100;
    private static final String GAP = "\n[...]\n";
    private static final Pattern CODE = Pattern.compile("(?:```\\w|#include|import |package |using |from \\w+"
            + " import|(?:(?:public|private|protected|static|async|export|abstract|final)"
            + " )*(?:class|interface|record|enum|struct|trait|impl|def|fn|func|function|module|void)"
            + " |(?i:select|create|insert|update) |Traceback|Exception in|\\$ ).*");

    private Excerpt() {}

    /**
     * The excerpt, as it may stand between tags.
     *
     * @param tokens counts
     * @return empty where nothing was said or shown
     */
    static String of(ChatRequest request, ToLongFunction<String> tokens) {
        String attached = attached(request);
        String last = Talk.last(request);
        String before = last.length() < SHORT ? before(request) : "";
        int most = MOST_CHARACTERS;
        while (true) {
            String text = Words.escaped(
                            Words.visible(before + shortened(last, most)).strip() + attached)
                    .strip();
            long count = text.isEmpty() ? 0 : tokens.applyAsLong(text);
            if (count <= MOST_TOKENS || most < LEAST_CHARACTERS) {
                return text;
            }
            // A little less than the share that is too much, so that the second time does it.
            most = (int) Math.min(most / 2L + most / 4L, most * (MOST_TOKENS * 9L / 10) / count);
        }
    }

    private static String before(ChatRequest request) {
        List<String> turns = Talk.turns(request);
        return turns.size() < 2 ? "" : "[earlier] " + shortened(turns.get(1), BEFORE) + "\n[now] ";
    }

    private static String attached(ChatRequest request) {
        List<Message> messages = Talk.messages(request);
        Set<String> kinds = new LinkedHashSet<>();
        for (Message message : messages.reversed()) {
            if (message.role() == Role.USER) {
                message.parts().forEach(part -> {
                    switch (part) {
                        case Part.Image _ -> kinds.add("[with an image]");
                        case Part.Audio _ -> kinds.add("[with a recording]");
                        case Part.Document _ -> kinds.add("[with a document]");
                        default -> {
                            // Words are shown as they are, and the rest is nothing that a person says.
                        }
                    }
                });
                break;
            }
        }
        return kinds.isEmpty() ? "" : "\n" + String.join(" ", kinds);
    }

    private static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int head = most / 2;
        int tail = most * 3 / 10;
        String signature = signature(text, head, text.length() - tail, most / 8);
        return text.substring(0, head)
                + GAP
                + (signature.isEmpty() ? "" : signature + GAP)
                + text.substring(text.length() - tail);
    }

    /** The first lines between that tell of code, at the length of so many characters. */
    private static String signature(String text, int from, int to, int most) {
        StringBuilder lines = new StringBuilder();
        for (String line : text.substring(from, Math.min(to, from + MIDDLE)).split("\n", -1)) {
            String start = line.strip();
            start = start.substring(0, Math.min(start.length(), LONGEST_LINE));
            if (CODE.matcher(start).matches() && lines.length() + start.length() < most) {
                lines.append(lines.isEmpty() ? "" : "\n").append(start);
            }
        }
        return lines.toString();
    }
}
