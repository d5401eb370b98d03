// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static java.lang.System.Logger.Level.DEBUG;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.deliver.Delivery;
import io.aisbf.runtime.deliver.ReplyFold;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The one engine under every door: resolves the target, puts candidates in order, tries them one after another until
 * one answers or none is left. A candidate that fails before anything went out to the client makes room for the next
 * where {@link Failure#tryNext} says so; what fails later ends the call.
 *
 * <p>Stateless but for the plugins' own state; called from as many virtual threads as there are calls.
 */
public final class Dispatcher {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final int DEEPEST = 3;

    private final Targets targets;
    private final Fitting fitting;
    private final LongSupplier nanoTime;
    private final TokenCount tokens;

    /** A dispatcher over these targets. */
    public Dispatcher(Targets targets, Fitting fitting, LongSupplier nanoTime) {
        this.targets = targets;
        this.fitting = fitting;
        this.nanoTime = nanoTime;
        this.tokens = new TokenCount(targets, fitting);
    }

    /** One try of one model: asks it and brings the answer where it belongs. */
    @FunctionalInterface
    private interface Attempt {
        Outcome.Answered on(Target.Model model) throws InterruptedException;
    }

    /**
     * Answers a client.
     *
     * @throws CallException if nobody could; whether something had gone out by then, the delivery knows
     */
    public void chat(ChatRequest request, Target target, Call call, Delivery delivery, Trace trace)
            throws InterruptedException {
        List<Call.Loss> lasting = call.losses();
        run(target, request, call, delivery::committed, model -> {
            long start = nanoTime.getAsLong();
            trace.attempt(model.name(), model.provider().label());
            Fitting.Fitted fitted = fitting.fit(request, model.name(), model.entry(), call);
            fitted.condensed().ifPresent(trace::condensed);
            begin(call, lasting);
            String label = model.provider().label();
            return delivery.deliver(label, ask(model, fitted.request(), call), call, start);
        });
    }

    /**
     * Forgets what other candidates, a strategy or a condenser could not carry; what the client's own protocol has no
     * place for, whoever answers, stays lost.
     */
    private static void begin(Call call, List<Call.Loss> lasting) {
        call.attempt();
        lasting.forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
    }

    /** What the surroundings of a call want to know of its way. */
    public interface Trace {
        /** A target is tried now; {@code plugin} names in messages who answers for it. */
        void attempt(String target, String plugin);

        /** The conversation was condensed for it, by that method. */
        void condensed(String method);
    }

    /** Answers a plugin that asks on behalf of a call: the whole answer. Nested calls are never condensed. */
    public ChatResponse ask(ChatRequest request, Call call) throws InterruptedException {
        if (call.depth() > DEEPEST) {
            throw new CallException(
                    Failure.INTERNAL, "calls made on behalf of calls are nested deeper than " + DEEPEST + " levels");
        }
        List<ChatResponse> answer = new ArrayList<>();
        ChatRequest whole = request.withStreaming(false);
        run(targets.resolve(request.model()), whole, call, () -> !answer.isEmpty(), model -> {
            long start = nanoTime.getAsLong();
            try (ChatReply reply = ask(model, whole, call)) {
                answer.add(
                        switch (reply) {
                            case ChatReply.Whole one -> one.response();
                            case ChatReply.Stream stream ->
                                Delivery.fold(model.provider().label(), stream, new ReplyFold());
                        });
            }
            return answered(start, answer.getFirst().usage());
        });
        return answer.getFirst();
    }

    /** Answers a request for embeddings. */
    public EmbeddingReply embed(EmbeddingRequest request, Target target, Call call, Trace trace)
            throws InterruptedException {
        List<EmbeddingReply> answer = new ArrayList<>();
        ChatRequest nothing = ChatRequest.of(request.model(), List.of());
        run(target, nothing, call, () -> !answer.isEmpty(), model -> {
            long start = nanoTime.getAsLong();
            trace.attempt(model.name(), model.provider().label());
            call.attempt();
            if (!(usable(model) instanceof Provider.Embeddings embeddings)) {
                throw new CallException(
                        Failure.UNKNOWN_MODEL, "provider '" + model.provider().name() + "' makes no embeddings");
            }
            answer.add(Contained.run(
                    model.provider().label(), () -> embeddings.embed(request.withModel(model.model()), call)));
            return answered(start, answer.getFirst().usage());
        });
        return answer.getFirst();
    }

    /** Tells how many tokens a request comes to. */
    public TokenCount.Counted count(ChatRequest request, Target target, Call call, Trace trace)
            throws InterruptedException {
        return tokens.count(request, target, call, trace);
    }

    /** What came in one piece: its first token came with its last. */
    private Outcome.Answered answered(long start, Usage usage) {
        Duration total = Duration.ofNanos(nanoTime.getAsLong() - start);
        return new Outcome.Answered(total, total, usage);
    }

    private Outcome.Answered run(
            Target target, ChatRequest request, Call call, BooleanSupplier committed, Attempt attempt)
            throws InterruptedException {
        return switch (target) {
            case Target.Model model -> attempt.on(model);
            case Target.Choice choice -> choose(choice.group(), request, call, committed, attempt);
        };
    }

    private Outcome.Answered choose(
            Group group, ChatRequest request, Call call, BooleanSupplier committed, Attempt attempt)
            throws InterruptedException {
        List<String> failures = new ArrayList<>();
        Optional<CallException> last = Optional.empty();
        for (Candidate candidate : order(group, request, call)) {
            try {
                Outcome.Answered outcome =
                        run(group.within(targets.resolve(candidate.target())), request, call, committed, attempt);
                observe(group, candidate, outcome);
                return outcome;
            } catch (CallException e) {
                observe(group, candidate, new Outcome.Failed(e.failure()));
                if (committed.getAsBoolean() || !e.failure().tryNext()) {
                    throw e;
                }
                LOG.log(DEBUG, "call {0}: {1} did not answer: {2}", call.id(), candidate.target(), e.failure());
                failures.add(candidate.target() + ": " + e.getMessage());
                last = last.filter(_ -> e.failure() == Failure.CANNOT_CARRY)
                        .filter(known -> known.failure() != Failure.CANNOT_CARRY)
                        .or(() -> Optional.of(e));
            }
        }
        throw nobody(group, failures, last);
    }

    /** The candidates that can be asked at all, in the strategy's order. */
    private List<Candidate> order(Group group, ChatRequest request, Call call) throws InterruptedException {
        List<Candidate> able = group.candidates().stream()
                .filter(candidate -> !(targets.resolve(candidate.target()) instanceof Target.Model model)
                        || model.provider().unavailable().isEmpty())
                .toList();
        if (able.isEmpty() || group.strategy().isEmpty()) {
            return fallbackFirst(group, able);
        }
        List<Candidate> ranked =
                Contained.run(group.label(), () -> group.strategy().get().rank(request, able, call));
        if (!able.containsAll(ranked)) {
            throw new CallException(
                    Failure.PLUGIN_FAILED, group.label() + " named a candidate that it was not offered");
        }
        return ranked.stream().distinct().toList();
    }

    private static List<Candidate> fallbackFirst(Group group, List<Candidate> able) {
        List<Candidate> order = new ArrayList<>(able);
        group.fallback()
                .ifPresent(name -> order.sort(
                        Comparator.comparing(candidate -> !candidate.target().equals(name))));
        return order;
    }

    private CallException nobody(Group group, List<String> failures, Optional<CallException> last) {
        String name = group.kind().word() + " '" + group.name() + "'";
        if (last.isEmpty()) {
            List<String> reasons = group.candidates().stream()
                    .map(candidate -> candidate.target()
                            + (targets.resolve(candidate.target()) instanceof Target.Model model
                                    ? ": " + model.provider().unavailable().orElse("not chosen")
                                    : ": not chosen"))
                    .toList();
            return new CallException(
                    Failure.UNAVAILABLE, name + " has nobody to ask (" + String.join("; ", reasons) + ")");
        }
        if (failures.size() == 1) {
            return last.get();
        }
        return new CallException(
                last.get().failure(),
                "no candidate of " + name + " answered: " + String.join("; ", failures),
                last.get().details());
    }

    private ChatReply ask(Target.Model model, ChatRequest request, Call call) throws InterruptedException {
        Provider provider = usable(model);
        return Contained.run(model.provider().label(), () -> provider.chat(request.withModel(model.model()), call));
    }

    private static Provider usable(Target.Model model) {
        model.provider().unavailable().ifPresent(reason -> {
            throw new CallException(
                    Failure.UNAVAILABLE, "provider '" + model.provider().name() + "' cannot be asked: " + reason);
        });
        return model.provider().instance();
    }

    private static void observe(Group group, Candidate candidate, Outcome outcome) throws InterruptedException {
        if (group.strategy().isPresent()) {
            try {
                Contained.run(group.label(), () -> {
                    group.strategy().get().observe(candidate, outcome);
                    return outcome;
                });
            } catch (CallException told) {
                LOG.log(DEBUG, "what {0} makes of an outcome is its own affair: {1}", group.label(), told.getMessage());
            }
        }
    }
}
