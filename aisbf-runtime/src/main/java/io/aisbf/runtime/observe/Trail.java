// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.runtime.choose.Choice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Why a call was answered by whom: every choice that was made, every attempt and what came of it. Holds no prompt, no
 * answer and no key. Attempts may run side by side, so every method may be called from any thread.
 *
 * <p>Nothing is put into words until somebody asks. Since names come from clients and trails are kept for a while, one
 * takes no more than some 16,000 characters; what comes after that is counted and not kept.
 */
public final class Trail {
    private static final int ROOM = 16_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_WORDS = 300;
    private static final int MANY = 50;
    private static final int STEP_COST = 40;
    private static final int RUNNERS_UP = 10;

    private final LongSupplier nanoTime;
    private final long start;
    private final List<Supplier<Step>> steps = new ArrayList<>(2);
    private int room = ROOM;
    private int leftOut;
    private int attempts;
    private boolean ruledOut;

    /** A trail that begins now; the clock counts nanoseconds. */
    public Trail(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Why an attempt was made. */
    public enum Why {
        /** It is the first. */
        FIRST,
        /** The one before it failed. */
        NEXT,
        /** The key before it failed. */
        NEXT_KEY,
        /** The same candidate may do better this time. */
        AGAIN,
        /** The one before it took too long; both run. */
        HEDGE,
        /** The one before it broke off in the middle of its answer. */
        CONTINUATION
    }

    /**
     * Notes a choice.
     *
     * @param group the rotation or autoselect, as a client would name it
     * @param ruledOut candidates that were not offered to a strategy, and why
     * @param choice the order in which the others are tried, and how it came about
     */
    public void chose(String group, Map<String, String> ruledOut, Choice choice) {
        Step.Choice step = choice(group, ruledOut, choice);
        int cost = step.order().stream().mapToInt(String::length).sum()
                + step.passed().stream().mapToInt(String::length).sum()
                + step.opinion().map(one -> one.reason().length()).orElse(0)
                + step.ruledOut().entrySet().stream()
                        .mapToInt(one -> one.getKey().length() + one.getValue().length())
                        .sum();
        synchronized (this) {
            this.ruledOut |= !step.ruledOut().isEmpty();
            keep(() -> step, cost);
        }
    }

    private Step.Choice choice(String group, Map<String, String> ruledOut, Choice choice) {
        Map<String, String> out = new LinkedHashMap<>();
        ruledOut.entrySet().stream()
                .limit(MANY)
                .forEach(one -> out.put(name(one.getKey()), Reason.cut(one.getValue(), LONGEST_WORDS)));
        return new Step.Choice(
                since(),
                name(group),
                name(choice.by()),
                choice.decision()
                        .map(decision -> new Step.Opinion(
                                decision.confidence(),
                                Reason.cut(decision.reason(), LONGEST_WORDS),
                                decision.scores().stream().limit(RUNNERS_UP).toList())),
                choice.passed().stream()
                        .limit(RUNNERS_UP)
                        .map(words -> Reason.cut(words, LONGEST_WORDS))
                        .toList(),
                Collections.unmodifiableMap(out),
                choice.order().stream()
                        .limit(MANY)
                        .map(candidate -> name(candidate.target()))
                        .toList(),
                ruledOut.size(),
                choice.order().size());
    }

    /** Notes something else that was decided, in words. */
    public void note(String words) {
        Step.Note note = new Step.Note(since(), Reason.cut(words, LONGEST_WORDS));
        synchronized (this) {
            keep(() -> note, note.words().length());
        }
    }

    /**
     * Notes an attempt that begins.
     *
     * @param key the name of the key, empty where there is only one way to ask
     */
    public Attempt attempt(String target, String key, Why why) {
        Attempt attempt = new Attempt(name(target), name(key), why);
        synchronized (this) {
            attempts++;
            keep(attempt::now, attempt.target.length() + STEP_COST);
        }
        return attempt;
    }

    private void keep(Supplier<Step> step, int cost) {
        if (room < cost) {
            leftOut++;
        } else {
            room -= cost;
            steps.add(step);
        }
    }

    private static String name(String text) {
        return Reason.cut(text, LONGEST_NAME);
    }

    private long since() {
        return nanoTime.getAsLong() - start;
    }

    /** One attempt; ends once, later words are ignored. */
    public final class Attempt {
        private final String target;
        private final String key;
        private final Why why;
        private final long at = since();
        private OptionalLong first = OptionalLong.empty();
        private OptionalLong end = OptionalLong.empty();
        private Step.Ending ending = new Step.Ending.None();

        private Attempt(String target, String key, Why why) {
            this.target = target;
            this.key = key;
            this.why = why;
        }

        /** The first piece of content is there; later pieces change nothing. */
        public synchronized void first() {
            if (first.isEmpty() && end.isEmpty()) {
                first = OptionalLong.of(since());
            }
        }

        /** It answered. */
        public void answered(Usage usage) {
            end(new Step.Ending.Answered(usage));
        }

        /** It did not. */
        public void failed(CallException failure) {
            end(new Step.Ending.Failed(failure.failure(), Reason.of(failure)));
        }

        /** Nobody waited for it any longer. */
        public void abandoned(String why) {
            end(new Step.Ending.Abandoned(Reason.cut(why, LONGEST_WORDS)));
        }

        private synchronized void end(Step.Ending how) {
            if (end.isEmpty()) {
                end = OptionalLong.of(since());
                ending = how;
            }
        }

        private synchronized Step.Tried now() {
            return new Step.Tried(at, target, key, why, first, end, ending);
        }
    }

    /** All of it in one line of visible ASCII of at most 1,000 characters, for a header and for the log. */
    public String brief() {
        return TrailLine.of(steps(), leftOut());
    }

    /** All of it in sentences, to be read from top to bottom. */
    public List<String> words() {
        return TrailWords.of(steps(), leftOut());
    }

    /**
     * Who chose what the client asked for, and how sure that was, such as {@code s=embedding;c=0.81}: for a header. Empty
     * where nobody told how sure he was.
     */
    public Optional<String> chosen() {
        return steps().stream()
                .filter(Step.Choice.class::isInstance)
                .map(Step.Choice.class::cast)
                .findFirst()
                .flatMap(TrailLine::chosen);
    }

    /** Writes {@code choices}, {@code attempts} and {@code notes} as members of the object that is being written. */
    public void write(JsonWriter json) {
        TrailJson.write(json, steps());
    }

    /** How many attempts were made. */
    synchronized int attempts() {
        return attempts;
    }

    /** Whether it went otherwise than asking one and being answered. */
    boolean eventful() {
        boolean plain;
        synchronized (this) {
            plain = attempts <= 1 && !ruledOut;
        }
        return !plain
                || steps().stream()
                        .anyMatch(step ->
                                step instanceof Step.Tried tried && tried.ending() instanceof Step.Ending.Failed);
    }

    /** The attempt that counts: the last that answered, else the last that answers now, else the last. */
    Optional<Step.Tried> decisive() {
        Optional<Step.Tried> answering = Optional.empty();
        Optional<Step.Tried> last = Optional.empty();
        for (Step step : steps().reversed()) {
            if (step instanceof Step.Tried tried) {
                if (tried.ending() instanceof Step.Ending.Answered) {
                    return Optional.of(tried);
                }
                boolean begun = tried.ending() instanceof Step.Ending.None
                        && tried.first().isPresent();
                answering = answering.isEmpty() && begun ? Optional.of(tried) : answering;
                last = last.isEmpty() ? Optional.of(tried) : last;
            }
        }
        return answering.isPresent() ? answering : last;
    }

    private synchronized List<Step> steps() {
        return steps.stream().map(Supplier::get).toList();
    }

    private synchronized int leftOut() {
        return leftOut;
    }
}
