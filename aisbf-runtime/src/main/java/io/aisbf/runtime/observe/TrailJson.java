// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.json.JsonWriter;
import java.util.List;
import java.util.Locale;

/** A trail as JSON. All times are milliseconds since the call began. */
final class TrailJson {
    private TrailJson() {}

    /** Writes the members {@code choices}, {@code attempts} and, if there are any, {@code notes}. */
    static void write(JsonWriter json, List<Step> steps) {
        json.name("choices").array();
        of(Step.Choice.class, steps).forEach(choice -> choice(json, choice));
        json.end().name("attempts").array();
        of(Step.Tried.class, steps).forEach(tried -> attempt(json, tried));
        json.end();
        List<Step.Note> notes = of(Step.Note.class, steps);
        if (!notes.isEmpty()) {
            json.name("notes").array();
            for (Step.Note note : notes) {
                new JsonLine(json.object()).millis("at_ms", note.at()).text("words", note.words());
                json.end();
            }
            json.end();
        }
    }

    private static <T> List<T> of(Class<T> kind, List<Step> steps) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static void choice(JsonWriter json, Step.Choice choice) {
        new JsonLine(json.object())
                .millis("at_ms", choice.at())
                .text("group", choice.group())
                .text("strategy", choice.strategy());
        choice.opinion().ifPresent(opinion -> opinion(json, opinion));
        if (!choice.passed().isEmpty()) {
            json.name("passed").array();
            choice.passed().forEach(json::text);
            json.end();
        }
        json.name("ruled_out").array();
        choice.ruledOut().forEach((target, why) -> {
            new JsonLine(json.object()).text("target", target).text("why", why);
            json.end();
        });
        json.end().name("order").array();
        choice.order().forEach(json::text);
        json.end().end();
    }

    private static void opinion(JsonWriter json, Step.Opinion opinion) {
        json.name("confidence").number(opinion.confidence());
        json.name("reason").text(opinion.reason());
        json.name("scores").array();
        opinion.scores()
                .forEach(score -> json.object()
                        .name("target")
                        .text(score.target())
                        .name("score")
                        .number(score.value())
                        .end());
        json.end();
    }

    private static void attempt(JsonWriter json, Step.Tried tried) {
        JsonLine line = new JsonLine(json.object()).text("target", tried.target());
        if (!tried.key().isEmpty()) {
            line.text("key", tried.key());
        }
        line.text("why", tried.why().name().toLowerCase(Locale.ROOT)).millis("start_ms", tried.at());
        tried.first().ifPresent(first -> line.millis("first_token_ms", first));
        tried.end().ifPresent(end -> line.millis("end_ms", end));
        switch (tried.ending()) {
            case Step.Ending.None _ -> line.text("outcome", "running");
            case Step.Ending.Answered answered ->
                line.text("outcome", "answered").usage(answered.usage());
            case Step.Ending.Failed failed ->
                line.text("outcome", "failed")
                        .text("failure", failed.failure().name())
                        .text("reason", failed.words());
            case Step.Ending.Abandoned abandoned ->
                line.text("outcome", "abandoned").text("reason", abandoned.why());
        }
        json.end();
    }
}
