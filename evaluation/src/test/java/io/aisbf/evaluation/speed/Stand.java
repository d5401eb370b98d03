// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.speed;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Plugins;
import io.aisbf.evaluation.Recommended;
import io.aisbf.evaluation.cost.Work;
import io.aisbf.evaluation.judge.Judge;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.runtime.route.ModelEntry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/** An engine, a model and a stop-watch that stands still while others have the processor. */
final class Stand {
    private static final Map<String, CondensationMethod> METHODS = Plugins.methods(new Measure());
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Judge WIRE = Judge.ALL.getFirst();
    private static final int WARMING = 5;
    private static final int LEAST_STEPS = 75;

    private final Fitting fitting =
            new Fitting(METHODS, (request, _) -> Counting.count(request), new JacksonJson(), new Random(1));
    private final ModelEntry model;
    private final long window;

    /** For a model that reads so many tokens and is condensed for at so many percent of them. */
    Stand(long window, int percent) {
        this.window = window;
        model = new ModelEntry("m", OptionalLong.of(window), OptionalInt.of(percent), chain());
    }

    /** The methods that are used. */
    static List<String> chain() {
        return Recommended.of(METHODS.keySet());
    }

    /** The time of each of many calls with the same conversation. */
    List<Long> repeated(int tokens, int times) throws InterruptedException {
        byte[] body = WIRE.wire(ChatRequest.of("m", conversation(tokens, 1)));
        for (int i = 0; i < times; i++) {
            time(body);
        }
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            nanos.add(time(body));
        }
        return nanos;
    }

    /** The time of each call of a conversation that grows until it has been cut several times; those above only. */
    List<Long> growing() throws InterruptedException {
        int steps = (int) Math.max(LEAST_STEPS, 2 * window / Work.STEP);
        for (int round = 0; round < WARMING; round++) {
            grow(new Work(steps, 1, 2 + round));
        }
        return grow(new Work(steps, 1, 5));
    }

    private List<Long> grow(Work work) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (List<Message> request : work.requests()) {
            long took = time(WIRE.wire(ChatRequest.of("m", request)));
            if (Counting.count(request) > model.condensing().high() * window / 100) {
                nanos.add(took);
            }
        }
        return nanos;
    }

    /** The time of the first call with each of some conversations, for a model that reads half of them. */
    static List<Long> cold(int tokens, int times) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int i = -WARMING; i < times; i++) {
            Stand stand = new Stand(tokens / 2, 80);
            long took = stand.time(WIRE.wire(ChatRequest.of("m", conversation(tokens, 10 + i))));
            if (i >= 0) {
                nanos.add(took);
            }
        }
        return nanos;
    }

    private static List<Message> conversation(int tokens, int userEvery) {
        return new Work(Math.max(1, tokens / Work.STEP), tokens < Work.STEP ? 2 : 1, userEvery)
                .requests()
                .getLast();
    }

    private long time(byte[] body) throws InterruptedException {
        ChatRequest request = WIRE.arrived(body);
        Call call = Call.start("speed", Duration.ofMinutes(1));
        long before = THREADS.getCurrentThreadCpuTime();
        fitting.fit(request, Counting.MODEL, Optional.of(model), call);
        return THREADS.getCurrentThreadCpuTime() - before;
    }
}
