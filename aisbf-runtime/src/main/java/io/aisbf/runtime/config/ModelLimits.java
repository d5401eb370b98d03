// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.api.select.Price;
import io.aisbf.runtime.config.care.Timeouts;
import io.aisbf.runtime.config.tree.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a model can take, as 0.3.2 names it, how long it is waited for and what it charges. Written at a model or at a
 * rotation's candidate; what it can take also with {@code default_} before each name at a provider or rotation, for all
 * of its models.
 *
 * @param contextSize tokens the model accepts
 * @param maxRequestTokens tokens one request may have before it is split
 * @param maxOutputTokens tokens an answer is taken to have at most where its caller sets no limit
 * @param condenseContext percent of the context size from which a history is condensed; empty is off
 * @param condenseTo percent of the context size to which it is condensed; empty for the usual depth
 * @param condenseMethods condensation methods in the order they are tried
 * @param rates how often and how much it may be asked
 * @param timeouts how long it is waited for, where that differs from its provider's
 * @param price what it charges
 */
public record ModelLimits(
        OptionalLong contextSize,
        OptionalLong maxRequestTokens,
        OptionalLong maxOutputTokens,
        OptionalInt condenseContext,
        OptionalInt condenseTo,
        List<String> condenseMethods,
        Rates rates,
        Timeouts timeouts,
        Optional<Price> price) {
    /** What {@link #maxOutputTokens} is where nothing is written. */
    public static final long USUAL_OUTPUT_TOKENS = 4096;

    private static final double HIGHEST_PRICE = 1_000_000;
    private static final long MOST_TOKENS = 1_000_000_000L;
    private static final long MOST_A_DAY = 1_000_000_000_000_000L;

    /**
     * Rate limits; empty is none.
     *
     * @param between time between two requests ({@code rate_limit}, seconds)
     * @param requestsPerMinute {@code rate_limit_RPM}
     * @param tokensPerMinute {@code rate_limit_TPM}
     * @param tokensPerHour {@code rate_limit_TPH}
     * @param tokensPerDay {@code rate_limit_TPD}
     */
    public record Rates(
            Optional<Duration> between,
            OptionalLong requestsPerMinute,
            OptionalLong tokensPerMinute,
            OptionalLong tokensPerHour,
            OptionalLong tokensPerDay) {
        /** No limit. */
        public static final Rates NONE = new Rates(
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());

        /** Warns of limits that no call fits into but one whose caller bounds the answer. */
        public void warnIfTooNarrow(Part part, OptionalLong maxOutputTokens) {
            long reserved = maxOutputTokens.orElse(USUAL_OUTPUT_TOKENS);
            warn(part, "rate_limit_TPM", tokensPerMinute, reserved);
            warn(part, "rate_limit_TPH", tokensPerHour, reserved);
            warn(part, "rate_limit_TPD", tokensPerDay, reserved);
        }

        private static void warn(Part part, String name, OptionalLong limit, long reserved) {
            if (limit.isPresent() && limit.getAsLong() <= reserved) {
                part.complaints()
                        .warning(
                                part.position(name),
                                part.path(name),
                                "is " + limit.getAsLong() + ", but " + reserved
                                        + " tokens are reserved for the answer of a call that sets no limit itself, so"
                                        + " all such calls are refused; write a smaller max_output_tokens for the"
                                        + " model, or a larger limit");
            }
        }

        private Rates orElse(Rates other) {
            return new Rates(
                    between.or(other::between),
                    first(requestsPerMinute, other.requestsPerMinute),
                    first(tokensPerMinute, other.tokensPerMinute),
                    first(tokensPerHour, other.tokensPerHour),
                    first(tokensPerDay, other.tokensPerDay));
        }
    }

    /** These, and where they say nothing the others. */
    ModelLimits orElse(ModelLimits other) {
        return new ModelLimits(
                first(contextSize, other.contextSize),
                first(maxRequestTokens, other.maxRequestTokens),
                first(maxOutputTokens, other.maxOutputTokens),
                condenseContext.isPresent() ? condenseContext : other.condenseContext,
                condenseTo.isPresent() ? condenseTo : other.condenseTo,
                condenseMethods.isEmpty() ? other.condenseMethods : condenseMethods,
                rates.orElse(other.rates),
                timeouts.orElse(other.timeouts),
                price.or(other::price));
    }

    private static OptionalLong first(OptionalLong a, OptionalLong b) {
        return a.isPresent() ? a : b;
    }

    /** Reads them from a map, each name with that prefix before it. */
    static ModelLimits read(Part part, String prefix) {
        boolean model = prefix.isEmpty();
        ModelLimits limits = new ModelLimits(
                part.whole(prefix + "context_size", 1, MOST_TOKENS),
                part.whole(prefix + "max_request_tokens", 1, MOST_TOKENS),
                part.whole(prefix + "max_output_tokens", 1, MOST_TOKENS),
                percent(part, prefix + "condense_context"),
                percent(part, prefix + "condense_to"),
                methods(part, prefix + "condense_method"),
                rates(part, prefix),
                model ? Timeouts.read(part) : Timeouts.NONE,
                model ? part.part("price").flatMap(ModelLimits::price) : Optional.empty());
        if (limits.condenseTo.isPresent()
                && limits.condenseContext.isPresent()
                && limits.condenseTo.getAsInt() >= limits.condenseContext.getAsInt()) {
            part.wrong(
                    prefix + "condense_to",
                    "is not below condense_context, so that every answer would be condensed anew; a fifth of it is"
                            + " usual");
        }
        return limits;
    }

    /** Reads rate limits from a map, each name with that prefix before it. */
    public static Rates rates(Part part, String prefix) {
        String name = prefix + "rate_limit";
        return new Rates(
                part.number(name, 0, 86_400)
                        .filter(seconds -> seconds > 0)
                        .map(seconds -> Duration.ofNanos((long) (seconds * 1e9))),
                positive(part, name + "_RPM"),
                positive(part, name + "_TPM"),
                positive(part, name + "_TPH"),
                positive(part, name + "_TPD"));
    }

    private static Optional<Price> price(Part part) {
        Optional<Double> input = part.number("input", 0, HIGHEST_PRICE);
        Optional<Double> cached = part.number("cached_input", 0, HIGHEST_PRICE);
        Optional<Double> output = part.number("output", 0, HIGHEST_PRICE);
        part.finish();
        double fresh = input.orElse(0.0);
        return input.isEmpty() && output.isEmpty()
                ? Optional.empty()
                : Optional.of(new Price(fresh, cached.orElse(fresh), output.orElse(0.0)));
    }

    private static OptionalLong positive(Part part, String name) {
        OptionalLong limit = part.whole(name, 0, MOST_A_DAY);
        return limit.isPresent() && limit.getAsLong() == 0 ? OptionalLong.empty() : limit;
    }

    private static OptionalInt percent(Part part, String name) {
        OptionalLong percent = part.whole(name, 0, 100);
        return percent.isPresent() && percent.getAsLong() > 0
                ? OptionalInt.of((int) percent.getAsLong())
                : OptionalInt.empty();
    }

    private static List<String> methods(Part part, String name) {
        return part.words(name).stream()
                .map(Part.Word::text)
                .map(method -> method.equals("algoritmic") ? "algorithmic" : method)
                .distinct()
                .toList();
    }
}
