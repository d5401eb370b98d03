// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Streams of other protocols as Anthropic's clients get them: block after block, whatever came in which order. */
class GrammarTest {
    private static final ChatEvent START = new ChatEvent.Started("id", "model");

    @Test
    void whateverComesInWhicheverOrderItIsStrictlyNested() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<ChatEvent> events = answer(random);
            String stream = Bench.streamed(events, Bench.call()).body();
            check(stream);
            assertEquals(said(events), said(Bench.events(stream)), () -> stream);
        }
    }

    @Test
    void callsThatGrowSideBySideAreWrittenOneAfterTheOther() throws Exception {
        String stream = Bench.streamed(
                        List.of(
                                START,
                                begin(0, "f"),
                                begin(1, "g"),
                                more(0, "{\"a\":"),
                                new ChatEvent.TextDelta(0, "wait"),
                                more(1, "{\"b\":2}"),
                                more(0, "1}"),
                                new ChatEvent.Finished(0, FinishReason.Known.STOP)),
                        Bench.call())
                .body();

        check(stream);
        assertEquals(Map.of("c0", "f{\"a\":1}", "c1", "g{\"b\":2}", "text", "wait"), said(Bench.events(stream)));
        assertTrue(stream.contains("\"stop_reason\":\"tool_use\""), stream);
    }

    @Test
    void theEventsStandAsTheLibraryWantsThem() throws Exception {
        // long method: a recorded stream
        String stream = Bench.streamed(
                        List.of(
                                START,
                                new ChatEvent.ReasoningDelta(0, "hm", Optional.empty()),
                                new ChatEvent.ReasoningDelta(
                                        0, "", Optional.of(new Part.Signature(WireName.GEMINI_CONTENT, "s"))),
                                new ChatEvent.TextDelta(0, "yes"),
                                new ChatEvent.Finished(0, new FinishReason.StopSequence("X")),
                                new ChatEvent.Counted(new Usage(10, 3, 2, 5, 1))),
                        Bench.call())
                .body();

        assertEquals("""
            event: message_start
            data: {"type":"message_start","message":{"id":"id","type":"message","role":"assistant","model":"model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":2,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

            event: ping
            data: {"type":"ping"}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"aisbf1:gemini-content:s"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"yes"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"X"},"usage":{"input_tokens":5,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":5,"output_tokens_details":{"thinking_tokens":1}}}

            event: message_stop
            data: {"type":"message_stop"}

            """, stream);
    }

    @Test
    void refusalsSourcesAndWhatHasNoPlace() throws Exception {
        // long method: a list of events
        var call = Bench.call();
        Part source = new Part.Citation(
                Optional.of("https://s"),
                Optional.empty(),
                Optional.of("q"),
                OptionalInt.of(0),
                OptionalInt.of(1),
                Optional.empty());
        String stream = Bench.streamed(
                        List.of(
                                START,
                                new ChatEvent.RefusalDelta(0, "I won't"),
                                new ChatEvent.Given(0, source),
                                new ChatEvent.Given(0, new Part.Image(new Part.Source.Uploaded("f"), Optional.empty())),
                                new ChatEvent.Weighed(0, List.of()),
                                new ChatEvent.TextDelta(1, "another answer"),
                                new ChatEvent.Finished(1, FinishReason.Known.STOP),
                                new ChatEvent.Finished(0, FinishReason.Known.STOP)),
                        call)
                .body();

        check(stream);
        assertTrue(stream.contains("\"stop_reason\":\"refusal\""), stream);
        assertTrue(
                stream.contains(
                        "\"citations_delta\",\"citation\":{\"type\":\"web_search_result_location\",\"url\":\"https://s\""),
                stream);
        assertEquals(
                List.of("image", "logprobs", "choices"),
                call.losses().stream().map(loss -> loss.member()).toList());
    }

    @Test
    void halfAnArgumentIsNeverToldAsWhole() {
        List<ChatEvent> half = List.of(
                START, begin(0, "f"), more(0, "{\"a\":"), new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS));

        CallException broken = assertThrows(CallException.class, () -> Bench.streamed(half, Bench.call()));
        assertEquals(Failure.MALFORMED_REPLY, broken.failure());
    }

    /** An answer whose pieces are shuffled, though each call's own stay in order. */
    private static List<ChatEvent> answer(Random random) {
        List<List<ChatEvent>> strands = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            strands.add(new ArrayList<>(
                    List.of(new ChatEvent.TextDelta(0, "t" + i + "}"), new ChatEvent.TextDelta(0, "{"))));
            strands.add(new ArrayList<>(List.of(new ChatEvent.ReasoningDelta(0, "r" + i, Optional.empty()))));
        }
        for (int call = random.nextInt(4) - 1; call >= 0; call--) {
            List<ChatEvent> strand = new ArrayList<>(List.of(begin(call, "tool" + call)));
            String arguments = random.nextInt(4) == 0 ? "" : "{\"k\":{\"v\":\"}" + call + "\"}}";
            for (int at = 0; at < arguments.length(); at += 3) {
                strand.add(more(call, arguments.substring(at, Math.min(arguments.length(), at + 3))));
            }
            strands.add(strand);
        }
        List<ChatEvent> events = new ArrayList<>(List.of(START));
        while (!strands.isEmpty()) {
            List<ChatEvent> strand = strands.get(random.nextInt(strands.size()));
            events.add(strand.removeFirst());
            strands.removeIf(List::isEmpty);
        }
        events.add(new ChatEvent.Finished(0, FinishReason.Known.STOP));
        return events;
    }

    private static ChatEvent begin(int call, String tool) {
        return new ChatEvent.ToolCallDelta(0, call, Optional.of("c" + call), Optional.of(tool), "");
    }

    private static ChatEvent more(int call, String arguments) {
        return new ChatEvent.ToolCallDelta(0, call, Optional.empty(), Optional.empty(), arguments);
    }

    /** What it comes to: each call by its id, and the letters of the words, whose order among calls may change. */
    private static Map<String, String> said(List<ChatEvent> events) {
        Map<String, String> said = new TreeMap<>();
        Map<Integer, String> ids = new TreeMap<>();
        for (ChatEvent event : events) {
            switch (event) {
                case ChatEvent.TextDelta delta -> said.merge("text", delta.text(), String::concat);
                case ChatEvent.ReasoningDelta delta -> said.merge("thought", delta.text(), String::concat);
                case ChatEvent.ToolCallDelta delta -> {
                    delta.id().ifPresent(id -> ids.put(delta.call(), id));
                    String id = Optional.ofNullable(ids.get(delta.call())).orElseThrow();
                    said.merge(id, delta.tool().orElse("") + delta.argumentsFragment(), String::concat);
                }
                default -> {}
            }
        }
        said.replaceAll((key, value) -> value.matches("tool\\d+") ? value + "{}" : value);
        return said;
    }

    /** The rules that the official library holds a stream to, and then some. */
    private static void check(String stream) {
        // long method: one case for each event
        int next = 0;
        boolean open = false;
        List<String> names = new ArrayList<>();
        for (String event : stream.strip().split("\n\n", -1)) {
            String[] lines = event.split("\n", -1);
            String name = lines[0].replaceFirst("^event: ", "");
            JsonObject object =
                    Bench.JSON.object(lines[1].replaceFirst("^data: ", "").getBytes(StandardCharsets.UTF_8));
            Members data = Members.ofReply(Bench.JSON, object);
            assertEquals(name, data.need("type"));
            names.add(name);
            switch (name) {
                case "content_block_start" -> {
                    assertTrue(!open, () -> "begins within another: " + stream);
                    assertEquals(next, data.small("index").orElse(-1));
                    open = true;
                }
                case "content_block_delta" -> {
                    assertTrue(open, () -> "told of none: " + stream);
                    assertEquals(next, data.small("index").orElse(-1));
                }
                case "content_block_stop" -> {
                    assertTrue(open, () -> "stops none: " + stream);
                    assertEquals(next++, data.small("index").orElse(-1));
                    open = false;
                }
                default -> assertTrue(!open, () -> name + " within a block: " + stream);
            }
        }
        assertEquals("message_start", names.getFirst());
        assertEquals(List.of("message_delta", "message_stop"), names.subList(names.size() - 2, names.size()));
        assertEquals(1, names.stream().filter("message_start"::equals).count());
        assertEquals(1, names.stream().filter("message_delta"::equals).count());
    }
}
