// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which tools echo wants called: those that lines such as {@code call weather {"city":"Paris"}} ask for, or, where the
 * request insists on a call, the one it names or the first. Arguments that nobody gave are made up to suit the tool's
 * schema.
 */
final class ToolCalls {
    private static final String MARK = "call ";

    private ToolCalls() {}

    /** The calls a question provokes; none after tools have answered. */
    static List<Part.ToolCall> wanted(Question question, Json json) {
        Optional<ToolChoice> choice = question.request().toolChoice();
        if (question.afterTools() || choice.filter(ToolChoice.Mode.NONE::equals).isPresent()) {
            return List.of();
        }
        List<Tool> allowed = allowed(question, choice);
        List<Part.ToolCall> calls = new ArrayList<>();
        int before = earlier(question);
        for (String line : question.text().split("\n", -1)) {
            for (Tool tool : allowed) {
                if (asksFor(line, tool)) {
                    calls.add(call(before + calls.size(), tool, arguments(line, tool, json)));
                }
            }
        }
        boolean insists = choice.filter(asked -> asked != ToolChoice.Mode.AUTO).isPresent();
        if (calls.isEmpty() && insists) {
            calls.add(call(
                    before,
                    allowed.getFirst(),
                    SchemaSample.of(allowed.getFirst().parameters(), "tools", json)));
        }
        return oneByOne(question) && calls.size() > 1 ? List.of(calls.getFirst()) : calls;
    }

    /** How many words calls come to: the name and the arguments. */
    static int words(List<Part.ToolCall> calls) {
        return calls.stream()
                .mapToInt(call -> 1 + Words.count(call.arguments().toString()))
                .sum();
    }

    private static List<Tool> allowed(Question question, Optional<ToolChoice> choice) {
        List<Tool> tools = question.request().tools();
        if (choice.isPresent() && choice.get() instanceof ToolChoice.Named named) {
            List<Tool> chosen = tools.stream()
                    .filter(tool -> tool.name().equals(named.tool()))
                    .toList();
            if (chosen.isEmpty()) {
                throw Question.refusal(
                        "tool_choice",
                        "there is no tool '" + named.tool() + "'; there are "
                                + tools.stream().map(Tool::name).toList());
            }
            return chosen;
        }
        if (tools.isEmpty() && choice.filter(ToolChoice.Mode.REQUIRED::equals).isPresent()) {
            throw Question.refusal("tool_choice", "asks for a tool, and there is none in tools");
        }
        return tools;
    }

    private static boolean asksFor(String line, Tool tool) {
        String start = MARK + tool.name();
        return line.startsWith(start) && (line.length() == start.length() || line.charAt(start.length()) == ' ');
    }

    private static RawJson arguments(String line, Tool tool, Json json) {
        String given = line.substring(MARK.length() + tool.name().length()).strip();
        if (given.isEmpty()) {
            return SchemaSample.of(tool.parameters(), "tools", json);
        }
        try {
            return json.object(given.getBytes(StandardCharsets.UTF_8)).raw();
        } catch (JsonException e) {
            throw Question.refusal(
                    "messages",
                    "the line 'call " + tool.name() + " ...' does not go on with one JSON object: " + e.getMessage());
        }
    }

    /** Calls are numbered through the conversation, so that no two have the same id. */
    private static Part.ToolCall call(int before, Tool tool, RawJson arguments) {
        return new Part.ToolCall("call_" + (before + 1), tool.name(), arguments);
    }

    private static int earlier(Question question) {
        return (int) question.request().messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.ToolCall.class::isInstance)
                .count();
    }

    private static boolean oneByOne(Question question) {
        return question.request()
                .options()
                .parallelCalls()
                .filter(parallel -> !parallel)
                .isPresent();
    }
}
