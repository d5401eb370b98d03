// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an upstream says when it refuses, read from any of the shapes in which the compatible ones say it: {@code
 * {"error": {...}}}, {@code {"error": "words"}}, members at the top ({@code vLLM}), {@code {"detail": ...}} (FastAPI),
 * an array around it (Google), or no JSON at all.
 *
 * @param message its words, with what looks like a key masked
 * @param type its kind of failure
 * @param code its word for the failure, a number where it gave one
 * @param param the member it complains about
 * @param reasons what its details name: the {@code error_code} of Anthropic's, or what Google's {@code ErrorInfo} gives
 */
record Refusal(
        Optional<String> message,
        Optional<String> type,
        Optional<String> code,
        Optional<String> param,
        List<String> reasons) {
    private static final Refusal SILENT =
            new Refusal(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    private static final int MESSAGE_LENGTH = 1000;

    /** Reads a body that is not the answer. */
    static Refusal read(Json json, String body) {
        try {
            RawJson value = RawJson.of(body.isBlank() ? "null" : body);
            return switch (value.kind()) {
                case OBJECT, STRING -> read(json, value);
                case ARRAY ->
                    json.array(value).stream()
                            .findFirst()
                            .map(first -> read(json, first))
                            .orElse(SILENT);
                default -> SILENT;
            };
        } catch (JsonException e) {
            return SILENT;
        }
    }

    /** Reads the value that holds the words: a body, or an event of a stream. */
    static Refusal read(Json json, RawJson value) {
        if (value.kind() != RawJson.Kind.OBJECT) {
            return of(json, JsonObject.EMPTY, Optional.of(value));
        }
        JsonObject body = json.object(value);
        Optional<RawJson> error = body.present("error");
        if (error.isPresent() && error.get().kind() != RawJson.Kind.OBJECT) {
            return of(json, body, error);
        }
        JsonObject inner = error.isPresent() ? json.object(error.get()) : body;
        return of(json, inner, inner.present("message").or(() -> inner.present("detail")));
    }

    private static Refusal of(Json json, JsonObject object, Optional<RawJson> message) {
        return new Refusal(
                words(json, message)
                        .map(words -> Redaction.of(words, MESSAGE_LENGTH))
                        .filter(Predicate.not(String::isEmpty)),
                words(json, object.present("type").or(() -> object.present("status"))),
                words(json, object.present("code")),
                words(json, object.present("param")),
                reasons(json, object));
    }

    private static List<String> reasons(Json json, JsonObject object) {
        List<String> reasons = new ArrayList<>();
        reason(json, object, "error_code").ifPresent(reasons::add);
        Optional<RawJson> details = object.present("details");
        if (details.isEmpty()) {
            return reasons;
        }
        List<RawJson> all =
                details.get().kind() == RawJson.Kind.ARRAY ? json.array(details.get()) : List.of(details.get());
        for (RawJson detail : all) {
            if (detail.kind() == RawJson.Kind.OBJECT) {
                JsonObject one = json.object(detail);
                reason(json, one, "error_code")
                        .or(() -> reason(json, one, "reason"))
                        .ifPresent(reasons::add);
            }
        }
        return reasons;
    }

    private static Optional<String> reason(Json json, JsonObject object, String member) {
        return words(json, object.present(member).filter(value -> value.kind() == RawJson.Kind.STRING));
    }

    private static Optional<String> words(Json json, Optional<RawJson> value) {
        return value.flatMap(raw -> switch (raw.kind()) {
            case STRING -> Optional.of(json.text(raw));
            case NULL -> Optional.empty();
            default -> Optional.of(raw.toString());
        });
    }

    /** Whether code, type or reasons contain a word. */
    boolean named(String word) {
        return names().contains(word);
    }

    /** The HTTP status that the code stands for, where it is one. */
    Optional<Integer> status() {
        return code.filter(word -> word.matches("[45]\\d\\d")).map(Integer::valueOf);
    }

    /** The names that it gives to what happened, in lower case. */
    String names() {
        return (code.orElse("") + " " + type.orElse("") + " " + String.join(" ", reasons)).toLowerCase(Locale.ROOT);
    }

    /** The names and the words, in lower case. */
    String all() {
        return names() + " " + said();
    }

    /** The words, in lower case. */
    String said() {
        return message.orElse("").toLowerCase(Locale.ROOT).strip();
    }
}
