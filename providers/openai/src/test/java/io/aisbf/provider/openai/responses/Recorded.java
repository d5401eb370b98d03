// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers as upstreams of this protocol send them, and requests as its clients do. */
final class Recorded {
    private static final String ASKED =
            "\"instructions\":null,\"max_output_tokens\":null,\"max_tool_calls\":null,\"parallel_tool_calls\":true,"
                + "\"previous_response_id\":null,\"prompt_cache_key\":null,\"reasoning\":{\"effort\":\"low\",\"summary\":\"detailed\"},"
                + "\"safety_identifier\":null,\"service_tier\":\"default\",\"store\":false,\"temperature\":1.0,"
                + "\"text\":{\"format\":{\"type\":\"text\"},\"verbosity\":\"medium\"},\"tool_choice\":\"auto\",\"tools\":[],"
                + "\"top_logprobs\":0,\"top_p\":1.0,\"truncation\":\"disabled\",\"user\":null,\"metadata\":{}";
    private static final String HEAD = "\"id\":\"resp_0a1\",\"object\":\"response\",\"created_at\":1763800000,";
    private static final String BEGUN = "{" + HEAD
            + "\"status\":\"in_progress\",\"background\":false,\"error\":null,\"incomplete_details\":null,"
            + "\"model\":\"gpt-5-mini-2025-08-07\",\"output\":[],\"usage\":null," + ASKED + "}";
    private static final String THOUGHT =
            "{\"id\":\"rs_0a1\",\"type\":\"reasoning\",\"encrypted_content\":\"gAAAAABpIQ==\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"**Looking**"
                + " up\"},{\"type\":\"summary_text\",\"text\":\"Then the time\"}]}";
    private static final String WORDS =
            "{\"id\":\"msg_0a1\",\"type\":\"message\",\"status\":\"completed\",\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"Caf\\u00e9"
                + " \\\"quoted\\\" \u00e9 \uD83D\uDE42\"}],\"role\":\"assistant\"}";
    private static final String WEATHER =
            "{\"id\":\"fc_0a1\",\"type\":\"function_call\",\"status\":\"completed\",\"arguments\":\"{\\\"city\\\":"
                    + " \\\"Bonn\\\"}\",\"call_id\":\"call_a\",\"name\":\"weather\"}";
    private static final String NOW =
            "{\"id\":\"fc_0a2\",\"type\":\"function_call\",\"status\":\"completed\",\"arguments\":\"{}\","
                    + "\"call_id\":\"call_b\",\"name\":\"now\"}";

    /** A thought of two parts, words, two calls. */
    static final String WHOLE = "{" + HEAD
            + " \"status\":\"completed\",\"background\":false,\"error\":null,\"incomplete_details\":null,"
            + "\"model\":\"gpt-5-mini-2025-08-07\",\"output\":[" + THOUGHT + "," + WORDS + "," + WEATHER + "," + NOW
            + "],"
            + "\"usage\":{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":64},\"output_tokens\":40,"
            + "\"output_tokens_details\":{\"reasoning_tokens\":10},\"total_tokens\":140}," + ASKED + "}";

    /** The same as a stream. */
    static final String STREAM = events(
            "response.created {\"response\":" + BEGUN + "}",
            "response.in_progress {\"response\":" + BEGUN + "}",
            "response.output_item.added {\"output_index\":0,\"item\":{\"id\":\"rs_0a1\",\"type\":\"reasoning\","
                    + "\"encrypted_content\":\"gAAAAABpIA==\",\"summary\":[]}}",
            "response.reasoning_summary_part.added {\"item_id\":\"rs_0a1\",\"output_index\":0,\"summary_index\":0,"
                    + "\"part\":{\"type\":\"summary_text\",\"text\":\"\"}}",
            "response.reasoning_summary_text.delta {\"item_id\":\"rs_0a1\",\"output_index\":0,\"summary_index\":0,"
                    + "\"delta\":\"**Looking**\",\"obfuscation\":\"x9\"}",
            "response.reasoning_summary_text.delta {\"item_id\":\"rs_0a1\",\"output_index\":0,\"summary_index\":0,"
                    + "\"delta\":\" up\",\"obfuscation\":\"pqr\"}",
            "response.reasoning_summary_text.done {\"item_id\":\"rs_0a1\",\"output_index\":0,\"summary_index\":0,"
                    + "\"text\":\"**Looking** up\"}",
            "response.reasoning_summary_part.done {\"item_id\":\"rs_0a1\",\"output_index\":0,\"summary_index\":0,"
                    + "\"part\":{\"type\":\"summary_text\",\"text\":\"**Looking** up\"}}",
            "response.reasoning_summary_part.added {\"item_id\":\"rs_0a1\",\"output_index\":0,\"summary_index\":1,"
                    + "\"part\":{\"type\":\"summary_text\",\"text\":\"\"}}",
            "response.reasoning_summary_text.delta {\"item_id\":\"rs_0a1\",\"output_index\":0,\"summary_index\":1,"
                    + "\"delta\":\"Then the time\"}",
            "response.output_item.done {\"output_index\":0,\"item\":" + THOUGHT + "}",
            "response.output_item.added {\"output_index\":1,\"item\":{\"id\":\"msg_0a1\",\"type\":\"message\","
                    + "\"status\":\"in_progress\",\"content\":[],\"role\":\"assistant\"}}",
            "response.content_part.added {\"item_id\":\"msg_0a1\",\"output_index\":1,\"content_index\":0,"
                    + "\"part\":{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"\"}}",
            "response.output_text.delta {\"item_id\":\"msg_0a1\",\"output_index\":1,\"content_index\":0,"
                    + "\"delta\":\"Caf\\u00e9 \\\"quoted\\\" \",\"logprobs\":[],\"obfuscation\":\"\"}",
            "response.output_text.delta {\"item_id\":\"msg_0a1\",\"output_index\":1,\"content_index\":0,"
                    + "\"delta\":\"\u00e9 \uD83D\uDE42\",\"logprobs\":[]}",
            "response.output_text.done {\"item_id\":\"msg_0a1\",\"output_index\":1,\"content_index\":0,"
                    + "\"text\":\"Caf\\u00e9 \\\"quoted\\\" \u00e9 \uD83D\uDE42\",\"logprobs\":[]}",
            "response.content_part.done {\"item_id\":\"msg_0a1\",\"output_index\":1,\"content_index\":0,"
                    + "\"part\":{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"x\"}}",
            "response.output_item.done {\"output_index\":1,\"item\":" + WORDS + "}",
            "response.output_item.added {\"output_index\":2,\"item\":{\"id\":\"fc_0a1\",\"type\":\"function_call\","
                    + "\"status\":\"in_progress\",\"arguments\":\"\",\"call_id\":\"call_a\",\"name\":\"weather\"}}",
            "response.function_call_arguments.delta"
                    + " {\"item_id\":\"fc_0a1\",\"output_index\":2,\"delta\":\"{\\\"city\\\": \"}",
            "response.function_call_arguments.delta"
                    + " {\"item_id\":\"fc_0a1\",\"output_index\":2,\"delta\":\"\\\"Bonn\\\"}\"}",
            "response.function_call_arguments.done {\"item_id\":\"fc_0a1\",\"output_index\":2,"
                    + "\"arguments\":\"{\\\"city\\\": \\\"Bonn\\\"}\"}",
            "response.output_item.done {\"output_index\":2,\"item\":" + WEATHER + "}",
            "response.output_item.added {\"output_index\":3,\"item\":{\"id\":\"fc_0a2\",\"type\":\"function_call\","
                    + "\"status\":\"in_progress\",\"arguments\":\"\",\"call_id\":\"call_b\",\"name\":\"now\"}}",
            "response.function_call_arguments.delta {\"item_id\":\"fc_0a2\",\"output_index\":3,\"delta\":\"{}\"}",
            "response.function_call_arguments.done {\"item_id\":\"fc_0a2\",\"output_index\":3,\"arguments\":\"{}\"}",
            "response.output_item.done {\"output_index\":3,\"item\":" + NOW + "}",
            "response.completed {\"response\":" + WHOLE + "}");

    /** Neither indices nor numbers nor a model, and the call known only by its id. */
    static final String LLAMA_CPP = """
        event: response.created
        data: {"type":"response.created","response":{"id":"resp_Q","object":"response","status":"in_progress"}}

        event: response.in_progress
        data: {"type":"response.in_progress","response":{"id":"resp_Q","object":"response","status":"in_progress"}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","item":{"content":[],"id":"msg_Q","role":"assistant","status":"in_progress","type":"message"}}

        event: response.content_part.added
        data: {"type":"response.content_part.added","item_id":"msg_Q","part":{"type":"output_text","text":""}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","item_id":"msg_Q","delta":"Hi"}

        event: response.output_text.done
        data: {"type":"response.output_text.done","item_id":"msg_Q","text":"Hi"}

        event: response.content_part.done
        data: {"type":"response.content_part.done","item_id":"msg_Q","part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi"}}

        event: response.output_item.done
        data: {"type":"response.output_item.done","item":{"type":"message","status":"completed","id":"msg_Q","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi"}],"role":"assistant"}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","item":{"arguments":"","call_id":"fc_1","name":"f","type":"function_call","status":"in_progress"}}

        event: response.function_call_arguments.delta
        data: {"type":"response.function_call_arguments.delta","delta":"{\\"a\\":1}","item_id":"fc_1"}

        event: response.output_item.done
        data: {"type":"response.output_item.done","item":{"type":"function_call","status":"completed","arguments":"{\\"a\\":1}","call_id":"fc_1","name":"f"}}

        event: response.completed
        data: {"type":"response.completed","response":{"id":"resp_Q","object":"response","created_at":1,"status":"completed","model":"tiny","output":[],"usage":{"input_tokens":5,"output_tokens":3,"total_tokens":8}}}

        data: [DONE]

        """;

    /** What Codex sends: instructions of the developer, a custom tool, a tool of the provider's. */
    static final String CODEX = """
        {"model":"gpt-5-codex","instructions":"You are Codex.","input":[
          {"type":"message","role":"developer","content":[{"type":"input_text","text":"<permissions instructions>"}]},
          {"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context>"}]},
          {"type":"message","role":"user","content":[{"type":"input_text","text":"fix it"}]},
          {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"content":null,"encrypted_content":"gAAA"},
          {"type":"function_call","name":"shell","arguments":"{\\"command\\":[\\"ls\\"]}","call_id":"call_1"},
          {"type":"custom_tool_call","status":"completed","call_id":"call_2","name":"apply_patch","input":"*** Begin Patch\\n*** End Patch"},
          {"type":"function_call_output","call_id":"call_1","output":"a.txt"},
          {"type":"custom_tool_call_output","call_id":"call_2","output":"Success"},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Done."}]},
          {"type":"message","role":"user","content":[{"type":"input_text","text":"thanks"}]}],
         "tools":[{"type":"function","name":"shell","description":"Runs a command","strict":false,"parameters":{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}}},"required":["command"],"additionalProperties":false}},
          {"type":"custom","name":"apply_patch","description":"Edits files","format":{"type":"grammar","syntax":"lark","definition":"start: begin_patch"}},
          {"type":"web_search","external_web_access":false}],
         "tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"effort":"medium","summary":"auto"},"store":false,"stream":true,
         "include":["reasoning.encrypted_content"],"prompt_cache_key":"0199-aa","text":{"verbosity":"low"},
         "client_metadata":{"x-codex-installation-id":"7"}}\
        """;

    private Recorded() {}

    /** All streams by name. */
    static Map<String, String> streams() {
        return new TreeMap<>(Map.of("openai", STREAM, "llama.cpp", LLAMA_CPP));
    }

    /** The stream of that name. */
    static String stream(String name) {
        return Optional.ofNullable(streams().get(name)).orElseThrow();
    }

    /** Events as OpenAI spells them, each given as its type and the members it has besides. */
    static String events(String... events) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < events.length; i++) {
            int space = events[i].indexOf(' ');
            String type = events[i].substring(0, space);
            all.append("event: ").append(type).append("\ndata: {\"type\":\"").append(type);
            all.append("\",\"sequence_number\":").append(i).append(',');
            all.append(events[i].substring(space + 2)).append("\n\n");
        }
        return all.toString();
    }
}
