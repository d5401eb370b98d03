// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.condense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.fit.Condensed.Step;
import io.aisbf.runtime.fit.Fitting.Fitted;
import io.aisbf.runtime.fit.Rehearsal;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.runtime.route.ModelEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CondenseEndpointsTest {
    private static final RawJson MESSAGES = RawJson.of("[{\"role\":\"user\",\"content\":\"short\"}]");

    private final JacksonJson json = new JacksonJson();
    private final ChatRequest large = ChatRequest.of("p/m", List.of(Message.of(Role.USER, "words ".repeat(400))));
    private final ChatRequest small = ChatRequest.of("p/m", List.of(Message.of(Role.USER, "short")));
    private final Condensed how = new Condensed(
            1000,
            250,
            2,
            40,
            0,
            List.of(new Step("semantic", 900, 150, ""), new Step("acme", 150, 150, "failed: PLUGIN_FAILED")));

    private Rehearsal rehearsal(String... methods) {
        ModelEntry model = new ModelEntry("m", OptionalLong.of(800), OptionalInt.of(80), List.of(methods));
        return methods.length == 0
                ? new Rehearsal("p/m", model, 1000, large, new Fitted(large, Optional.empty()))
                : new Rehearsal("p/m", model, 1000, large, new Fitted(small, Optional.of(how)));
    }

    private JsonObject read(JsonWriter written) {
        return json.object(written.finish().bytes());
    }

    private static String member(JsonObject object, String name) {
        return object.get(name).map(RawJson::toString).orElse("missing");
    }

    @Test
    void tellsWhatWouldBeDoneAndWhatWasNotUsedAndWhy() {
        JsonObject told = read(CondenseEndpoints.condense(rehearsal("semantic", "acme"), MESSAGES));
        assertEquals("1000", member(told, "original_tokens"));
        assertEquals("250", member(told, "condensed_tokens"));
        assertEquals("0.25", member(told, "ratio"));
        assertEquals("2", member(told, "epoch"));
        assertEquals("40", member(told, "stable_prefix_tokens"));
        assertEquals("[\"semantic\",\"acme\"]", member(told, "condense_method"));
        assertEquals("[{\"id\":\"acme\",\"reason\":\"failed: PLUGIN_FAILED\"}]", member(told, "refused"));
        assertEquals(MESSAGES.toString(), member(told, "messages"));
        JsonObject change =
                json.object(json.array(told.get("diff").orElseThrow()).getFirst());
        assertEquals("\"replaced\"", member(change, "kind"));
        assertEquals("\"user: short\"", member(change, "after"));
        assertTrue(member(change, "before").contains("more characters)"), member(change, "before"));
    }

    @Test
    void saysWhyNothingWouldBeDone() {
        JsonObject told = read(CondenseEndpoints.condense(rehearsal(), MESSAGES));
        assertEquals("false", member(told, "condensed"));
        assertEquals("1", member(told, "ratio"));
        assertTrue(member(told, "reason").contains("p/m has no condense_method"), member(told, "reason"));
        assertEquals("[{\"at\":0,\"kind\":\"kept\",\"messages\":1}]", member(told, "diff"));
    }

    @Test
    void saysTheSameAsOtherGatewaysWantIt() {
        JsonObject told =
                read(CondenseEndpoints.compress(rehearsal("semantic", "acme"), MESSAGES, List.of("config.mode")));
        assertEquals(MESSAGES.toString(), member(told, "messages"));
        assertEquals("1000", member(told, "tokens_before"));
        assertEquals("250", member(told, "tokens_after"));
        assertEquals("750", member(told, "tokens_saved"));
        assertEquals("0.25", member(told, "compression_ratio"));
        assertEquals("[\"semantic\"]", member(told, "transforms_applied"));
        assertEquals("{\"semantic\":1}", member(told, "transforms_summary"));
        assertEquals("[\"config.mode\"]", member(told, "ignored"));
        JsonObject nothing = read(CondenseEndpoints.compress(rehearsal(), MESSAGES, List.of()));
        assertEquals("0", member(nothing, "tokens_saved"));
        assertEquals("true", member(nothing, "compression_skipped"));
    }
}
