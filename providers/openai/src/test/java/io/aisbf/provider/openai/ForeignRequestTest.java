// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a request that came in another protocol. */
class ForeignRequestTest {
    private static final RawJson SCHEMA = RawJson.of("{\"type\": \"object\"}");
    private static final String LONG_NAME = "mcp.server/" + "x".repeat(70);

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void everyOptionHasItsMember() {
        Options options = new Options(
                Optional.of(new Shape.Schema("my answer", Optional.of("d"), SCHEMA, Optional.of(true))),
                Optional.of(new Thinking(Optional.of(Effort.LOW), OptionalInt.empty(), Optional.empty())),
                Optional.of(false),
                OptionalInt.of(3),
                Optional.of("u"),
                Map.of(),
                Optional.of("flex"),
                Optional.of("k"));

        JsonObject body = written(foreign().with(options).with(new Tool("f", Optional.empty(), SCHEMA)));

        assertEquals(
                "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"my_answer\",\"description\":\"d\",\"schema\":"
                        + "{\"type\": \"object\"},\"strict\":true}}",
                member(body, "response_format"));
        assertEquals("\"low\"", member(body, "reasoning_effort"));
        assertEquals("false", member(body, "parallel_tool_calls"));
        assertEquals("true 3", member(body, "logprobs") + " " + member(body, "top_logprobs"));
        assertEquals("\"u\"", member(body, "user"));
        assertEquals("\"flex\"", member(body, "service_tier"));
        assertEquals("\"k\"", member(body, "prompt_cache_key"));
        assertEquals(List.of(), call.losses());
    }

    @Test
    void hintsWithoutAMemberAreDeclared() {
        Options options = new Options(
                Optional.of(Shape.Json.ANY),
                Optional.of(new Thinking(Optional.empty(), OptionalInt.of(2000), Optional.of(true))),
                Optional.of(false),
                OptionalInt.empty(),
                Optional.empty(),
                Map.of("a", "b"),
                Optional.of("standard_only"),
                Optional.empty());
        Tool cached = new Tool("f", Optional.empty(), SCHEMA, Optional.empty(), Map.of("cache_control", SCHEMA));

        JsonObject body =
                written(foreign().with(options).with(cached).with(topK(5)).with("context_management", Set.of()));

        assertEquals("{\"type\":\"json_object\"}", member(body, "response_format"));
        assertEquals("\"low\"", member(body, "reasoning_effort"));
        assertFalse(body.get("top_k").isPresent());
        assertFalse(body.get("service_tier").isPresent());
        assertEquals(
                Set.of(
                        "context_management",
                        "tools[0].cache_control",
                        "top_k",
                        "thinking.budget",
                        "thinking.shown",
                        "metadata",
                        "service_tier"),
                Set.copyOf(lost()));
    }

    @Test
    void whatCannotBeCarriedAndIsNoHintIsRefused() {
        assertRefused("stop", foreign().with(stopping("a", "b", "c", "d", "e")));
        assertRefused("previous_response_id", foreign().with("previous_response_id", Set.of("previous_response_id")));
        assertRefused("tool_choice", foreign().choosing(ToolChoice.Mode.REQUIRED));
        Part linked = new Part.Document(new Source.Link(URI.create("https://h/a.pdf")), Optional.empty());
        assertRefused("messages[0]", foreign().saying(Role.USER, linked));
    }

    @Test
    void withoutToolsNothingIsSaidOfThem() {
        Options options = new Options(
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                OptionalInt.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());

        JsonObject body = written(foreign().with(options).choosing(ToolChoice.Mode.NONE));

        assertEquals(Set.of("model", "messages"), body.members().keySet());
    }

    @Test
    void namesThatOpenAiRefusesComeBackAsTheClientKnowsThem() throws Exception {
        Asked asked = foreign()
                .with(new Tool(LONG_NAME, Optional.empty(), SCHEMA, Optional.of(true), Map.of()))
                .choosing(new ToolChoice.Named(LONG_NAME))
                .saying(Role.ASSISTANT, new Part.ToolCall("t1", LONG_NAME, RawJson.of("{}")));

        JsonObject body = written(asked);
        String sent = body.toString().replaceAll(".*\"tool_choice\":.*?\"name\":\"([^\"]*)\".*", "$1");

        assertTrue(sent.matches("[a-zA-Z0-9_-]{1,64}"), sent);
        assertEquals(4, body.toString().split(sent, -1).length, body::toString);
        assertTrue(member(body, "tools").contains("\"strict\":true"));
        String whole = Samples.OPENAI_TOOLS_WHOLE.replace("\"weather\"", "\"" + sent + "\"");
        String stream = Samples.OPENAI_TOOLS.replace("\"weather\"", "\"" + sent + "\"");
        ChatResponse response = ((ChatReply.Whole) format.readReply(Reply.json(whole), asked, call)).response();
        assertTrue(response.choices().getFirst().message().parts().stream()
                .anyMatch(
                        part -> part instanceof Part.ToolCall one && one.tool().equals(LONG_NAME)));
        try (ChatReply.Stream frames = (ChatReply.Stream) format.readReply(Reply.events(stream), asked, call)) {
            assertTrue(events(frames).stream()
                    .anyMatch(event -> event instanceof ChatEvent.ToolCallDelta delta
                            && delta.tool().filter(LONG_NAME::equals).isPresent()));
        }
    }

    @Test
    void partsOfHistoryThatOpenAiDoesNotTakeBackAreDeclared() {
        Part citation = new Part.Citation(
                Optional.of("https://h"),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
        Part drawn = new Part.Image(new Source.Inline("image/png", "AA"), Optional.empty());
        Part notes = new Part.Document(new Source.Inline("text/plain", "aGk="), Optional.of("n.txt"));
        JsonObject body = written(foreign()
                .saying(Role.USER, notes, new Part.CachePoint(Optional.empty()))
                .saying(Role.ASSISTANT, new Part.Text("so"), citation, drawn));

        assertEquals(
                "[{\"role\":\"user\",\"content\":\"n.txt\\nhi\"},{\"role\":\"assistant\",\"content\":\"so\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,AA\"}}]}]",
                member(body, "messages"));
        assertEquals(Set.of("messages[0].cache_control", "messages[1].citations"), Set.copyOf(lost()));
    }

    private static List<ChatEvent> events(ChatReply.Stream frames) throws Exception {
        List<ChatEvent> events = new ArrayList<>();
        for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
            events.addAll(frame.get().events());
        }
        return events;
    }

    private void assertRefused(String member, Asked asked) {
        CallException refused = assertThrows(CallException.class, () -> format.writeRequest(asked, call), member);
        assertEquals(Failure.CANNOT_CARRY, refused.failure());
        assertEquals(Optional.of(member), refused.details().member());
    }

    private JsonObject written(Asked asked) {
        return format.writeRequest(asked, call).json();
    }

    private List<String> lost() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }

    private static String member(JsonObject body, String name) {
        return body.get(name).map(RawJson::toString).orElse("none");
    }

    private static Asked foreign() {
        return Asked.PLAIN;
    }

    private static Sampling topK(int topK) {
        return sampling(OptionalInt.of(topK), List.of());
    }

    private static Sampling stopping(String... words) {
        return sampling(OptionalInt.empty(), List.of(words));
    }

    private static Sampling sampling(OptionalInt topK, List<String> stop) {
        return new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                topK,
                OptionalInt.empty(),
                stop,
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
