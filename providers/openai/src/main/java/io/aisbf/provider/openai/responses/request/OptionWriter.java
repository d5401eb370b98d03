// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes what is asked of an answer besides how it is drawn. */
final class OptionWriter {
    private static final Set<String> TIERS = Set.of("auto", "default", "flex", "scale", "priority", "fast");
    private static final int LONGEST_USER = 64;
    private static final int MOST_NOTES = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_NOTE = 512;

    private OptionWriter() {}

    /**
     * Writes the members; what does not fit is declared.
     *
     * @param verbosity how many words the answer is to have, in OpenAI's words
     */
    static void write(Options options, Optional<RawJson> verbosity, JsonWriter writer, Call call) {
        text(options.shape(), verbosity, writer);
        List<RawJson> include = new ArrayList<>();
        options.thinking().ifPresent(thinking -> thinking(thinking, writer, include, call));
        if (options.logprobs().isPresent()) {
            include.add(RawJson.text(OptionReader.WEIGHED));
            writer.name("top_logprobs").number(options.logprobs().getAsInt());
        }
        if (!include.isEmpty()) {
            writer.name("include").raw(RawJson.array(include));
        }
        options.parallelCalls()
                .ifPresent(parallel -> writer.name("parallel_tool_calls").bool(parallel));
        fitting(options.user(), "user", LONGEST_USER, "safety_identifier", writer, call);
        fitting(options.cacheKey(), "prompt_cache_key", LONGEST_USER, "prompt_cache_key", writer, call);
        options.tier().ifPresent(tier -> {
            if (TIERS.contains(tier)) {
                writer.name("service_tier").text(tier);
            } else {
                call.declareLoss("service_tier", "openai-responses has no tier of that name");
            }
        });
        metadata(options.metadata(), writer, call);
    }

    private static void text(Optional<Shape> shape, Optional<RawJson> verbosity, JsonWriter writer) {
        if (shape.isEmpty() && verbosity.isEmpty()) {
            return;
        }
        writer.name("text").object();
        shape.ifPresent(asked -> {
            writer.name("format").object().name("type");
            switch (asked) {
                case Shape.Json.ANY -> writer.text("json_object");
                case Shape.Schema schema -> {
                    writer.text("json_schema").name("name").text(schema.name());
                    schema.description()
                            .ifPresent(words -> writer.name("description").text(words));
                    writer.name("schema").raw(schema.schema());
                    schema.strict().ifPresent(strict -> writer.name("strict").bool(strict));
                }
            }
            writer.end();
        });
        verbosity.ifPresent(words -> writer.name("verbosity").raw(words));
        writer.end();
    }

    /** Thoughts can only be given back to a model that was asked for their proof. */
    private static void thinking(Thinking thinking, JsonWriter writer, List<RawJson> include, Call call) {
        Optional<Effort> effort = thinking.inWords();
        boolean shown = thinking.shown().orElse(false);
        if (effort.isPresent() || shown) {
            writer.name("reasoning").object();
            effort.ifPresent(word -> writer.name("effort").text(word.name().toLowerCase(Locale.ROOT)));
            if (shown && !thinking.off()) {
                writer.name("summary").text("auto");
            }
            writer.end();
        }
        boolean rounded = thinking.effort().isEmpty()
                && thinking.budget().isPresent()
                && effort.filter(word -> word.tokens() == thinking.budget().getAsInt())
                        .isEmpty();
        if (rounded) {
            call.declareLoss("thinking", "openai-responses knows no budgets; the nearest effort is asked for");
        }
        if (!thinking.off()) {
            include.add(RawJson.text(OptionReader.SEALED));
        }
    }

    private static void fitting(
            Optional<String> value, String member, int longest, String name, JsonWriter writer, Call call) {
        value.ifPresent(words -> {
            if (words.length() <= longest) {
                writer.name(name).text(words);
            } else {
                call.declareLoss(member, "openai-responses takes at most " + longest + " characters");
            }
        });
    }

    private static void metadata(Map<String, String> notes, JsonWriter writer, Call call) {
        if (notes.isEmpty()) {
            return;
        }
        boolean fits = notes.size() <= MOST_NOTES
                && notes.entrySet().stream()
                        .allMatch(note -> note.getKey().length() <= LONGEST_KEY
                                && note.getValue().length() <= LONGEST_NOTE);
        if (fits) {
            writer.name("metadata").object();
            notes.forEach((name, note) -> writer.name(name).text(note));
            writer.end();
        } else {
            call.declareLoss("metadata", "openai-responses takes 16 notes of 512 characters");
        }
    }
}
