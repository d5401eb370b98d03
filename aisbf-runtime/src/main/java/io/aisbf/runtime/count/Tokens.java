// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.wire.WireBody;
import io.aisbf.runtime.count.vocabulary.Tally;
import io.aisbf.runtime.count.vocabulary.Vocabularies;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Estimates what a request comes to before it is sent: for reservations, for condensing, and for plugins. Texts are
 * counted by OpenAI's vocabularies, weighted for the other {@linkplain Family families}, each text once as long as it is
 * remembered; pictures, recordings and documents by the providers' formulas. What providers count themselves corrects
 * the estimates for their models from answer to answer: call {@link #learn} with every usage that a provider told.
 *
 * <p>One for the gateway's life, shared by all calls' threads. Never waits: the first estimates, until the vocabulary is
 * loaded behind them, are rough. Time for a text is bounded whatever is in it ({@link Vocabularies}).
 */
public final class Tokens {
    private static final int LEARNING = 16;

    /** Once much is known of a model, there is less to learn; counting a request costs as much as all else done to it. */
    private static final int LEARNING_ON = 1024;

    /** By so much a measure without a vocabulary may fall short. */
    private static final double MARGIN = 1.1;

    private final Vocabularies vocabularies;
    private final RawMeasure raw;
    private final AtomicLong asked = new AtomicLong();
    private final Calibrations calibrations = new Calibrations();

    /** Loads vocabularies on a thread of their own. */
    public Tokens(RandomGenerator random) {
        this(task -> Thread.ofPlatform().daemon().name("aisbf-vocabulary").start(task), random);
    }

    /** Loads vocabularies where the caller likes; nowhere means that everything is counted roughly. */
    public Tokens(Executor background, RandomGenerator random) {
        vocabularies = new Vocabularies(background, random);
        raw = new RawMeasure(random);
    }

    /**
     * What a request comes to.
     *
     * @param providerType the kind of provider, such as {@code anthropic}
     * @param model the provider's name of the model
     * @throws io.aisbf.api.call.CallException if the request itself is at fault
     */
    public Estimate estimate(ChatRequest request, String providerType, String model) {
        Walk walk = walk(providerType, model);
        walk.request(request);
        return estimate(walk, providerType, model);
    }

    /**
     * The most that a request can come to, told from its bytes in a microsecond: some tenths more than it will be. Empty
     * where that cannot be told, and for one request of {@value #LEARNING}, so that there is an estimate to learn from;
     * for one of {@value #LEARNING_ON} where some fifty answers have been learned from.
     */
    public OptionalLong atMost(ChatRequest request, String providerType, String model) {
        Optional<WireBody> wire = request.wire();
        Calibration calibration = calibrations.of(providerType, model);
        if (wire.isEmpty() || asked.incrementAndGet() % (calibration.settled() ? LEARNING_ON : LEARNING) == 0) {
            return OptionalLong.empty();
        }
        OptionalLong most = raw.atMost(model, wire.get().json().slices());
        double factor = Math.max(1, calibration.factor()) * MARGIN;
        return most.isPresent() ? OptionalLong.of((long) Math.ceil(most.getAsLong() * factor)) : most;
    }

    /** Begins to load the vocabulary that a model is counted by, so that its first estimate is none too rough. */
    public void prepare(String providerType, String model) {
        vocabularies.counter(Family.of(providerType, model).vocabulary());
    }

    /** What messages of a request come to, without what is put round the request. */
    public Estimate estimate(List<Message> messages, String providerType, String model) {
        Walk walk = walk(providerType, model);
        walk.messages(messages);
        long plain = walk.tokens();
        return new Estimate(scaled(plain, providerType, model), plain, walk.rough());
    }

    /** The tokens of {@link #estimate(ChatRequest, String, String)}, for those who have nothing to learn from it. */
    public long count(ChatRequest request, String providerType, String model) {
        return estimate(request, providerType, model).tokens();
    }

    private Walk walk(String providerType, String model) {
        Family family = Family.of(providerType, model);
        return new Walk(family, model, vocabularies.counter(family.vocabulary()));
    }

    private Estimate estimate(Walk walk, String providerType, String model) {
        long plain = walk.tokens();
        return new Estimate(calibrations.of(providerType, model).apply(plain), plain, walk.rough());
    }

    /**
     * Takes in what a provider counted. Usage without input says nothing, and a rough estimate would teach the fault of
     * the guess.
     *
     * @param estimate what was said of the request as it was sent
     */
    public void learn(String providerType, String model, Estimate estimate, Usage usage) {
        if (usage.input() > 0 && estimate.plain() > 0 && !estimate.rough()) {
            calibrations.learn(providerType, model, estimate.plain(), usage.input());
        }
    }

    /** Of how many models something has been learned; a thousand at most. */
    int learned() {
        return calibrations.size();
    }

    /** The tokens of a text alone, rounded up. */
    public long count(CharSequence text, String providerType, String model) {
        Family family = Family.of(providerType, model);
        Tally tally = new Tally();
        vocabularies.counter(family.vocabulary()).add(text.toString(), tally);
        double factor = calibrations.of(providerType, model).factor();
        return (long) Math.ceil(family.weighed(tally) * factor);
    }

    private long scaled(long plain, String providerType, String model) {
        return Math.round(plain * calibrations.of(providerType, model).factor());
    }
}
