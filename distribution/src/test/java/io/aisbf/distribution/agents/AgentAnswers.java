// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.agents;

import static io.aisbf.distribution.faults.RawUpstream.bytes;
import static io.aisbf.distribution.faults.RawUpstream.reply;

import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A model that works with tools, told in the protocol of whichever provider is asked: it thinks, wants a file written
 * by whatever tool the agent offers for it, and says {@link #DONE} once a result has come back. A question without such
 * a tool (a title, a summary) gets a few words.
 */
final class AgentAnswers implements RawUpstream.Script {
    /** What it says last. */
    static final String DONE = "The file is written.";

    /** The proof of its thought, which has to come back with the result of the call. */
    static final String PROOF = "EqoBCkgIBhABGAIqQPROOFofTHOUGHT==";

    private static final String THOUGHT = "A file is wanted; I write it.";
    private static final Pattern STREAMED = Pattern.compile("\"stream\"\\s*:\\s*true");

    /** The tools by which agents write files or run commands, and what is put into them. */
    private static final Map<String, String> TOOLS = Map.of(
            "exec_command", "{\"cmd\":\"printf proof > proof.txt\"}",
            "shell_command", "{\"command\":\"printf proof > proof.txt\"}",
            "bash", "{\"command\":\"printf proof > proof.txt\",\"description\":\"Writes the file\"}",
            "Bash", "{\"command\":\"printf proof > proof.txt\",\"description\":\"Writes the file\"}",
            "run_shell_command", "{\"command\":\"printf proof > proof.txt\",\"description\":\"Writes the file\"}");

    /** A call, or none. */
    private record Turn(String tool, String arguments) {
        boolean calls() {
            return !tool.isEmpty();
        }

        String text() {
            return calls() ? "I write it." : DONE;
        }
    }

    @Override
    public List<Step> steps(Request request) {
        String path = request.path();
        String body = request.body();
        Turn turn = turn(body);
        if (path.contains("/chat/completions")) {
            return List.of(STREAMED.matcher(body).find() ? openAi(turn) : openAiWhole());
        }
        if (path.contains("generateContent") || path.contains("streamGenerateContent")) {
            return List.of(gemini(turn, path.contains("stream")));
        }
        if (path.contains("/messages")) {
            return List.of(STREAMED.matcher(body).find() ? anthropic(turn) : anthropicWhole());
        }
        return List.of(reply(404, "application/json", "{\"error\":{\"message\":\"nothing lives here\"}}"));
    }

    private static Turn turn(String body) {
        boolean answered = body.contains("\"tool_result\"")
                || body.contains("\"functionResponse\"")
                || Pattern.compile("\"role\"\\s*:\\s*\"tool\"").matcher(body).find();
        if (!answered) {
            for (Map.Entry<String, String> tool : TOOLS.entrySet()) {
                if (Pattern.compile("\"name\"\\s*:\\s*\"" + tool.getKey() + "\"")
                        .matcher(body)
                        .find()) {
                    return new Turn(tool.getKey(), tool.getValue());
                }
            }
        }
        return new Turn("", "");
    }

    private static Step openAi(Turn turn) {
        StringBuilder out = new StringBuilder();
        chunk(out, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
        chunk(out, "{\"content\":" + quoted(turn.text()) + "}", "null");
        if (turn.calls()) {
            String arguments = turn.arguments();
            chunk(
                    out,
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"call_a1\",\"type\":\"function\",\"function\":{\"name\":"
                            + quoted(turn.tool()) + ",\"arguments\":\"\"}}]}",
                    "null");
            for (String piece : List.of(arguments.substring(0, 9), arguments.substring(9))) {
                chunk(
                        out,
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + quoted(piece) + "}}]}",
                        "null");
            }
        }
        chunk(out, "{}", turn.calls() ? "\"tool_calls\"" : "\"stop\"");
        out.append(
                "data:"
                    + " {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"agent\",\"choices\":[],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":9,\"total_tokens\":59}}\n\n");
        return reply(200, "text/event-stream", out.append("data: [DONE]\n\n").toString());
    }

    private static void chunk(StringBuilder out, String delta, String finish) {
        out.append(
                        "data:"
                            + " {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"agent\",")
                .append("\"choices\":[{\"index\":0,\"delta\":")
                .append(delta)
                .append(",\"finish_reason\":")
                .append(finish)
                .append("}]}\n\n");
    }

    private static Step openAiWhole() {
        return reply(
                200,
                "application/json",
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"agent\",\"choices\":["
                        + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Some words\"},"
                        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,"
                        + "\"total_tokens\":7}}");
    }

    private static Step anthropic(Turn turn) {
        // long method: one stream as it goes over the wire
        StringBuilder out = new StringBuilder();
        event(
                out,
                "message_start",
                "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                        + "\"agent\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                        + "\"usage\":{\"input_tokens\":50,\"output_tokens\":1}}");
        event(out, "ping", "");
        event(
                out,
                "content_block_start",
                "\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
        delta(out, 0, "\"type\":\"thinking_delta\",\"thinking\":" + quoted(THOUGHT));
        delta(out, 0, "\"type\":\"signature_delta\",\"signature\":" + quoted(PROOF));
        event(out, "content_block_stop", "\"index\":0");
        event(out, "content_block_start", "\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
        delta(out, 1, "\"type\":\"text_delta\",\"text\":" + quoted(turn.text()));
        event(out, "content_block_stop", "\"index\":1");
        if (turn.calls()) {
            event(
                    out,
                    "content_block_start",
                    "\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\"," + "\"name\":"
                            + quoted(turn.tool()) + ",\"input\":{}}");
            delta(
                    out,
                    2,
                    "\"type\":\"input_json_delta\",\"partial_json\":"
                            + quoted(turn.arguments().substring(0, 9)));
            delta(
                    out,
                    2,
                    "\"type\":\"input_json_delta\",\"partial_json\":"
                            + quoted(turn.arguments().substring(9)));
            event(out, "content_block_stop", "\"index\":2");
        }
        event(
                out,
                "message_delta",
                "\"delta\":{\"stop_reason\":\"" + (turn.calls() ? "tool_use" : "end_turn")
                        + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":9}");
        event(out, "message_stop", "");
        return reply(200, "text/event-stream", out.toString());
    }

    private static void delta(StringBuilder out, int index, String delta) {
        event(out, "content_block_delta", "\"index\":" + index + ",\"delta\":{" + delta + "}");
    }

    private static void event(StringBuilder out, String type, String members) {
        out.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append('"');
        out.append(members.isEmpty() ? "" : ",").append(members).append("}\n\n");
    }

    private static Step anthropicWhole() {
        return reply(
                200,
                "application/json",
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"agent\",\"content\":[{\"type\":\"text\",\"text\":\"Some"
                    + " words\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                    + "\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}");
    }

    private static Step gemini(Turn turn, boolean streamed) {
        String call = turn.calls()
                ? ",{\"functionCall\":{\"name\":" + quoted(turn.tool()) + ",\"args\":" + turn.arguments()
                        + "},\"thoughtSignature\":" + quoted(PROOF) + "}"
                : "";
        String whole = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":" + quoted(turn.text())
                + "}"
                + call + "]},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":50,"
                       + "\"candidatesTokenCount\":9,\"totalTokenCount\":59},\"modelVersion\":\"agent\",\"responseId\":\"r1\"}";
        return streamed
                ? reply(200, "text/event-stream", "data: " + whole + "\r\n\r\n")
                : reply(200, "application/json", whole);
    }

    private static String quoted(String text) {
        return bytes('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
}
