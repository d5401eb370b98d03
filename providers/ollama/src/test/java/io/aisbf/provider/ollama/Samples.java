// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

/** What clients ask and what Ollama answers, spelled as it spells it. */
final class Samples {
    /** The first bytes of a PNG, in base64. */
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    static final String CHAT =
            "{\"model\":\"llama3.2\",\"created_at\":\"2025-11-20T10:12:03.123456Z\",\"message\":{\"role\":\"assistant\",\"content\":\"The"
                + " sky is blue"
                + " \u00e9\uD83D\uDE00.\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":4883583458,"
                + "\"load_duration\":1334875,\"prompt_eval_count\":26,\"prompt_eval_duration\":342546000,\"eval_count\":282,"
                + "\"eval_duration\":4535599000}";

    static final String CHAT_STREAM = lines(
            chat("{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Let me\"}"),
            chat("{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\" see.\"}"),
            chat("{\"role\":\"assistant\",\"content\":\"It \u00e9\"}"),
            chat("{\"role\":\"assistant\",\"content\":\"\uD83D\uDE00 rains\"}"),
            chat(
                    "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"get_weather\",\"arguments\":"
                        + "{\"city\":\"Paris\",\"n\":1e2}}}]}"),
            chat(
                    "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"index\":0,\"name\":\"get_weather\","
                        + "\"arguments\":{}}}]}"),
            "{\"model\":\"qwen3\",\"created_at\":\"2025-11-20T10:12:04.5Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"done\":true,\"done_reason\":\"stop\",\"total_duration\":475833875,\"load_duration\":178958917,"
                + "\"prompt_eval_count\":169,\"prompt_eval_duration\":81906083,\"eval_count\":15,\"eval_duration\":213960250}");

    static final String GENERATE =
            "{\"model\":\"llama3.2\",\"created_at\":\"2025-11-20T10:12:03.123456Z\",\"response\":\"Blue.\","
                + "\"done\":true,\"done_reason\":\"stop\",\"context\":[128006,9125],\"total_duration\":4883583458,"
                + "\"load_duration\":1334875,\"prompt_eval_count\":26,\"prompt_eval_duration\":342546000,\"eval_count\":282,"
                + "\"eval_duration\":4535599000}";

    static final String GENERATE_STREAM = lines(
            "{\"model\":\"llama3.2\",\"created_at\":\"2025-11-20T10:12:03.1Z\",\"response\":\"The\",\"done\":false}",
            "{\"model\":\"llama3.2\",\"created_at\":\"2025-11-20T10:12:03.2Z\",\"response\":\" sky"
                    + " \u00e9\",\"done\":false}",
            "{\"model\":\"llama3.2\",\"created_at\":\"2025-11-20T10:12:03.3Z\",\"response\":\"\",\"done\":true,\"done_reason\":"
                + "\"length\",\"context\":[1,2],\"total_duration\":10,\"load_duration\":1,\"prompt_eval_count\":5,"
                + "\"prompt_eval_duration\":2,\"eval_count\":3,\"eval_duration\":4}");

    private Samples() {}

    private static String chat(String message) {
        return "{\"model\":\"qwen3\",\"created_at\":\"2025-11-20T10:12:03.123456Z\",\"message\":" + message
                + ",\"done\":false}";
    }

    static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }
}
