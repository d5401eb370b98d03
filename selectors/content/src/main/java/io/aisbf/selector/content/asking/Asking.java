// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Asks a model who should answer. What it says is only believed where it names a candidate; everything else, a failure
 * and a late answer included, is no opinion. The same question is put once as long as the answer is remembered, however
 * many ask it at the same moment. For all threads.
 */
final class Asking implements SelectionStrategy.Deciding {
    private final Terms terms;
    private final PluginContext context;
    private final Memory memory;
    private final Listings listings;
    private final Asker asker;
    private final Pause pause;
    private final Flights<Verdict> flights = new Flights<>(System::nanoTime);

    Asking(Terms terms, PluginContext context, Memory memory) {
        this.terms = terms;
        this.context = context;
        this.memory = memory;
        listings = new Listings(terms, context.tokens());
        asker = new Asker(terms, context);
        pause = new Pause(context.clock());
    }

    /**
     * What an operator may set.
     *
     * @param model who is asked
     * @param fallback whom it is to name when in doubt
     * @param skill what it is told instead of the built-in text
     * @param timeout how long its answer is waited for
     * @param room how many tokens its answer may have; empty where that is found out
     */
    record Terms(
            Optional<String> model,
            Optional<String> fallback,
            Optional<String> skill,
            Duration timeout,
            Optional<Integer> room) {}

    @Override
    public Decision decide(ChatRequest request, List<Candidate> candidates, Call call) throws InterruptedException {
        if (candidates.size() == 1) {
            return Decision.of(candidates, 1, "there is no other");
        }
        if (terms.model().isEmpty()) {
            return Decision.none("no selection_model is named that could be asked");
        }
        String model = terms.model().get();
        String said = Excerpt.of(request, text -> context.tokens().count(model, text));
        if (said.isEmpty()) {
            return Decision.none("nothing was said that could be judged");
        }
        Question question = new Question(listings.of(candidates), said);
        Optional<Verdict> known = memory.find(question.key(), !call.isRehearsal());
        if (known.isPresent()) {
            return decision(known.get(), candidates, ", as remembered");
        }
        if (call.isRehearsal()) {
            return Decision.none(model + " would be asked");
        }
        return pause.on() ? Decision.none(model + " did not answer lately") : asked(model, question, candidates, call);
    }

    private Decision asked(String model, Question question, List<Candidate> candidates, Call call)
            throws InterruptedException {
        Duration half = call.remaining().dividedBy(2);
        Duration limit = half.compareTo(terms.timeout()) < 0 ? half : terms.timeout();
        try {
            Verdict verdict = flights.ask(question.key(), () -> fresh(question, call), limit);
            return decision(verdict, candidates, "");
        } catch (TimeoutException e) {
            if (limit.equals(terms.timeout())) {
                pause.failed(question.key());
            }
            return Decision.none(model + " did not answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            return Decision.none(model + " could not be asked: " + why(e));
        }
    }

    /**
     * Looks once more, for whoever found nothing remembered just before another's question was answered, and remembers
     * before the flight is over: whoever comes finds one or the other.
     */
    private Verdict fresh(Question question, Call call) throws IOException, InterruptedException {
        Optional<Verdict> known = memory.find(question.key(), true);
        if (known.isPresent()) {
            return known.get();
        }
        Verdict verdict = asker.ask(question, call);
        pause.answered();
        memory.keep(question.key(), verdict);
        return verdict;
    }

    /** In words of the gateway's own: a provider's message may repeat the prompt. */
    private static String why(ExecutionException failure) {
        return failure.getCause() instanceof CallException known
                ? known.failure().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                : "it failed";
    }

    /** The chosen one, then the fallback, then the others as they stand. */
    private Decision decision(Verdict verdict, List<Candidate> candidates, String how) {
        Optional<Candidate> chosen = verdict.target()
                .flatMap(target -> candidates.stream()
                        .filter(candidate -> candidate.target().equals(target))
                        .findFirst());
        if (chosen.isEmpty()) {
            return Decision.none(verdict.words() + how);
        }
        List<Candidate> order = new ArrayList<>(candidates);
        order.sort(Comparator.comparingInt(candidate -> {
            if (candidate.equals(chosen.get())) {
                return 0;
            }
            return terms.fallback().filter(candidate.target()::equals).isPresent() ? 1 : 2;
        }));
        return Decision.of(order, verdict.confidence(), verdict.words() + how);
    }
}
