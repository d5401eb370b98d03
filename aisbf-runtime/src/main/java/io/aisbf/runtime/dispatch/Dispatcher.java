// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.booking.Booking;
import io.aisbf.runtime.booking.CallRefused;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.deliver.Continuation;
import io.aisbf.runtime.deliver.Delivery;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.fit.Rehearsal;
import io.aisbf.runtime.observe.Trail;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import io.aisbf.runtime.split.Splitting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The one engine under every door: resolves the target, puts candidates in order, tries them one after another until
 * one answers or none is left. A candidate that fails before anything of an answer went out to the client makes room
 * for the next where {@link Failure#tryNext} says so; what fails later ends the call, or is continued by the next where
 * the rotation's operator wants that and it is safe.
 *
 * <p>One for each generation; called from as many virtual threads as there are calls.
 */
public final class Dispatcher {
    private static final int DEEPEST = 3;

    private final Targets targets;
    private final Fitting fitting;
    private final Splitting splitting;
    private final Surroundings around;
    private final Pursuit.Means means;
    private final TokenCount tokens;

    /** A dispatcher over these targets. */
    public Dispatcher(Targets targets, Fitting fitting, Surroundings around, Booking booking) {
        this.targets = targets;
        this.fitting = fitting;
        this.splitting = new Splitting(fitting::count, (request, call) -> ask(request, call.nested()));
        this.around = around;
        this.tokens = new TokenCount(targets, fitting);
        Standings standings = new Standings(targets, fitting, around.health());
        Opener opener = new Opener(around, booking);
        this.means = new Pursuit.Means(
                around,
                opener,
                new Hedging(around, opener),
                (target, course) -> new Turns(targets, standings, target, course),
                standings::willing);
    }

    /**
     * Answers a client.
     *
     * @throws CallException if nobody could; whether something had gone out by then, the delivery knows
     */
    public void chat(ChatRequest request, Target target, Call call, Delivery delivery, Trace trace)
            throws InterruptedException {
        boolean continuing = target instanceof Target.Choice choice
                && choice.group().care().continues()
                && Continuation.possible(request);
        ChatErrand errand = new ChatErrand(
                request,
                around,
                new ChatErrand.Shaping(fitting, splitting),
                delivery,
                trace,
                continuing,
                call.losses());
        try {
            pursue(request, target, call, trace, errand);
        } catch (CallRefused e) {
            throw e.told();
        } catch (CallException e) {
            if (!(target instanceof Target.Choice choice)
                    || !choice.group().care().tells()
                    || delivery.committed()
                    || e.failure().fault() == Failure.Fault.CALLER) {
                throw e;
            }
            tell(choice.group(), e, delivery, trace);
        }
    }

    private <T extends AutoCloseable> void pursue(
            ChatRequest request, Target target, Call call, Trace trace, Errand<T> errand) throws InterruptedException {
        new Pursuit<>(means, new Course(request, call, trace), errand).run(target);
    }

    /** The same for what is told as it is, whether candidates failed or nobody was allowed to be asked. */
    private <T extends AutoCloseable> void pursueOrTell(
            ChatRequest request, Target target, Call call, Trace trace, Errand<T> errand) throws InterruptedException {
        try {
            pursue(request, target, call, trace, errand);
        } catch (CallRefused e) {
            throw e.told();
        }
    }

    /** Tells that all candidates failed as an ordinary answer: for programs that show nothing else to their users. */
    private static void tell(Group group, CallException failure, Delivery delivery, Trace trace)
            throws InterruptedException {
        trace.trail().note("told as an ordinary answer, as notify_errors wants it");
        trace.notes(_ -> UsageNote.NONE);
        delivery.tell(group.kind().word() + "/" + group.name(), "[AISBF] " + failure.getMessage());
    }

    /** Answers a plugin that asks on behalf of a call: the whole answer. Nested calls are never condensed. */
    public ChatResponse ask(ChatRequest request, Call call) throws InterruptedException {
        refuseTooDeep(call);
        refuseRehearsed(request.model(), call);
        ChatRequest whole = request.withStreaming(false);
        Unwatched trace = new Unwatched(new Trail(around.nanoTime()));
        AskErrand errand = new AskErrand(whole, around, trace);
        pursueOrTell(whole, targets.resolve(request.model()), call, trace, errand);
        return errand.answer();
    }

    private static void refuseTooDeep(Call call) {
        if (call.depth() > DEEPEST) {
            throw new CallException(
                    Failure.INTERNAL, "calls made on behalf of calls are nested deeper than " + DEEPEST + " levels");
        }
    }

    private static void refuseRehearsed(String model, Call call) {
        if (call.isRehearsal()) {
            throw new CallException(Failure.UNAVAILABLE, model + " would be asked, and is not while nobody is called");
        }
    }

    /**
     * Makes embeddings for a plugin on behalf of a call. What a provider makes in this process costs nobody anything: it
     * is neither booked nor limited, and is there in a rehearsal too.
     */
    public EmbeddingReply embed(EmbeddingRequest request, Call call) throws InterruptedException {
        Target target = targets.resolve(request.model());
        if (target instanceof Target.Model model) {
            for (ProviderEntry.Key key : model.provider().keys()) {
                if (key.provider() instanceof Provider.InProcess
                        && key.provider() instanceof Provider.Embeddings embeddings) {
                    EmbeddingRequest here = request.withModel(model.model());
                    return Contained.run(model.provider().label(), () -> embeddings.embed(here, call));
                }
            }
        }
        refuseTooDeep(call);
        refuseRehearsed(request.model(), call);
        return embed(request, target, call, new Unwatched(new Trail(around.nanoTime())));
    }

    /** Answers a request for embeddings. */
    public EmbeddingReply embed(EmbeddingRequest request, Target target, Call call, Trace trace)
            throws InterruptedException {
        EmbedErrand errand = new EmbedErrand(request, around.nanoTime(), trace);
        pursueOrTell(ChatRequest.of(request.model(), List.of()), target, call, trace, errand);
        return errand.answer();
    }

    /**
     * What would become of a conversation on its way to the first model behind a target. Nobody is asked, neither a
     * provider nor the model that condensation may ask.
     *
     * @param changes what is to be otherwise than the configuration says of that model
     */
    public Rehearsal rehearse(ChatRequest request, Target target, UnaryOperator<ModelEntry> changes, Call call)
            throws InterruptedException {
        Target.Model model = targets.first(target)
                .orElseThrow(() -> new CallException(
                        Failure.UNAVAILABLE, target.name() + " has no candidate; add one to its models"));
        ModelEntry entry = model.entry()
                .orElseGet(() -> new ModelEntry(model.model(), OptionalLong.empty(), OptionalInt.empty(), List.of()));
        return fitting.rehearse(request, model.name(), changes.apply(entry), call.rehearsed());
    }

    /**
     * Whose turn it would be first for a request, and by which choices; the trail tells those. Nobody outside this
     * process is asked.
     *
     * @return empty where nobody can be asked now
     */
    public Optional<Target.Model> explain(ChatRequest request, Target target, Call call, Trace trace)
            throws InterruptedException {
        return means.turns()
                .of(target, new Course(request, call.rehearsed(), trace))
                .next()
                .map(Turns.Turn::model);
    }

    /** The condensation methods there are, by the names they go by. */
    public Set<String> condensers() {
        return fitting.methods();
    }

    /** Tells how many tokens a request comes to. */
    public TokenCount.Counted count(ChatRequest request, Target target, Call call, Trace trace)
            throws InterruptedException {
        return tokens.count(request, target, call, trace);
    }

    /** What surrounds a plugin's own question: nobody looks at its trail, and whoever stops the call interrupts it. */
    private record Unwatched(Trail trail) implements Trace {
        @Override
        public void attempt(String target, String plugin) {}

        @Override
        public void selected(String target, String plugin, Function<Usage, OptionalLong> cost) {}

        @Override
        public void condensed(Condensed condensed) {}

        @Override
        public boolean stopped() {
            return false;
        }
    }
}
