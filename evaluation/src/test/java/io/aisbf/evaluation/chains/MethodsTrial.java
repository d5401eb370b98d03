// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.judge.Invariants;
import io.aisbf.evaluation.judge.Judge;
import io.aisbf.evaluation.transcript.Dice;
import io.aisbf.evaluation.transcript.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Puts conversations to methods, by themselves and one after the other in every order, as the gateway does but without
 * its guard: what a method returns is judged by the invariants, by strict providers as it goes out on the wire, and by
 * a second instance that must say the same.
 */
final class MethodsTrial {
    private static final List<Integer> PARTS = List.of(2, 4, 8, 20, 50);

    private final List<Subject> subjects;
    private final ToLongFunction<List<Message>> count;
    private final Findings findings;

    /** Tries these. */
    MethodsTrial(List<Subject> subjects, ToLongFunction<List<Message>> count, Findings findings) {
        this.subjects = subjects;
        this.count = count;
        this.findings = findings;
    }

    /** Every chain, over the conversation of a seed. */
    void everyChain(long seed) throws IOException, InterruptedException {
        run(seed, subjects);
    }

    /** The chains that begin with one of the methods, another for every seed. */
    void someChains(long seed) throws IOException, InterruptedException {
        int first = subjects.isEmpty() ? 0 : (int) (seed % subjects.size());
        run(seed, subjects.subList(first, Math.min(first + 1, subjects.size())));
    }

    private void run(long seed, List<Subject> first) throws IOException, InterruptedException {
        Passage passage = Middle.of(Transcript.of(seed).messages());
        if (!passage.changeable().isEmpty()) {
            int part = new Dice(~seed).pick(PARTS);
            long goal = count.applyAsLong(passage.changeable()) / part;
            chain(seed, passage, goal, List.of(), first);
            laterEpoch(seed, passage, goal, first);
        }
    }

    private void chain(long seed, Passage passage, long goal, List<Subject> done, List<Subject> next)
            throws IOException, InterruptedException {
        long now = count.applyAsLong(passage.changeable());
        if (now <= goal && !done.isEmpty()) {
            return;
        }
        for (Subject subject : next) {
            if (!done.contains(subject)) {
                List<Message> shorter = tried(seed, subject, passage, new Budget(Counting.MODEL, now, goal));
                // A chain in which a method changes nothing is the chain without it.
                if (!shorter.equals(passage.changeable())) {
                    List<Subject> more = new ArrayList<>(done);
                    more.add(subject);
                    chain(seed, passage.with(shorter), goal, more, subjects);
                }
            }
        }
    }

    /** What a first epoch left comes back in front of what was said since. */
    private void laterEpoch(long seed, Passage whole, long goal, List<Subject> some)
            throws IOException, InterruptedException {
        Passage older = Middle.older(whole);
        for (Subject subject : some) {
            long now = count.applyAsLong(older.changeable());
            List<Message> digest =
                    subject.method().condense(older, new Budget(Counting.MODEL, now, Math.min(now, goal)), call());
            List<Message> next = new ArrayList<>(digest);
            next.addAll(whole.changeable()
                    .subList(older.changeable().size(), whole.changeable().size()));
            Passage second = new Passage(whole.before(), next, whole.after(), digest.size());
            tried(seed, subject, second, new Budget(Counting.MODEL, count.applyAsLong(next), goal));
        }
    }

    private List<Message> tried(long seed, Subject subject, Passage passage, Budget budget)
            throws IOException, InterruptedException {
        List<Message> shorter = subject.method().condense(passage, budget, call());
        List<String> wrong = new ArrayList<>(Invariants.violations(passage.changeable(), shorter, count));
        if (!shorter.equals(subject.again().condense(passage, budget, call()))) {
            wrong.add("a second instance says something else");
        }
        if (wrong.isEmpty() && !shorter.equals(passage.changeable())) {
            List<Message> all = new ArrayList<>(passage.before());
            all.addAll(shorter);
            all.addAll(passage.after());
            ChatRequest request = ChatRequest.of("model", all);
            Judge.ALL.forEach(judge -> judge.refusal(request).ifPresent(wrong::add));
        }
        findings.add(subject.name(), seed, wrong);
        return wrong.isEmpty() ? shorter : passage.changeable();
    }

    private static Call call() {
        return Call.start("trial", Duration.ofMinutes(1));
    }
}
