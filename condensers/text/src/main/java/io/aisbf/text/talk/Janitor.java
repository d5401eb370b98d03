// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import static java.lang.System.Logger.Level.DEBUG;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/**
 * The small model that a method may ask, if its operator named one. What it says is a suggestion: there may be none in
 * time, and whoever asks must check every word. For all threads.
 */
public final class Janitor {
    private static final System.Logger LOG = System.getLogger(Janitor.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final int CONTEXT = 8192;
    private static final int LEAST_CONTEXT = 512;
    private static final int LONGEST_ANSWER = 100_000;

    private final Models models;
    private final Optional<String> model;
    private final Optional<String> prompt;
    private final Duration timeout;
    private final int context;

    private Janitor(Models models, Optional<String> model, Optional<String> prompt, Duration timeout, int context) {
        this.models = models;
        this.model = model;
        this.prompt = prompt;
        this.timeout = timeout;
        this.context = context;
    }

    /** Reads {@code model}, {@code max_context}, {@code prompt} and {@code timeout}. */
    public static Janitor of(Settings settings, PluginContext lent) {
        Duration timeout = settings.duration("timeout").orElse(TIMEOUT);
        int context = settings.integer("max_context").orElse(CONTEXT);
        if (timeout.isNegative() || timeout.isZero()) {
            throw settings.wrong("timeout", "a model cannot answer in " + timeout + "; write a time such as 8s");
        }
        if (context < LEAST_CONTEXT) {
            throw settings.wrong(
                    "max_context", "a model that reads " + context + " tokens is of no use here; write 512 or more");
        }
        return new Janitor(lent.models(), settings.text("model"), settings.text("prompt"), timeout, context);
    }

    /** Whether there is a model to ask. */
    public boolean present() {
        return model.isPresent();
    }

    /** The most tokens of text that it can be handed, beside its instructions and its answer. */
    public int reads() {
        return context / 2;
    }

    /** To ask on behalf of a call, once or several times, for no longer than the timeout in all. */
    public Turn turn(Call call) {
        return new Turn(call);
    }

    /** Questions that share one timeout. */
    public final class Turn {
        private final Call call;
        private final Duration before;

        private Turn(Call call) {
            this.call = call;
            before = call.remaining();
        }

        /**
         * Asks the model, and waits no longer than what is left of the timeout and of the call's time.
         *
         * @param instructions what it is to do, unless the operator wrote instructions of his own
         * @param material what it is to read, as it goes into the request
         * @param most tokens that the answer may have
         * @return its answer; empty if there was none in time
         */
        public Optional<String> ask(String instructions, String material, int most) throws InterruptedException {
            Duration left = call.remaining();
            Duration ours = timeout.minus(before.minus(left));
            Duration limit = left.compareTo(ours) < 0 ? left : ours;
            if (!limit.isPositive()) {
                return Optional.empty();
            }
            FutureTask<String> answer =
                    new FutureTask<>(() -> text(models.ask(request(instructions, material, most), call)));
            Thread.ofVirtual().name("aisbf-janitor").start(answer);
            try {
                return Optional.of(answer.get(limit.toNanos(), NANOSECONDS));
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(DEBUG, "the model for condensation gave no answer: {0}", e.toString());
                return Optional.empty();
            } finally {
                answer.cancel(true);
            }
        }
    }

    private ChatRequest request(String instructions, String material, int most) {
        List<Message> messages =
                List.of(Message.of(Role.SYSTEM, prompt.orElse(instructions)), Message.of(Role.USER, material));
        return ChatRequest.of(model.orElseThrow(), messages)
                .withSampling(sampling(Math.max(1, Math.min(most, context / 4))));
    }

    private static Sampling sampling(int most) {
        Sampling drawn = Sampling.DEFAULT;
        return new Sampling(
                OptionalDouble.of(0),
                drawn.topP(),
                drawn.topK(),
                OptionalInt.of(most),
                drawn.stop(),
                drawn.seed(),
                drawn.choices(),
                drawn.frequencyPenalty(),
                drawn.presencePenalty());
    }

    private static String text(ChatResponse response) {
        String text = response.choices().isEmpty()
                ? ""
                : response.choices().getFirst().message().text();
        return unescaped(text.substring(0, Math.min(text.length(), LONGEST_ANSWER)));
    }

    /** A text that cannot close the tag it is put into, nor open one. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&amp;", "&");
    }
}
