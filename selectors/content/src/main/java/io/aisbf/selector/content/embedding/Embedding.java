// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.Decision.Score;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.selector.content.talk.Talk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses by what a request is like: the descriptions and examples of the candidates. A small embedding model places
 * texts; no language model is asked. Sessions stay where they are unless another candidate is clearly better, for a move
 * costs what the provider has cached of the conversation.
 */
final class Embedding implements SelectionStrategy.Deciding {
    private static final int TURNS = 3;

    /** More likely than this it is unlike all routes. */
    private static final double SURE = 0.5;

    private final Learner learner;
    private final Sessions sessions;

    Embedding(Learner learner, Sessions sessions) {
        this.learner = learner;
        this.sessions = sessions;
    }

    @Override
    public Decision decide(ChatRequest request, List<Candidate> candidates, Call call) throws InterruptedException {
        List<String> turns =
                Talk.turns(request).stream().limit(TURNS).map(Excerpt::of).toList();
        if (turns.isEmpty() || turns.getFirst().isEmpty()) {
            return Decision.none("nothing was said that could be looked at");
        }
        Optional<String> outage = learner.vectors().outage();
        if (outage.isPresent()) {
            return absent(outage.get());
        }
        Optional<Knowledge> knowledge = learner.of(candidates, call);
        if (knowledge.isEmpty()) {
            return learner.vectors()
                    .outage()
                    .map(Embedding::absent)
                    .orElseGet(() -> Decision.none("what the candidates are good at is still being learned"));
        }
        try {
            List<String> windows = turns.stream()
                    .filter(turn -> !turn.isEmpty())
                    .map(Excerpt::window)
                    .toList();
            Asked asked = Asked.of(turns.getFirst(), learner.vectors().of(windows, call));
            return decide(
                    request, candidates, call, knowledge.get(), knowledge.get().judge(asked));
        } catch (CallException | IOException e) {
            return absent(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        learner.close();
    }

    private static Decision absent(String why) {
        return Decision.none("no model makes embeddings here: " + why);
    }

    private Decision decide(
            ChatRequest request, List<Candidate> candidates, Call call, Knowledge known, Knowledge.Verdict verdict) {
        List<Score> scores = new ArrayList<>();
        double sum = candidates.stream()
                .mapToDouble(one -> likely(one, known, verdict))
                .sum();
        for (Candidate candidate : candidates) {
            scores.add(new Score(candidate.target(), likely(candidate, known, verdict) / Math.max(1e-12, sum)));
        }
        scores.sort(Comparator.comparingDouble(Score::value).reversed());
        Score best = scores.getFirst();
        boolean unlike = verdict.unlike() > SURE;
        double confidence = known.sure(best.value(), verdict);
        Optional<Sessions.Held> held =
                sessions.of(request, call).filter(one -> stays(one, scores, unlike || verdict.brief()));
        if (held.isPresent()) {
            double sure = Math.max(held.get().confidence(), confidence);
            sessions.keep(request, call, held.get().target(), sure);
            return new Decision(order(candidates, scores, held.get().target()), sure, "the session stays", scores);
        }
        if (!unlike) {
            sessions.keep(request, call, best.target(), confidence);
        }
        String reason = unlike
                ? "unlike all routes"
                : known.exemplified(best.target()) ? "nearest to its examples" : "nearest to its description";
        return new Decision(order(candidates, scores, best.target()), confidence, reason, scores);
    }

    private boolean stays(Sessions.Held held, List<Score> scores, boolean vague) {
        return scores.stream()
                .filter(score -> score.target().equals(held.target()))
                .anyMatch(score -> vague || scores.getFirst().value() - score.value() <= sessions.margin());
    }

    private static double likely(Candidate candidate, Knowledge known, Knowledge.Verdict verdict) {
        return verdict.likely().get(known.place(candidate.target()));
    }

    private static List<Candidate> order(List<Candidate> candidates, List<Score> scores, String first) {
        List<String> names = scores.stream().map(Score::target).toList();
        return candidates.stream()
                .sorted(Comparator.<Candidate, Boolean>comparing(
                                one -> !one.target().equals(first))
                        .thenComparingInt(one -> names.indexOf(one.target())))
                .toList();
    }
}
