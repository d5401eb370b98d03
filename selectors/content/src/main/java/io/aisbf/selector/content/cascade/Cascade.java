// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.StableHash;
import io.aisbf.selector.content.talk.Talk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A strong and dear model or a weak and cheap one: the strong one for the wanted share of prompts, those for which it is
 * likely to do better. That is judged by the labelled prompts near to this one, and a little by length. Without labels, or without a model that makes embeddings,
 * length alone decides.
 *
 * <p>The measure is that of RouteLLM (I. Ong et al., arXiv 2406.18665); nearest neighbours do there as well as trained
 * routers (LLMRouterBench, arXiv 2601.07206) and learn from a single label.
 */
final class Cascade implements SelectionStrategy.Deciding, SelectionStrategy.Teachable {
    /** With fewer labels than these, length decides. */
    private static final int FEW = 20;

    /** Scores of that many labelled prompts tell what is to be expected. */
    private static final int SAMPLE = 500;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Terms terms;
    private final Study study;
    private final Optional<LabelFile> feedback;
    private final Sessions sessions;
    private final Share share = new Share();
    private volatile Optional<Yardstick> yardstick = Optional.empty();
    private int scored;

    /**
     * What the operator wants.
     *
     * @param strong the strong model's target
     * @param weak the weak model's
     * @param share of prompts that go to the strong one, from 0 to 1
     */
    record Terms(String strong, String weak, double share) {}

    Cascade(Terms terms, StudyOf study, Optional<LabelFile> feedback, Sessions sessions) {
        this.terms = terms;
        this.study = study.of(this::learned);
        this.feedback = feedback;
        this.sessions = sessions;
    }

    /** Makes the study of this strategy, which tells it whenever more is known. */
    @FunctionalInterface
    interface StudyOf {
        Study of(Consumer<Neighbours> learned);
    }

    /** The study, for whoever waits for it. */
    Study study() {
        return study;
    }

    @Override
    public Decision decide(ChatRequest request, List<Candidate> candidates, Call call)
            throws IOException, InterruptedException {
        String prompt = Talk.last(request);
        if (prompt.isEmpty()) {
            return Decision.none("nothing is asked in words");
        }
        study.begin();
        Judged judged = judge(prompt, call);
        double above = share.above(judged.score(), StableHash.fraction(StableHash.of(prompt)));
        OptionalLong session = sessions.of(request, call);
        boolean due = sessions.risen(session, above, terms.share());
        boolean kept = !due && sessions.strong(session);
        boolean strong = due || kept;
        if (!call.isRehearsal()) {
            share.note(judged.score());
            sessions.note(session, strong);
        }
        return decision(candidates, strong, above, kept ? "the session stays with the strong model" : judged.reason());
    }

    /** A prompt's score, and by what it is. */
    private record Judged(double score, String reason) {}

    private Judged judge(String prompt, Call call) throws IOException, InterruptedException {
        Neighbours known = study.neighbours();
        Optional<Yardstick> by = yardstick;
        if (by.isPresent()) {
            try {
                double gain = known.gain(study.unlabelled(prompt, call));
                return new Judged(
                        by.get().score(gain, known.longerThan(prompt.length())),
                        String.format(
                                Locale.ROOT,
                                "the strong model gains %.2f by the nearest of %d labelled prompts",
                                gain,
                                known.size()));
            } catch (CallException e) {
                // Length decides, as without labels; who makes no embeddings now may do so again.
            }
        }
        return new Judged(Lengths.rank(prompt.length()), "by its length alone");
    }

    private Decision decision(List<Candidate> candidates, boolean strong, double above, String reason) {
        List<Candidate> order = new ArrayList<>();
        for (String target : strong ? List.of(terms.strong(), terms.weak()) : List.of(terms.weak(), terms.strong())) {
            candidates.stream().filter(one -> one.target().equals(target)).forEach(order::add);
        }
        if (order.isEmpty()) {
            return Decision.none("neither " + terms.strong() + " nor " + terms.weak() + " can be asked now");
        }
        candidates.stream().filter(one -> !order.contains(one)).forEach(order::add);
        double sure = Math.min(1, 0.5 + Math.abs(above - (1 - terms.share())));
        return new Decision(
                order,
                sure,
                reason,
                List.of(new Decision.Score(terms.strong(), above), new Decision.Score(terms.weak(), 1 - above)));
    }

    /** More is known: what scores are to be expected from now on. Called by one thread at a time. */
    private void learned(Neighbours known) {
        // Each time they have become half as many again; a score changes little by one label.
        if (known.size() < FEW || known.size() * 2 < scored * 3) {
            return;
        }
        scored = known.size();
        int step = Math.max(1, known.size() / SAMPLE);
        int[] sample =
                IntStream.range(0, known.size()).filter(i -> i % step == 0).toArray();
        double[] gains = Arrays.stream(sample).mapToDouble(known::gain).toArray();
        Yardstick measured = Yardstick.of(gains);
        double[] scores = new double[gains.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = measured.score(
                    gains[i], known.longerThan(known.all().get(sample[i]).length()));
        }
        yardstick = Optional.of(measured);
        share.restart(scores);
    }

    @Override
    public void learn(ChatRequest request, Candidate candidate, double score) throws IOException, InterruptedException {
        boolean strong = candidate.target().equals(terms.strong());
        String prompt = Talk.last(request);
        if (!strong && !candidate.target().equals(terms.weak())) {
            throw new CallException(
                    Failure.INVALID_REQUEST,
                    "cascade learns of " + terms.strong() + " and " + terms.weak() + ", and of nobody else");
        }
        if (prompt.isBlank()) {
            throw new CallException(Failure.INVALID_REQUEST, "nothing is asked in words, so there is nothing to learn");
        }
        Label label = strong
                ? new Label(prompt, OptionalDouble.of(score), OptionalDouble.empty())
                : new Label(prompt, OptionalDouble.empty(), OptionalDouble.of(score));
        if (feedback.isPresent()) {
            feedback.get().append(label);
        }
        try {
            study.add(label, Call.start("cascade-feedback", PATIENCE));
        } catch (CallException e) {
            if (feedback.isEmpty()) {
                throw e;
            }
            // It stands in the file, and is known after the next start.
        }
    }

    @Override
    public void close() {
        study.close();
    }
}
