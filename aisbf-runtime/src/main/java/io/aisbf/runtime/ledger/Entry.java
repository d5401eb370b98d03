// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import io.aisbf.api.chat.Usage;
import io.aisbf.runtime.limits.Actual.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One attempt as it is booked, once, when it is over.
 *
 * @param attempt its name: the call's, a dot and a number
 * @param at when it began; kept to the millisecond, as are all times here
 * @param client who asked, by the name of its key; empty where nobody has to say
 * @param asked the name that the client asked for
 * @param provider the provider that was asked
 * @param key with which of its keys; empty where there is only one way to ask
 * @param model the provider's name of the model
 * @param rotation the rotation that asked it; empty where none did
 * @param usage what was counted
 * @param microUsd what it cost, in millionths of a US dollar; empty where no price is known
 * @param reserved what was held of limits while it was under way
 * @param first until the first content; empty if none came
 * @param total until its end
 * @param outcome {@code answered}, {@code abandoned} or the row of the table of failures
 * @param certainty how the usage is known
 */
public record Entry(
        String attempt,
        Instant at,
        String client,
        String asked,
        String provider,
        String key,
        String model,
        String rotation,
        Usage usage,
        OptionalLong microUsd,
        Reserved reserved,
        Optional<Duration> first,
        Duration total,
        String outcome,
        Certainty certainty) {
    /** The outcome of an attempt whose answer came to its end. */
    public static final String ANSWERED = "answered";

    /** The outcome of an attempt that those who asked gave up. */
    public static final String ABANDONED = "abandoned";

    /** Longer texts are cut: a client may ask for a name of any length. */
    private static final int LONGEST = 300;

    /** More than any attempt can count or cost; sums of millions of rows stay exact whatever a provider claims. */
    private static final long LARGEST = 1_000_000_000_000L;

    /** Figures below zero are taken for zero, absurd ones for a million millions. */
    public Entry {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        client = cut(client);
        asked = cut(asked);
        provider = cut(provider);
        key = cut(key);
        model = cut(model);
        rotation = cut(rotation);
        outcome = cut(outcome);
        usage = new Usage(
                within(usage.input()),
                within(usage.cachedInput()),
                within(usage.cacheWrite()),
                within(usage.output()),
                within(usage.reasoning()));
        microUsd = microUsd.isPresent() ? OptionalLong.of(within(microUsd.getAsLong())) : microUsd;
        reserved = new Reserved(within(reserved.tokens()), within(reserved.microUsd()));
        first = first.map(Entry::rounded);
        total = rounded(total);
    }

    /**
     * What an attempt may use at most, as it was held of the limits it counts towards.
     *
     * @param tokens of the prompt and of the answer
     * @param microUsd what they cost, in millionths of a US dollar
     */
    public record Reserved(long tokens, long microUsd) {
        /** Of an attempt that counts towards no limit. */
        public static final Reserved NONE = new Reserved(0, 0);
    }

    /** How many tokens it has to be taken to have used: where nobody counted, what was held for it. */
    public long tokensUsed() {
        long counted = usage.input() + usage.output();
        return certainty == Certainty.UNDERESTIMATE ? Math.max(counted, reserved.tokens()) : counted;
    }

    /** What it has to be taken to have cost: where nobody counted, what was held for it. */
    public long microUsdUsed() {
        long counted = microUsd.orElse(0);
        return certainty == Certainty.UNDERESTIMATE ? Math.max(counted, reserved.microUsd()) : counted;
    }

    /** Whether it was neither answered nor abandoned by those who asked. */
    boolean failed() {
        return !outcome.equals(ANSWERED) && !outcome.equals(ABANDONED);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }

    private static long within(long figure) {
        return Math.clamp(figure, 0, LARGEST);
    }

    private static Duration rounded(Duration time) {
        return Duration.ofMillis(within(time.toMillis()));
    }
}
