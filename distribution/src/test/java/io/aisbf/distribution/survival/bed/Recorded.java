// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.util.ArrayList;
import java.util.List;

/** Good answers as upstreams send them, in pieces, so that they can be spoiled. Any thread. */
public final class Recorded {
    /** What every upstream of the bed says. */
    public static final String TEXT = "Hello, world!";

    /** The pieces in which it is streamed. */
    public static final List<String> TEXT_WORDS = List.of("Hello", ", ", "world", "!");

    private Recorded() {}

    /** {@return the events of a stream} */
    static List<String> events(Mode.Dialect dialect) {
        return dialect == Mode.Dialect.OPENAI ? openai(TEXT_WORDS) : anthropic(TEXT_WORDS);
    }

    /** {@return the events of a chat completion that says these words} */
    static List<String> openai(List<String> words) {
        List<String> events = new ArrayList<>();
        events.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        words.forEach(word -> events.add(chunk("{\"content\":" + quoted(word) + "}", "null")));
        events.add(chunk("{}", "\"stop\""));
        events.add("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"text\","
                + "\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":5,\"total_tokens\":17}}\n\n");
        events.add("data: [DONE]\n\n");
        return events;
    }

    /** {@return one event of a chat completion} */
    public static String chunk(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"text\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static List<String> anthropic(List<String> words) {
        List<String> events = new ArrayList<>();
        events.add(
                event(
                        "message_start",
                        "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"text\",\"content\":[],"
                            + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":12,\"output_tokens\":1}}"));
        events.add(event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        words.forEach(word -> events.add(event(
                "content_block_delta",
                "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":" + quoted(word) + "}")));
        events.add(event("content_block_stop", "\"index\":0"));
        events.add(event(
                "message_delta",
                "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":5}"));
        events.add(event("message_stop", ""));
        return events;
    }

    /** {@return an event of Anthropic's} */
    static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (members.isEmpty() ? "" : ",") + members
                + "}\n\n";
    }

    /** {@return the body of a whole answer} */
    static String body(Mode.Dialect dialect) {
        return dialect == Mode.Dialect.OPENAI
                ? body(TEXT)
                : "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"text\",\"content\":[{\"type\":"
                      + "\"text\",\"text\":\"" + TEXT + "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                        + "\"usage\":{\"input_tokens\":12,\"output_tokens\":5}}";
    }

    /** {@return the body of a whole chat completion that says this} */
    public static String body(String text) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"text\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":" + quoted(text) + "},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":5,\"total_tokens\":17}}";
    }

    /** {@return the bytes of a whole stream on the wire, its head and its last chunk with it} */
    static String wire(Mode.Dialect dialect, boolean streamed) {
        if (!streamed) {
            return RawUpstream.reply(200, "application/json", body(dialect)).bytes();
        }
        return framed(events(dialect));
    }

    /** {@return the bytes of a streamed chat completion that says these words} */
    public static String wire(List<String> words) {
        return framed(openai(words));
    }

    private static String framed(List<String> events) {
        StringBuilder all = new StringBuilder(RawUpstream.eventHead().bytes());
        events.forEach(event -> all.append(RawUpstream.chunk(event).bytes()));
        return all.append(RawUpstream.lastChunk().bytes()).toString();
    }

    /** {@return the steps of a good answer} */
    static List<Step> good(Mode.Dialect dialect, boolean streamed) {
        return List.of(new Send(wire(dialect, streamed)));
    }

    /** {@return the start of a streamed chat completion up to so many pieces of text} */
    public static String begun(int pieces) {
        return begun(Mode.Dialect.OPENAI, pieces);
    }

    /** {@return the start of a stream up to so many pieces of text, and nothing after it} */
    static String begun(Mode.Dialect dialect, int pieces) {
        int count = pieces + (dialect == Mode.Dialect.OPENAI ? 1 : 2);
        StringBuilder all = new StringBuilder(RawUpstream.eventHead().bytes());
        events(dialect)
                .subList(0, count)
                .forEach(event -> all.append(RawUpstream.chunk(event).bytes()));
        return all.toString();
    }

    /** {@return the text as a string of JSON} */
    public static String quoted(String text) {
        return Tree.array(text).get(0).toString();
    }
}
