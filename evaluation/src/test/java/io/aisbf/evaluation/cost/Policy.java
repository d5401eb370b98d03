// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.cost;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.evaluation.Counting;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.runtime.route.Condensing;
import io.aisbf.runtime.route.ModelEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/** What becomes of a history before it is sent, and what that costs over the whole of a work. */
@FunctionalInterface
interface Policy {
    /** Sends one request. */
    void send(List<Message> history, Bill bill) throws IOException, InterruptedException;

    /** What a work costs. */
    default Bill bill(Work work) throws IOException, InterruptedException {
        Bill bill = new Bill();
        for (List<Message> request : work.requests()) {
            send(request, bill);
        }
        return bill;
    }

    /** Everything, though the model could not read it. */
    static Policy everything() {
        return (history, bill) -> bill.add(history, 0);
    }

    /**
     * The gateway's engine.
     *
     * @param from the setting {@code condense_context}
     * @param to the setting {@code condense_to}; empty for its default
     */
    static Policy engine(Means means, long window, int from, OptionalInt to) {
        Measure measure = new Measure();
        Fitting fitting = new Fitting(
                means.methods(),
                (request, _) -> measure.count(Counting.MODEL, request),
                new JacksonJson(),
                new Random(1));
        ModelEntry model = new ModelEntry(
                "model",
                OptionalLong.of(window),
                OptionalLong.empty(),
                new Condensing(OptionalInt.of(from), to, means.chain()),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
        return (history, bill) -> {
            Fitting.Fitted fitted =
                    fitting.fit(ChatRequest.of("model", history), Counting.MODEL, Optional.of(model), call());
            bill.add(
                    fitted.request().messages(),
                    fitted.condensed().map(Condensed::epoch).orElse(0));
        };
    }

    /**
     * A method that runs anew at every request that is larger than {@code high}, over all but instructions and the
     * newest message.
     *
     * @param goal what is left to come to
     * @param janitor what asking a small model costs for a token of what it reads; 0 without one
     */
    static Policy everyTime(CondensationMethod method, long high, long goal, double janitor) {
        Measure measure = new Measure();
        return (history, bill) -> {
            long now = measure.count(Counting.MODEL, history);
            if (now <= high) {
                bill.add(history, 0);
                return;
            }
            List<Message> middle = history.subList(1, history.size() - 1);
            Passage passage =
                    new Passage(history.subList(0, 1), middle, history.subList(middle.size() + 1, history.size()));
            long size = measure.count(Counting.MODEL, middle);
            List<Message> sent = new ArrayList<>(passage.before());
            sent.addAll(method.condense(
                    passage, new Budget(Counting.MODEL, size, Math.max(0, goal - (now - size))), call()));
            sent.addAll(passage.after());
            bill.add(sent, 0);
            bill.addPlain(janitor * now);
        };
    }

    private static Call call() {
        return Call.start("cost", Duration.ofMinutes(1));
    }
}
