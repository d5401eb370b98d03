// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.json.Json;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.count.RawMeasure;
import io.aisbf.runtime.fit.Epochs.Epoch;
import io.aisbf.runtime.fit.Transcript.Group;
import io.aisbf.runtime.fit.memory.Prints;
import io.aisbf.runtime.fit.rules.Guard;
import io.aisbf.runtime.fit.rules.Whole;
import io.aisbf.runtime.route.Condensing;
import io.aisbf.runtime.route.ModelEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Makes a conversation fit the model that is to answer it. Below the high water ({@code condense_context} percent of the
 * model's context) nothing is done, and most requests are not even decoded. Above, what is old stands as a digest, and
 * all that follows from the history alone, so that what a provider has cached stays cached ({@link Epochs}).
 *
 * <p>Condensation may fail, the call may not: what a method cannot do the next does, and where all of them do too little
 * whole groups are left out of the middle. Only a request whose instructions and newest messages alone are larger than
 * the model can read is refused. For all calls' threads; lives as long as a configuration.
 */
public final class Fitting {
    private static final int PERCENT = 100;
    private static final int LARGEST_ANSWER = 4;
    private static final long USUAL_OUTPUT = 4096;

    /** Estimates err; what is refused is certainly too large. */
    private static final double CERTAINLY = 0.9;

    private final Measure measure = new Measure();
    private final RawMeasure raw;
    private final Counting counting;
    private final Set<String> methods;
    private final Digests digests;
    private final Arrival arrival;
    private final Recall recall;

    /** Counts what a request comes to in tokens, for decisions that need not be the same for ever. */
    @FunctionalInterface
    public interface Counting {
        long count(ChatRequest request, String target);
    }

    /** Fits with these methods, by their types. */
    public Fitting(Map<String, CondensationMethod> methods, Counting counting, Json json, RandomGenerator random) {
        this.counting = counting;
        this.methods = Collections.unmodifiableSet(new TreeSet<>(methods.keySet()));
        raw = new RawMeasure(random);
        Chain chain = new Chain(methods, measure, new Guard(json));
        digests = new Digests(chain, measure);
        arrival = new Arrival(chain, methods);
        recall = new Recall(methods);
    }

    /** A request as it is to be sent, and what was done to it, if anything was. */
    public record Fitted(ChatRequest request, Optional<Condensed> condensed) {}

    /** What a request comes to in tokens for that target, as far as can be told without asking it. */
    public long count(ChatRequest request, String target) {
        return counting.count(request, target);
    }

    /**
     * The request as this model is to get it.
     *
     * @throws CallException {@code CONTEXT_TOO_LONG} if what must not be touched alone is larger than the model can read
     */
    public Fitted fit(ChatRequest request, String target, Optional<ModelEntry> model, Call call)
            throws InterruptedException {
        return call.depth() > 0 ? new Fitted(request, Optional.empty()) : asWanted(request, target, model, call);
    }

    /**
     * What would become of a request, on behalf of a call so deep that nobody may be asked on its behalf: methods do what
     * they do without a model.
     *
     * @throws CallException as {@link #fit} does
     */
    public Rehearsal rehearse(ChatRequest request, String target, ModelEntry model, Call call)
            throws InterruptedException {
        Fitted fitted = asWanted(request, target, Optional.of(model), call);
        return new Rehearsal(target, model, measure.count(target, request), request, fitted);
    }

    /** The methods that there are, by the names they go by. */
    public Set<String> methods() {
        return methods;
    }

    private Fitted asWanted(ChatRequest request, String target, Optional<ModelEntry> model, Call call)
            throws InterruptedException {
        Condensing how = model.map(ModelEntry::condensing).orElse(Condensing.NONE);
        OptionalLong size = model.map(ModelEntry::contextSize).orElse(OptionalLong.empty());
        if (!how.inForce() || size.isEmpty()) {
            return new Fitted(request, Optional.empty());
        }
        long context = size.getAsLong();
        long output = output(request, model.orElseThrow(), context);
        long most = model.get().maxRequest().orElse(context);
        if (isFarBelow(request, target, Math.min(Math.min(context, most) * how.high() / PERCENT, context - output))) {
            return new Fitted(request, Optional.empty());
        }
        Transcript transcript = Transcript.of(request, target, measure);
        Waters waters = Waters.of(context, how.high(), how.low(), output, transcript.headSize(), transcript.marked());
        if (most < waters.hard() && isWhole(request, transcript, most)) {
            waters = Waters.of(most, how.high(), how.low(), 0, transcript.headSize(), transcript.marked());
        }
        Manner manner = new Manner(target, how.methods(), waters, call);
        return fit(request, transcript, Epochs.of(transcript, waters), manner, context);
    }

    /** Whether a request that is larger must be made smaller, since it cannot be split: for all that follow as well. */
    private static boolean isWhole(ChatRequest request, Transcript transcript, long most) {
        return Whole.because(request).isPresent()
                || Whole.crowded(transcript.size() - transcript.longestOfUser(), most);
    }

    private boolean isFarBelow(ChatRequest request, String target, long tokens) {
        OptionalLong most = request.wire()
                .map(wire -> raw.atMost(target, wire.json().slices()))
                .orElse(OptionalLong.empty());
        return most.isPresent() && most.getAsLong() <= tokens;
    }

    private static long output(ChatRequest request, ModelEntry model, long context) {
        long wanted = request.sampling().maxTokens().isPresent()
                ? request.sampling().maxTokens().getAsInt()
                : Math.min(model.output().orElse(USUAL_OUTPUT), context / LARGEST_ANSWER);
        return Math.clamp(wanted, 0, context);
    }

    private Fitted fit(ChatRequest request, Transcript transcript, List<Epoch> epochs, Manner manner, long context)
            throws InterruptedException {
        if (epochs.isEmpty() && transcript.size() <= manner.waters().hard()) {
            return new Fitted(request, Optional.empty());
        }
        Steps steps = new Steps();
        if (epochs.isEmpty()) {
            return fitted(request, transcript, Sent.all(transcript), 0, steps, manner, context);
        }
        Sent sent = assemble(transcript, epochs, manner, steps);
        // In a window of a few dozen tokens a digest and its frame may come to more than what they stand for.
        boolean smaller = measure.count(manner.target(), sent.messages())
                < transcript.size(0, transcript.messages().size());
        return smaller
                ? fitted(request.withMessages(sent.messages()), transcript, sent, epochs.size(), steps, manner, context)
                : fit(request, transcript, List.of(), manner, context);
    }

    private Fitted fitted(
            ChatRequest request,
            Transcript transcript,
            Sent sent,
            int epochs,
            Steps steps,
            Manner manner,
            long context) {
        long tokens = counting.count(request, manner.target());
        ChatRequest fitted = tokens > manner.waters().hard()
                ? leaveOut(request, question(transcript), tokens, manner, steps, context)
                : request;
        if (epochs == 0 && fitted == request) {
            return new Fitted(request, Optional.empty());
        }
        long condensed = Transcript.of(fitted, manner.target(), measure).size();
        return new Fitted(
                fitted,
                Optional.of(new Condensed(
                        transcript.size(),
                        condensed,
                        epochs,
                        Math.min(sent.stable(), condensed),
                        sent.recalled(),
                        steps.told())));
    }

    /**
     * A conversation as it is sent.
     *
     * @param stable tokens of what stood there before the newest messages came
     * @param recalled how many questions have something recalled before them
     */
    private record Sent(List<Message> messages, long stable, int recalled) {
        static Sent all(Transcript transcript) {
            return new Sent(transcript.messages(), transcript.headSize(), 0);
        }
    }

    private Sent assemble(Transcript transcript, List<Epoch> epochs, Manner manner, Steps steps)
            throws InterruptedException {
        Prints prints = Prints.of(transcript.messages());
        Digests.Digest digest = digests.of(transcript, prints, epochs, manner);
        steps.add(digest.steps());
        List<Message> messages = new ArrayList<>(transcript.messages(0, transcript.head()));
        messages.addAll(digest.messages());
        int recalled = 0;
        int firstSeen = epochs.getFirst().seen();
        int newest = messages.size();
        for (Group group : transcript.groups()) {
            if (group.from() < epochs.getLast().cut()) {
                continue;
            }
            newest = messages.size();
            for (int i = group.from(); i < group.to(); i++) {
                if (transcript.isQuestion(i)) {
                    Optional<Message> block = recall.before(transcript, prints, i, epochs, manner);
                    block.ifPresent(messages::add);
                    recalled += block.isPresent() ? 1 : 0;
                }
                messages.add(
                        i <= firstSeen
                                ? transcript.messages().get(i)
                                : arrival.of(transcript, prints, i, group, manner, steps));
            }
        }
        boolean fresh = epochs.getLast().seen() == transcript.messages().size() - 1;
        List<Message> stable = messages.subList(0, fresh ? transcript.head() : newest);
        return new Sent(List.copyOf(messages), measure.count(manner.target(), stable), recalled);
    }

    private static Optional<Message> question(Transcript transcript) {
        int last = transcript.question(transcript.messages().size() - 1);
        return last < 0 ? Optional.empty() : Optional.of(transcript.messages().get(last));
    }

    /** The hard case: the methods did too little. */
    private ChatRequest leaveOut(
            ChatRequest request, Optional<Message> question, long tokens, Manner manner, Steps steps, long context) {
        Transcript transcript = Transcript.of(request, manner.target(), measure);
        // The estimate by vocabulary decides; the measure is only brought to its scale.
        long most = manner.waters().hard() * transcript.size() / Math.max(1, tokens);
        List<Message> rest =
                LeftOut.ofTheMiddle(transcript, question, most, LeftOut.lineSize(measure, manner.target()));
        if (rest.equals(transcript.messages())) {
            return refuseIfTooLong(request, tokens, context);
        }
        ChatRequest fitted = request.withMessages(rest);
        steps.used(LeftOut.NAME, transcript.size(), measure.count(manner.target(), rest));
        return refuseIfTooLong(fitted, counting.count(fitted, manner.target()), context);
    }

    private static ChatRequest refuseIfTooLong(ChatRequest request, long tokens, long context) {
        if (tokens * CERTAINLY > context) {
            throw new CallException(
                    Failure.CONTEXT_TOO_LONG,
                    "the instructions, the tools and the newest messages alone come to about " + tokens
                            + " tokens, and the model reads " + context
                            + "; send less of them, or ask a model with a larger context");
        }
        return request;
    }
}
