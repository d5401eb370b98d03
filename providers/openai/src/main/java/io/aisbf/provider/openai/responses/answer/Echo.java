// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.responses.item.Counts;
import io.aisbf.provider.openai.responses.item.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The response object, which repeats what was asked; typed clients insist on most of its members. Nothing is stored
 * here, whatever was asked, and the object says so.
 */
final class Echo {
    private static final RawJson EMPTY_LIST = RawJson.of("[]");

    private final JsonObject asked;
    private final String id;
    private final String model;
    private final long created;
    private final Function<Usage, UsageNote> notes;

    /**
     * What every response object of an answer says.
     *
     * @param asked the client's body
     * @param created in seconds since 1970
     * @param notes what the gateway adds to usage
     */
    Echo(JsonObject asked, String id, String model, long created, Function<Usage, UsageNote> notes) {
        this.asked = asked;
        this.id = id;
        this.model = model;
        this.created = created;
        this.notes = notes;
    }

    /** The response while it is under way. */
    RawJson underWay() {
        return write("in_progress", EMPTY_LIST, Optional.empty(), RawJson.NULL, RawJson.NULL);
    }

    /**
     * The response as it ended.
     *
     * @param incomplete why it is not complete
     */
    RawJson ended(List<RawJson> output, Usage usage, Optional<String> incomplete) {
        RawJson details = incomplete
                .map(reason -> new JsonWriter()
                        .object()
                        .name("reason")
                        .text(reason)
                        .end()
                        .finish())
                .orElse(RawJson.NULL);
        String status = incomplete.isPresent() ? Outcome.INCOMPLETE : Outcome.COMPLETED;
        return write(status, RawJson.array(output), Optional.of(usage), RawJson.NULL, details);
    }

    /** The response that came to nothing. */
    RawJson failed(RawJson error) {
        return write("failed", EMPTY_LIST, Optional.empty(), error, RawJson.NULL);
    }

    private RawJson write(String status, RawJson output, Optional<Usage> usage, RawJson error, RawJson incomplete) {
        JsonWriter writer =
                new JsonWriter().object().name("id").text(id).name("object").text("response");
        writer.name("created_at").number(created).name("status").text(status);
        writer.name("background").bool(false).name("error").raw(error);
        writer.name("incomplete_details").raw(incomplete);
        writer.name("model").text(model).name("output").raw(output);
        usual().forEach((name, value) ->
                writer.name(name).raw(asked.present(name).orElse(value)));
        writer.name("previous_response_id").raw(RawJson.NULL).name("store").bool(false);
        return writer.name("usage")
                .raw(usage.map(counted -> Counts.write(counted, notes.apply(counted)))
                        .orElse(RawJson.NULL))
                .end()
                .finish();
    }

    /** The members that repeat the question, with what they say where it did not say it. */
    private static Map<String, RawJson> usual() {
        Map<String, RawJson> usual = new LinkedHashMap<>();
        usual.put("instructions", RawJson.NULL);
        usual.put("max_output_tokens", RawJson.NULL);
        usual.put("max_tool_calls", RawJson.NULL);
        usual.put("metadata", RawJson.of("{}"));
        usual.put("parallel_tool_calls", RawJson.bool(true));
        usual.put("prompt_cache_key", RawJson.NULL);
        usual.put("reasoning", RawJson.of("{\"effort\":null,\"summary\":null}"));
        usual.put("safety_identifier", RawJson.NULL);
        usual.put("service_tier", RawJson.text("default"));
        usual.put("temperature", RawJson.number(1));
        usual.put("text", RawJson.of("{\"format\":{\"type\":\"text\"}}"));
        usual.put("tool_choice", RawJson.text("auto"));
        usual.put("tools", EMPTY_LIST);
        usual.put("top_logprobs", RawJson.number(0));
        usual.put("top_p", RawJson.number(1));
        usual.put("truncation", RawJson.text("disabled"));
        usual.put("user", RawJson.NULL);
        return usual;
    }
}
