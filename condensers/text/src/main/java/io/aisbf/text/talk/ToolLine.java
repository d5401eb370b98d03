// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.api.chat.Part;
import io.aisbf.text.Flat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in one line what a tool was asked and how it ended: its name, its arguments, the size of what it answered, its
 * exit code, the first line that tells of an error. What an agent concluded from a result it has said itself; dropping
 * old results and keeping the rest does no worse than summaries by a model (Lindenbauer et al., "The Complexity Trap:
 * Simple Observation Masking Is as Efficient as LLM Summarization for Agent Context Management", arXiv 2508.21433).
 */
public final class ToolLine {
    private static final String MASK = "(left out by the gateway: ";
    private static final String MASK_END = ")";
    private static final int LONGEST_ARGUMENTS = 100;
    private static final int LONGEST_ERROR = 160;
    private static final int SEARCHED = 200_000;
    private static final Pattern EXIT = Pattern.compile(
            "exit(?:ed)?[ _-]?(?:with )?(?:code|status)?[\"']?[ :=]{1,3}(?:code )?(-?\\d{1,5})\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ERROR = Pattern.compile(
            "\\b(?:error|exception|failed|failure|fatal|panic|traceback|denied|not found|no such|cannot|unable)\\b"
                    + "|\\w(?:Error|Exception)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern JSON_ERROR =
            Pattern.compile("\"(?:error|err|exception|stderr)\"\\s*:\\s*[\"{]\\s*[^\"\\s}]", Pattern.CASE_INSENSITIVE);

    private ToolLine() {}

    /** The call and how it ended; of a result that was masked, what the mask says. */
    public static String of(Part.ToolCall call, Part.ToolResult result) {
        String text = text(result);
        return masked(text)
                ? flat(text.substring(MASK.length(), text.length() - MASK_END.length()))
                : shown(call) + ": " + outcome(result);
    }

    /** The result with that line in its place; one that was masked stays as it is. */
    public static Part.ToolResult masked(Part.ToolCall call, Part.ToolResult result) {
        return masked(text(result))
                ? result
                : new Part.ToolResult(
                        result.callId(), List.of(new Part.Text(MASK + of(call, result) + MASK_END)), result.failed());
    }

    private static boolean masked(String text) {
        return text.startsWith(MASK) && text.endsWith(MASK_END);
    }

    private static String shown(Part.ToolCall call) {
        String arguments = flat(call.arguments().toString());
        return call.tool() + (arguments.equals("{}") ? "" : " " + shortened(arguments, LONGEST_ARGUMENTS));
    }

    private static String outcome(Part.ToolResult result) {
        List<String> said = new ArrayList<>();
        String text = text(result);
        said.add(size(text));
        long others = result.content().stream()
                .filter(part -> !(part instanceof Part.Text))
                .count();
        if (others > 0) {
            said.add(others + " other part(s)");
        }
        String searched = text.substring(0, Math.min(text.length(), SEARCHED));
        Matcher exit = EXIT.matcher(searched);
        Optional<String> error = firstError(searched);
        if (exit.find()) {
            said.add("exit code " + exit.group(1));
        }
        error.ifPresent(line -> said.add("first error: " + line));
        said.add(result.failed() ? "failed" : error.isPresent() ? "" : "ok");
        said.removeIf(String::isEmpty);
        return String.join(", ", said);
    }

    /** The first line that tells of an error; in JSON, which tells of many things on one line, a member that is called so. */
    private static Optional<String> firstError(String text) {
        boolean json = text.startsWith("{") || text.startsWith("[");
        Matcher matcher = (json ? JSON_ERROR : ERROR).matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int from = text.lastIndexOf('\n', matcher.start()) + 1;
        int end = text.indexOf('\n', matcher.end());
        int to = end < 0 ? text.length() : end;
        int start = json ? matcher.start() : Math.max(from, matcher.start() - LONGEST_ERROR / 2);
        start += Character.isLowSurrogate(text.charAt(start)) ? 1 : 0;
        return Optional.of(shortened(flat(text.substring(start, to)), LONGEST_ERROR));
    }

    private static String text(Part.ToolResult result) {
        StringBuilder text = new StringBuilder();
        for (Part part : result.content()) {
            if (part instanceof Part.Text words) {
                text.append(text.isEmpty() ? "" : "\n").append(words.text());
            }
        }
        return text.toString();
    }

    private static String size(String text) {
        long lines = text.isEmpty() ? 0 : text.lines().count();
        int length = text.length();
        String characters =
                length < 10_000 ? length + " characters" : String.format(Locale.ROOT, "%dk characters", length / 1000);
        return (lines == 1 ? "1 line" : lines + " lines") + ", " + characters;
    }

    /** On one line, and without what could open a fence of code. */
    static String flat(String text) {
        return Flat.of(cut(text, 4 * LONGEST_ERROR)).replace("```", "'''").replace("~~~", "---");
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : cut(text, most) + "\u2026";
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most);
    }
}
