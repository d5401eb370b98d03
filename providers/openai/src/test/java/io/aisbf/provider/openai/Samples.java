// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Streams as upstreams of this protocol send them, each with a habit of its own. */
final class Samples {
    static final String OPENAI_TOOLS = """
        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-5-mini-2025-08-07","service_tier":"default","system_fingerprint":null,"choices":[{"index":0,"delta":{"role":"assistant","content":null,"refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"a1"}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"content":"Caf\\u00e9 \\"finish_reason\\":\\"stop\\" é 🙂"},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"weather","arguments":""}}]},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"city\\":"}}]},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"Bonn\\"}"}}]},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"now","arguments":""}}]},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null}

        data: {"id":"chatcmpl-A1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-5-mini-2025-08-07","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,"prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":10}}}

        data: [DONE]

        """;

    static final String OPENAI_TOOLS_WHOLE = """
        {"id":"chatcmpl-A1","object":"chat.completion","created":1763800000,"model":"gpt-5-mini-2025-08-07",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Caf\\u00e9 \\"finish_reason\\":\\"stop\\" é 🙂","refusal":null,
           "tool_calls":[{"id":"call_a","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Bonn\\"}"}},
                         {"id":"call_b","type":"function","function":{"name":"now","arguments":""}}],"annotations":[]},
           "logprobs":null,"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,"prompt_tokens_details":{"cached_tokens":64},
           "completion_tokens_details":{"reasoning_tokens":10}},"service_tier":"default"}
        """;

    static final String DEEPSEEK = """
        data: {"id":"d1","object":"chat.completion.chunk","created":1,"model":"deepseek-reasoner","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":""},"logprobs":null,"finish_reason":null}]}

        data: {"id":"d1","object":"chat.completion.chunk","created":1,"model":"deepseek-reasoner","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"Let me "},"finish_reason":null}]}

        data: {"id":"d1","object":"chat.completion.chunk","created":1,"model":"deepseek-reasoner","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"think."},"finish_reason":null}]}

        data: {"id":"d1","object":"chat.completion.chunk","created":1,"model":"deepseek-reasoner","choices":[{"index":0,"delta":{"content":"42","reasoning_content":null},"finish_reason":null}]}

        data: {"id":"d1","object":"chat.completion.chunk","created":1,"model":"deepseek-reasoner","choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_cache_hit_tokens":5,"prompt_cache_miss_tokens":4,"completion_tokens_details":{"reasoning_tokens":2}}}

        data: [DONE]

        """;

    static final String LLAMA_CPP = """
        data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1,"id":"chatcmpl-l","model":"tiny","system_fingerprint":"b1","object":"chat.completion.chunk"}

        data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Hi"}}],"created":1,"id":"chatcmpl-l","model":"tiny","system_fingerprint":"b1","object":"chat.completion.chunk"}

        data: {"choices":[{"finish_reason":"length","index":0,"delta":{}}],"created":1,"id":"chatcmpl-l","model":"tiny","object":"chat.completion.chunk","timings":{"prompt_n":1,"predicted_per_second":93.1}}

        data: [DONE]

        """;

    static final String OPENROUTER = """
        : OPENROUTER PROCESSING

        : OPENROUTER PROCESSING

        data: {"id":"gen-1","provider":"X","model":"x/y","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"hm"},"finish_reason":null,"native_finish_reason":null}]}

        : OPENROUTER PROCESSING

        data: {"id":"gen-1","provider":"X","model":"x/y","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":"yes"},"finish_reason":"stop","native_finish_reason":"completed"}]}

        data: {"id":"gen-1","provider":"X","model":"x/y","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"cost":1.2e-05}}

        data: [DONE]

        """;

    static final String AZURE = """
        data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}

        data: {"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"created":2,"id":"chatcmpl-z","model":"gpt-4o","object":"chat.completion.chunk"}

        data: {"choices":[{"content_filter_results":{"hate":{"filtered":false}},"delta":{"content":"Ok"},"finish_reason":null,"index":0}],"created":2,"id":"chatcmpl-z","model":"gpt-4o","object":"chat.completion.chunk"}

        data: {"choices":[{"content_filter_results":{},"delta":{},"finish_reason":"stop","index":0}],"created":2,"id":"chatcmpl-z","model":"gpt-4o","object":"chat.completion.chunk"}

        data: {"choices":[],"created":2,"id":"chatcmpl-z","model":"gpt-4o","object":"chat.completion.chunk","usage":{"completion_tokens":1,"prompt_tokens":8,"total_tokens":9}}

        data: [DONE]

        """;

    /** Two answers at once, white space as Python's json module writes it, and a stop by its token's number. */
    static final String VLLM_TWO_CHOICES = """
        data: {"id": "v1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}]}

        data: {"id": "v1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 1, "delta": {"role": "assistant", "content": "b"}, "finish_reason": null}]}

        data: {"id": "v1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": {"content": "a"}, "finish_reason": "stop", "stop_reason": 151645}]}

        data: {"id": "v1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 1, "delta": {}, "finish_reason": "length"}]}

        data: [DONE]

        """;

    private Samples() {}

    /** The one of that name. */
    static String stream(String name) {
        return Optional.ofNullable(streams().get(name)).orElseThrow();
    }

    /** All of them by name. */
    static Map<String, String> streams() {
        return new TreeMap<>(Map.of(
                "openai", OPENAI_TOOLS,
                "deepseek", DEEPSEEK,
                "llama.cpp", LLAMA_CPP,
                "openrouter", OPENROUTER,
                "azure", AZURE,
                "vllm", VLLM_TWO_CHOICES));
    }
}
