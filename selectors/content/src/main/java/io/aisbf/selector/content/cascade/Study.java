// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.selector.content.cascade.Neighbours.Known;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Learns what labelled prompts are like: has them embedded, in a thread of its own since thousands take a while. For many
 * threads.
 */
final class Study implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Study.class.getName());

    /** Labels beyond this make room, the oldest first: some eight megabytes of vectors. */
    private static final int ROOM = 20_000;

    private static final int BATCH = 32;

    /** Some four hundred tokens of English: what a question is about is said by then. */
    private static final int LONGEST = 1_500;

    private static final int SHORTEST = 100;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Models models;
    private final String model;
    private final List<Label> labels;
    private final Consumer<Neighbours> learned;
    private final InstantSource clock;
    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int studied;
    private volatile Neighbours neighbours = Neighbours.NONE;
    private volatile Optional<Thread> thread = Optional.empty();

    /**
     * A study that has not begun.
     *
     * @param learned told whenever more is known
     */
    Study(Models models, String model, List<Label> labels, InstantSource clock, Consumer<Neighbours> learned) {
        this.models = models;
        this.model = model;
        this.labels = List.copyOf(labels);
        this.clock = clock;
        this.learned = learned;
    }

    /** What is known by now. */
    Neighbours neighbours() {
        return neighbours;
    }

    /** Begins, the first time and again a while after it failed. */
    void begin() {
        long due = next.get();
        if (due < clock.millis() && next.compareAndSet(due, Long.MAX_VALUE)) {
            thread = Optional.of(Thread.ofVirtual().name("cascade-study").start(this::study));
        }
    }

    /** Waits until the labels of the files are known; whether they are. */
    boolean await(Duration time) throws InterruptedException {
        return done.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void study() {
        try {
            for (int from = studied; from < labels.size(); from += BATCH) {
                List<Known> batch = new ArrayList<>();
                for (Label label : labels.subList(from, Math.min(labels.size(), from + BATCH))) {
                    batch.add(known(label, Call.start("cascade-study", PATIENCE)));
                }
                add(batch);
                studied = from + batch.size();
            }
            LOG.log(labels.isEmpty() ? DEBUG : INFO, "{0} labelled prompts are known", neighbours.size());
        } catch (CallException | IOException e) {
            next.set(clock.millis() + AFTER_FAILURE.toMillis());
            LOG.log(WARNING, "Labelled prompts are not known yet, so that length decides: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    /** Takes in a label that came up meanwhile. */
    void add(Label label, Call call) throws IOException, InterruptedException {
        add(List.of(known(label, call)));
    }

    private synchronized void add(List<Known> more) {
        neighbours = neighbours.with(more, ROOM);
        learned.accept(neighbours);
    }

    /** A prompt as one that might be labelled. */
    Known unlabelled(String prompt, Call call) throws IOException, InterruptedException {
        return known(new Label(prompt, OptionalDouble.empty(), OptionalDouble.empty()), call);
    }

    private Known known(Label label, Call call) throws IOException, InterruptedException {
        return new Known(label, vector(label.prompt().strip(), LONGEST, call));
    }

    /** Languages differ in how many tokens a character comes to: what is too long is cut in half. */
    private float[] vector(String text, int longest, Call call) throws IOException, InterruptedException {
        String read = text.isEmpty() ? "." : text.substring(0, Math.min(longest, text.length()));
        try {
            return models.embed(EmbeddingRequest.of(model, List.of(read)), call)
                    .vectors()
                    .getFirst();
        } catch (CallException e) {
            if (e.failure() == Failure.CONTEXT_TOO_LONG && longest > SHORTEST) {
                return vector(text, longest / 2, call);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
