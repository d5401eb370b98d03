// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.judge.Invariants;
import io.aisbf.evaluation.judge.Judge;
import io.aisbf.evaluation.transcript.Dice;
import io.aisbf.evaluation.transcript.Transcript;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.runtime.route.ModelEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Puts conversations through the gateway's own engine, as they arrive in one protocol and as they go out in three: what
 * it sends is judged by the invariants and by strict providers, a second engine must say the same (where a conversation
 * is put to many chains: of every fourth), and what was sent once must stand at the beginning of what is sent later.
 */
final class EngineTrial {
    private static final List<Integer> PERCENTS = List.of(30, 45, 60, 80, 95);
    private static final int PERCENT = 100;

    /** Of so many chains that one conversation is put to, one is tried by a second engine: its turn moves by the seed. */
    private static final int DOUBTED = 4;

    private final Measure measure = new Measure();
    private final Fitting engine;
    private final Fitting again;
    private final List<List<String>> chains;
    private final int each;
    private final Findings findings;

    /**
     * Tries chains.
     *
     * @param methods makes the methods; two engines have their own each
     * @param chains the names of methods, in order
     * @param each how many of the chains a conversation is put to, others for every seed
     */
    EngineTrial(
            Supplier<Map<String, CondensationMethod>> methods, List<List<String>> chains, int each, Findings findings) {
        this.each = each;
        this.engine = engine(methods.get());
        this.again = engine(methods.get());
        this.chains = chains;
        this.findings = findings;
    }

    private Fitting engine(Map<String, CondensationMethod> methods) {
        Map<String, CondensationMethod> once = new LinkedHashMap<>();
        methods.forEach((name, method) -> once.put(name, Once.of(method)));
        return new Fitting(
                once, (request, _) -> measure.count(Counting.MODEL, request), new JacksonJson(), new Random(1));
    }

    /** Chains, over the conversation of a seed, for a model that it is too long for. */
    void run(long seed) throws InterruptedException {
        Dice dice = new Dice(~seed);
        ChatRequest request = dice.pick(Judge.ALL)
                .arrived(ChatRequest.of("model", Transcript.of(seed).messages()));
        long context = measure.count(Counting.MODEL, request) * dice.pick(PERCENTS) / PERCENT;
        int high = dice.pick(40, 80);
        // Many chains end with the same: that is judged once.
        Map<List<Message>, List<String>> verdicts = new HashMap<>();
        for (int i = 0; i < Math.min(each, chains.size()); i++) {
            List<String> chain = chains.get((int) ((seed * Math.min(each, chains.size()) + i) % chains.size()));
            ModelEntry model = new ModelEntry("m", OptionalLong.of(context), OptionalInt.of(high), chain);
            boolean twice = each < DOUBTED || (seed + i) % DOUBTED == 0;
            try {
                once(seed, request, model, twice, verdicts);
            } catch (CallException e) {
                boolean tooLong = e.failure() == Failure.CONTEXT_TOO_LONG;
                findings.add(tooLong ? "refused" : "failed", seed, tooLong ? List.of() : List.of(e.toString()));
            }
        }
        if (!chains.isEmpty()) {
            growing(
                    seed,
                    request,
                    new ModelEntry("m", OptionalLong.of(context), OptionalInt.of(high), dice.pick(chains)));
        }
    }

    private void once(
            long seed, ChatRequest request, ModelEntry model, boolean twice, Map<List<Message>, List<String>> verdicts)
            throws InterruptedException {
        ChatRequest sent = fit(engine, request, model).request();
        List<String> wrong =
                new ArrayList<>(verdicts.computeIfAbsent(sent.messages(), _ -> verdict(request.messages(), sent)));
        if (twice
                && !sent.messages().equals(fit(again, request, model).request().messages())) {
            wrong.add("another engine says something else");
        }
        findings.add(String.join("+", model.condensing().methods()), seed, wrong);
    }

    private List<String> verdict(List<Message> before, ChatRequest sent) {
        List<Message> after = sent.messages();
        List<String> wrong = new ArrayList<>(
                Invariants.violations(before, after, messages -> measure.count(Counting.MODEL, messages)));
        if (!system(before).equals(system(after))) {
            wrong.add("instructions are not what they were");
        }
        // A tool's large result may be said shorter when it arrives.
        if (before.getLast().role() != Role.TOOL && !before.getLast().equals(after.getLast())) {
            wrong.add("the newest message is not what it was");
        }
        question(before)
                .filter(question -> !after.contains(question))
                .ifPresent(question -> wrong.add("the question is not there: " + question.text()));
        for (Judge judge : Judge.ALL) {
            judge.refusal(sent).ifPresent(wrong::add);
        }
        return wrong;
    }

    /** The conversation request by request: what was sent must stay at the beginning until the next epoch. */
    private void growing(long seed, ChatRequest whole, ModelEntry model) throws InterruptedException {
        List<Message> all = whole.messages();
        Sent before = new Sent(List.of(), 0, false);
        for (int end = 1; end <= all.size(); end++) {
            boolean asks = all.get(end - 1).role() != Role.ASSISTANT
                    && (end == all.size() || all.get(end).role() == Role.ASSISTANT);
            if (asks) {
                Sent now;
                try {
                    now = Sent.of(fit(engine, whole.withMessages(all.subList(0, end)), model), all.subList(0, end));
                } catch (CallException e) {
                    return;
                }
                // From the first mark of a client's own on, it is condensed later.
                boolean same = now.epoch() == before.epoch() && now.marked() == before.marked();
                boolean changed = same && !now.begins(before);
                String words = "what was sent before is not what it was, within an epoch, at message " + end;
                findings.add("growing", seed, changed ? List.of(words) : List.of());
                before = now;
            }
        }
    }

    /**
     * What was sent.
     *
     * @param messages none where the methods did too little and the middle was left out: that moves
     * @param epoch how often the history had been cut
     * @param marked whether the client says itself what is to be cached
     */
    private record Sent(List<Message> messages, int epoch, boolean marked) {
        static Sent of(Fitting.Fitted fitted, List<Message> history) {
            boolean moves = fitted.condensed()
                    .filter(condensed -> condensed.methods().contains("left-out"))
                    .isPresent();
            return new Sent(
                    moves ? List.of() : fitted.request().messages(),
                    fitted.condensed().map(Condensed::epoch).orElse(0),
                    history.stream()
                            .filter(message -> message.role() != Role.SYSTEM)
                            .flatMap(message -> message.parts().stream())
                            .anyMatch(Part.CachePoint.class::isInstance));
        }

        boolean begins(Sent with) {
            return messages.isEmpty()
                    || (messages.size() >= with.messages.size()
                            && messages.subList(0, with.messages.size()).equals(with.messages));
        }
    }

    private static Fitting.Fitted fit(Fitting engine, ChatRequest request, ModelEntry model)
            throws InterruptedException {
        return engine.fit(request, Counting.MODEL, Optional.of(model), Call.start("trial", Duration.ofMinutes(1)));
    }

    private static List<Message> system(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.role() == Role.SYSTEM)
                .toList();
    }

    private static Optional<Message> question(List<Message> messages) {
        return messages.reversed().stream()
                .filter(message -> message.role() == Role.USER
                        && message.parts().stream().noneMatch(Part.ToolResult.class::isInstance))
                .findFirst();
    }
}
