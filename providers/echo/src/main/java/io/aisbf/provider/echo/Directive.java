// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A manner asked for within a question, so that a test that has nothing but a client can provoke what it needs: a line of the last user
 * message such as
 *
 * <pre>{@code echo: {"delay": "2s", "fail": "RATE_LIMITED", "retry_after": 3}}</pre>
 *
 * <p>The line is not repeated in the answer. Keys are those of the settings; what is wrong with them is an {@code INVALID_REQUEST}.
 */
final class Directive implements Manner.Values {
    private static final String MARK = "echo:";
    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            "delay",
            "chunk_delay",
            "chunk",
            "reply",
            "reasoning",
            "length",
            "fail",
            "retry_after",
            "fail_after",
            "usage"));
    private static final Set<String> USAGE_KEYS =
            new TreeSet<>(Set.of("input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens"));

    private final JsonObject object;
    private final Json json;

    private Directive(JsonObject object, Json json, Set<String> known) {
        this.object = object;
        this.json = json;
        for (String key : object.members().keySet()) {
            if (!known.contains(key)) {
                throw wrong(key, "is unknown; there are " + known);
            }
        }
    }

    /** Whether a line is a directive: the mark and an opening brace; "echo: hello" is plain text. */
    static boolean is(String line) {
        return line.startsWith(MARK)
                && line.substring(MARK.length()).stripLeading().startsWith("{");
    }

    /** The directive in a line. */
    static Directive read(String line, Json json) {
        try {
            byte[] bytes = line.substring(MARK.length()).getBytes(StandardCharsets.UTF_8);
            return new Directive(json.object(bytes), json, KEYS);
        } catch (JsonException e) {
            throw refusal("is not a JSON object: " + e.getMessage());
        }
    }

    @Override
    public Optional<String> text(String key) {
        return value(key, json::text);
    }

    @Override
    public Optional<Integer> integer(String key) {
        return value(key, json::integer).map(number -> {
            if (number != number.intValue()) {
                throw wrong(key, number + " is too large");
            }
            return number.intValue();
        });
    }

    @Override
    public Optional<Duration> duration(String key) {
        return value(key, raw -> raw.kind() == RawJson.Kind.STRING ? json.text(raw) : raw.toString())
                .map(text -> span(key, text));
    }

    @Override
    public Optional<Manner.Values> section(String key) {
        return value(key, json::object).map(inner -> new Directive(inner, json, USAGE_KEYS));
    }

    @Override
    public CallException wrong(String key, String problem) {
        return refusal("member " + key + ": " + problem);
    }

    private <T> Optional<T> value(String key, Function<RawJson, T> read) {
        return object.present(key).map(raw -> {
            try {
                return read.apply(raw);
            } catch (JsonException e) {
                throw wrong(key, "is of the wrong type: " + e.getMessage());
            }
        });
    }

    private Duration span(String key, String text) {
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
            digits++;
        }
        long nanos = switch (text.substring(digits)) {
            case "ms" -> 1_000_000L;
            case "", "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> throw noSpan(key, text);
        };
        try {
            BigDecimal count = new BigDecimal(text.substring(0, digits));
            return Duration.ofNanos(
                    count.multiply(BigDecimal.valueOf(nanos)).toBigInteger().longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw noSpan(key, text);
        }
    }

    private CallException noSpan(String key, String text) {
        return wrong(key, "'" + text + "' is no span of time; write 250ms, 2s, 5m or 1h");
    }

    private static CallException refusal(String problem) {
        return new CallException(
                Failure.INVALID_REQUEST,
                "the echo: line of the last user message: " + problem,
                CallException.Details.NONE.withMember("messages"));
    }
}
