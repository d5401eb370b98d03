// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How echo answers: the settings of the provider, over which a question may lay its own ({@link Directive}).
 *
 * @param delay before the first frame, or before the whole answer or the refusal
 * @param chunkDelay between two frames
 * @param chunk how many words a frame holds
 * @param reply what to say instead of repeating the question; {@code {text}}, {@code {model}} and {@code {messages}}
 *     are filled in
 * @param reasoning what to think before speaking
 * @param length how many words to say, by repeating or cutting
 * @param fail what to fail with
 * @param retryAfter how long the failure asks to wait
 * @param failAfter how many frames a stream has before it breaks; a whole answer breaks at once
 * @param usage what to say that it cost, instead of counting
 */
record Manner(
        Duration delay,
        Duration chunkDelay,
        int chunk,
        Optional<String> reply,
        Optional<String> reasoning,
        OptionalInt length,
        Optional<Failure> fail,
        Optional<Duration> retryAfter,
        OptionalInt failAfter,
        Optional<Usage> usage) {
    /** The longest answer, in words: what a question asks for must not fill the memory. */
    static final int LONGEST = 1_000_000;

    /** Repeats the question at once, word by word. */
    static final Manner PLAIN = new Manner(
            Duration.ZERO,
            Duration.ZERO,
            1,
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty());

    /**
     * Where values come from: a file, or a question. Each accessor throws what suits that place when the value is of
     * the wrong type.
     */
    interface Values {
        Optional<String> text(String key);

        Optional<Integer> integer(String key);

        Optional<Duration> duration(String key);

        Optional<Values> section(String key);

        /** The exception that says what is wrong with a value. */
        RuntimeException wrong(String key, String problem);
    }

    /** This manner, with what is said there instead of its own. */
    Manner with(Values values) {
        return new Manner(
                wait(values, "delay").orElse(delay),
                wait(values, "chunk_delay").orElse(chunkDelay),
                number(values, "chunk", 1, LONGEST).orElse(chunk),
                values.text("reply").or(() -> reply),
                values.text("reasoning").or(() -> reasoning),
                or(number(values, "length", 0, LONGEST), length),
                values.text("fail").map(word -> failure(values, word)).or(() -> fail),
                wait(values, "retry_after").or(() -> retryAfter),
                or(number(values, "fail_after", 0, Integer.MAX_VALUE), failAfter),
                values.section("usage").map(Manner::usage).or(() -> usage));
    }

    /** This manner without its failure: for the calls between two that fail. */
    Manner sound() {
        return new Manner(
                delay,
                chunkDelay,
                chunk,
                reply,
                reasoning,
                length,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                usage);
    }

    /** This manner, failing. */
    Manner failing(Failure failure) {
        return new Manner(
                delay, chunkDelay, chunk, reply, reasoning, length, Optional.of(failure), retryAfter, failAfter, usage);
    }

    /** What it fails with, if it does: what it was told, or a stream that breaks. */
    Optional<CallException> failure() {
        if (!fails()) {
            return Optional.empty();
        }
        Failure row = fail.orElse(Failure.MALFORMED_REPLY);
        CallException.Details details =
                retryAfter.map(CallException.Details.NONE::withRetryAfter).orElse(CallException.Details.NONE);
        return Optional.of(new CallException(row, "echo was told to fail with " + row, details));
    }

    /** Whether it fails at all. */
    boolean fails() {
        return fail.isPresent() || failAfter.isPresent();
    }

    private static Optional<Duration> wait(Values values, String key) {
        return values.duration(key).map(wait -> {
            if (wait.isNegative()) {
                throw values.wrong(key, wait + " is negative; write a span such as 250ms or 2s");
            }
            return wait;
        });
    }

    private static Optional<Integer> number(Values values, String key, int least, int most) {
        return values.integer(key).map(number -> {
            if (number < least || number > most) {
                throw values.wrong(key, number + " is not between " + least + " and " + most);
            }
            return number;
        });
    }

    private static OptionalInt or(Optional<Integer> own, OptionalInt other) {
        return own.map(OptionalInt::of).orElse(other);
    }

    private static Failure failure(Values values, String word) {
        try {
            return Failure.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw values.wrong(
                    "fail", "'" + word + "' is no failure; write one of " + Arrays.toString(Failure.values()));
        }
    }

    private static Usage usage(Values values) {
        return new Usage(
                number(values, "input_tokens", 0, Integer.MAX_VALUE).orElse(0),
                number(values, "cached_tokens", 0, Integer.MAX_VALUE).orElse(0),
                0,
                number(values, "output_tokens", 0, Integer.MAX_VALUE).orElse(0),
                number(values, "reasoning_tokens", 0, Integer.MAX_VALUE).orElse(0));
    }
}
