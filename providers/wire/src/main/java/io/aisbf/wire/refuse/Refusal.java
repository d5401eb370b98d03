// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
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
 */
record Refusal(Optional<String> message, Optional<String> type, Optional<String> code, Optional<String> param) {
    private static final Refusal SILENT =
            new Refusal(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final int MESSAGE_LENGTH = 1000;
    private static final List<String> TOO_LONG = List.of(
            "context_length_exceeded",
            "exceed_context_size",
            "maximum context length",
            "exceeds the context window",
            "exceeds the context length",
            "exceeds the available context size",
            "context size has been exceeded",
            "context window exceeded",
            "prompt is too long",
            "input is too long",
            "reduce the length of the messages",
            "exceeds the maximum number of tokens",
            "request too large for model",
            "input token count");
    private static final List<String> WRONG_KEY = List.of(
            "invalid_api_key",
            "incorrect api key",
            "api key not valid",
            "api key expired",
            "invalid api key",
            "no auth credentials");
    private static final List<String> NO_MONEY = List.of(
            "insufficient_quota",
            "billing_hard_limit_reached",
            "insufficient_balance",
            "insufficient balance",
            "credit balance is too low",
            "exceeded_current_quota");
    private static final List<String> CONTENT =
            List.of("content_filter", "content_policy_violation", "responsibleaipolicyviolation", "moderation_blocked");

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
            return new Refusal(words(json, Optional.of(value)), Optional.empty(), Optional.empty(), Optional.empty());
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
                words(json, object.present("param")));
    }

    private static Optional<String> words(Json json, Optional<RawJson> value) {
        return value.flatMap(raw -> switch (raw.kind()) {
            case STRING -> Optional.of(json.text(raw));
            case NULL -> Optional.empty();
            default -> Optional.of(raw.toString());
        });
    }

    /** Whether the prompt is larger than the model takes. */
    boolean tooLong() {
        return speaksOf(TOO_LONG);
    }

    /** Whether the key is unknown. */
    boolean wrongKey() {
        return speaksOf(WRONG_KEY);
    }

    /** Whether the account has nothing left to spend. */
    boolean noMoney() {
        return speaksOf(NO_MONEY);
    }

    /** Whether a safety system spoke. */
    boolean contentRefused() {
        return speaksOf(CONTENT);
    }

    /** Whether code or type contains a word. */
    boolean named(String word) {
        return code.orElse("").toLowerCase(Locale.ROOT).contains(word)
                || type.orElse("").toLowerCase(Locale.ROOT).contains(word);
    }

    /** The HTTP status that the code stands for, where it is one. */
    Optional<Integer> status() {
        return code.filter(word -> word.matches("[45]\\d\\d")).map(Integer::valueOf);
    }

    private boolean speaksOf(List<String> phrases) {
        String all = (code.orElse("") + " " + type.orElse("") + " " + message.orElse("")).toLowerCase(Locale.ROOT);
        return phrases.stream().anyMatch(all::contains);
    }
}
