// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import java.util.List;

/** Bodies and streams as Anthropic's API and its clients send them. */
final class Samples {
    /** Thoughts, words and two calls, as the API streams them. */
    static final String THOUGHTS_AND_TOOLS = """
        event: message_start
        data: {"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":472,"cache_creation_input_tokens":100,"cache_read_input_tokens":28,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":0},"output_tokens":2,"service_tier":"standard"}}               }

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}    }

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Paris, café"}           }

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":" 🙂 then."}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQBCgIYAhIM1gbcDa9GJwZA2b3h"}              }

        event: content_block_stop
        data: {"type":"content_block_stop","index":0 }

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}          }

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Okay, let's"}  }

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" check \\"message_stop\\"."}  }

        event: content_block_stop
        data: {"type":"content_block_stop","index":1        }

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_01T1x1fJ34qAmk2tNTrN7Up6","name":"get_weather","input":{}}     }

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}       }

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"location\\":"}    }

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":" \\"Paris\\"}"} }

        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: content_block_start
        data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_02","name":"now","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":""}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":3}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":472,"cache_creation_input_tokens":100,"cache_read_input_tokens":28,"output_tokens":89,"output_tokens_details":{"thinking_tokens":31}}  }

        event: message_stop
        data: {"type":"message_stop"       }

        """;

    /** The same in one piece. */
    static final String THOUGHTS_AND_TOOLS_WHOLE = """
        {"model":"claude-sonnet-4-5-20250929","id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","content":[\
        {"type":"thinking","thinking":"Paris, café 🙂 then.","signature":"EqQBCgIYAhIM1gbcDa9GJwZA2b3h"},\
        {"type":"text","text":"Okay, let's check \\"message_stop\\"."},\
        {"type":"tool_use","id":"toolu_01T1x1fJ34qAmk2tNTrN7Up6","name":"get_weather","input":{"location": "Paris"}},\
        {"type":"tool_use","id":"toolu_02","name":"now","input":{}}],\
        "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":472,"cache_creation_input_tokens":100,\
        "cache_read_input_tokens":28,"output_tokens":89,"output_tokens_details":{"thinking_tokens":31},"service_tier":"standard"}}\
        """;

    /** An answer with a search on the web and its sources, and a thought that is not shown. */
    static final String SEARCHED = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_s","type":"message","role":"assistant","model":"claude-opus-4-8","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"EmwKAhgBEgy3va3p"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"query\\":\\"nyc\\"}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"NYC","url":"https://nyc.example/","encrypted_content":"Eo","page_age":null}]}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: content_block_start
        data: {"type":"content_block_start","index":3,"content_block":{"citations":[],"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"It rains."}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"rain","url":"https://nyc.example/","title":"NYC","encrypted_index":"Eo8"}}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":3}

        event: a_new_event
        data: {"type":"a_new_event","what":1}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"\\n\\nHuman"},"usage":{"output_tokens":12,"server_tool_use":{"web_search_requests":1}}}

        event: message_stop
        data: {"type":"message_stop"}

        """;

    /** What an imitator without event lines, without pings and with CR LF sends: llama.cpp's habits and more. */
    static final String BARE = """
        data: {"type":"message_start","message":{"id":"chatcmpl-1","type":"message","role":"assistant","content":[],"model":"tiny","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":0}}}

        : keep-alive

        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hi"}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" there"}}

        data: {"type":"content_block_stop","index":0}

        data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"a","name":"f","input":{"x":1}}}

        data: {"type":"content_block_stop","index":1}

        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}

        data: {"type":"message_stop"}

        """.replace("\n", "\r\n");

    /** A request of Claude Code, shortened: bookkeeping first, cache marks, deferred tools, thoughts, results. */
    static final String CLAUDE_CODE = """
        {"model":"claude-sonnet-4-5","max_tokens":32000,"stream":true,
         "metadata":{"user_id":"{\\"device_id\\":\\"d\\",\\"session_id\\":\\"s\\"}"},
         "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330.a1b; cc_entrypoint=cli;"},
           {"type":"text","text":"You are Claude Code.","cache_control":{"type":"ephemeral","ttl":"1h"}},
           {"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
         "messages":[
           {"role":"user","content":[{"type":"text","text":"<system-reminder>today</system-reminder>"},{"type":"text","text":"list files","cache_control":{"type":"ephemeral"}}]},
           {"role":"system","content":"Tools have changed."},
           {"role":"assistant","content":[{"type":"thinking","thinking":"ls","signature":"EqQB"},{"type":"text","text":"I look."},
             {"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}},{"type":"tool_use","id":"toolu_2","name":"Bash","input":{"command":"pwd"}}]},
           {"role":"user","content":[{"tool_use_id":"toolu_1","type":"tool_result","content":"a\\nb"},
             {"tool_use_id":"toolu_2","type":"tool_result","content":[{"type":"text","text":"/x"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0K"}}],"is_error":true,"cache_control":{"type":"ephemeral"}}]}],
         "tools":[{"name":"Bash","description":"Runs","input_schema":{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"command":{"type":"string"}},"required":["command"]},"eager_input_streaming":true},
           {"name":"mcp__a__b","description":"d","input_schema":{"type":"object"},"defer_loading":true},
           {"type":"web_search_20250305","name":"web_search","max_uses":8}],
         "tool_choice":{"type":"auto","disable_parallel_tool_use":true},
         "thinking":{"type":"adaptive","display":"omitted"},"output_config":{"effort":"high"},
         "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},"temperature":1}\
        """;

    private Samples() {}

    /** All the streams. */
    static List<String> streams() {
        return List.of(THOUGHTS_AND_TOOLS, SEARCHED, BARE);
    }
}
