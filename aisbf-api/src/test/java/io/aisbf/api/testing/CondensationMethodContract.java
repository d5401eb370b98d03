// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.plugin.Models;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What every condensation method promises, with a model that answers shortly and without any. */
public abstract class CondensationMethodContract extends PluginContract<CondensationMethod> {
    private static final String MODEL = "test/model";

    /** For the test of a condensation method. */
    protected CondensationMethodContract() {}

    @Override
    protected abstract CondensationMethodFactory factory();

    /**
     * A passage that the method can say in fewer tokens: by default three turns with long tool results, a fourth after
     * them.
     */
    protected Passage passage() {
        List<Message> work = Samples.work(4);
        List<Message> before = List.of(Message.of(Message.Role.SYSTEM, "You are a careful reader of code."));
        List<Message> after = new ArrayList<>(work.subList(12, 16));
        after.add(Message.of(Message.Role.USER, "What is in all of them?"));
        return new Passage(before, work.subList(0, 12), after);
    }

    /** A model that summarises in one sentence, always the same. */
    protected Models summarising() {
        return (request, call) -> {
            Message said = Message.of(Message.Role.ASSISTANT, "They looked at files; each repeats a sentence.");
            return ChatResponse.of(
                    "summary",
                    request.model(),
                    List.of(new ChatResponse.Choice(0, said, FinishReason.Known.STOP)),
                    Usage.NONE);
        };
    }

    @Test
    void savesTokensWithAModel() throws Exception {
        FixedContext context = context().withModels(summarising());
        assertTrue(
                tokens(context, condense(context)) < tokens(context, passage().changeable()), "nothing is saved");
    }

    @Test
    void costsNothingWithoutAModel() throws Exception {
        FixedContext context = context().withModels(FixedContext.REFUSING);
        assertTrue(
                tokens(context, condense(context)) <= tokens(context, passage().changeable()), "it grew");
    }

    @Test
    void saysTheSameEveryTime() throws Exception {
        for (Models models : List.of(summarising(), FixedContext.REFUSING)) {
            FixedContext context = context().withModels(models);
            assertEquals(condense(context), condense(context), "two instances differ");
        }
    }

    @Test
    void saysTheSameToManyThreadsAtOnce() throws Exception {
        FixedContext context = context().withModels(summarising());
        List<Message> expected = condense(context);
        try (CondensationMethod method = create(context)) {
            Together.run(16, () -> method.condense(passage(), budget(context, passage()), call()))
                    .forEach(condensed -> assertEquals(expected, condensed));
        }
    }

    @Test
    void changesNothingWhereThereIsNothing() throws Exception {
        Passage empty = new Passage(passage().before(), List.of(), passage().after());
        for (Models models : List.of(summarising(), FixedContext.REFUSING)) {
            FixedContext context = context().withModels(models);
            try (CondensationMethod method = create(context)) {
                assertEquals(List.of(), method.condense(empty, new Budget(MODEL, 0, 0), call()));
            }
        }
    }

    @Test
    void changesNothingThatFitsAlready() throws Exception {
        FixedContext context = context().withModels(summarising());
        long now = tokens(context, passage().changeable());
        try (CondensationMethod method = create(context)) {
            List<Message> condensed = method.condense(passage(), new Budget(MODEL, now, now), call());
            assertTrue(tokens(context, condensed) <= now, "it grew");
        }
    }

    @Test
    void keepsToolCallsAndTheirResultsTogether() throws Exception {
        for (Models models : List.of(summarising(), FixedContext.REFUSING)) {
            List<Message> condensed = condense(context().withModels(models));
            assertEquals(calls(condensed), results(condensed), "calls and results that do not belong together");
        }
    }

    @Test
    void repeatsNothingOfWhatStandsAround() throws Exception {
        List<Message> condensed = condense(context().withModels(summarising()));
        for (Message message : passage().before()) {
            assertTrue(!condensed.contains(message), "a message before the passage is repeated in it");
        }
        for (Message message : passage().after()) {
            assertTrue(!condensed.contains(message), "a message after the passage is repeated in it");
        }
    }

    @Test
    void anInterruptEndsTheWaitForItsModel() throws Exception {
        Assumptions.assumeTrue(asksAModel(), "it asks no model");
        FixedContext context = context().withModels((request, call) -> {
            new CountDownLatch(1).await();
            throw new IllegalStateException("this model never answers");
        });
        try (CondensationMethod method = create(context)) {
            assertInstanceOf(
                    InterruptedException.class,
                    Together.interrupted(() -> method.condense(passage(), budget(context, passage()), call())));
        }
    }

    private boolean asksAModel() throws Exception {
        AtomicBoolean asked = new AtomicBoolean();
        condense(context().withModels((request, call) -> {
            asked.set(true);
            return summarising().ask(request, call);
        }));
        return asked.get();
    }

    private List<Message> condense(FixedContext context) throws Exception {
        try (CondensationMethod method = create(context)) {
            return method.condense(passage(), budget(context, passage()), call());
        }
    }

    private static Budget budget(FixedContext context, Passage passage) {
        long now = tokens(context, passage.changeable());
        return new Budget(MODEL, now, now / 4);
    }

    private static Call call() {
        return Call.start("contract", Duration.ofMinutes(1));
    }

    private static long tokens(FixedContext context, List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .mapToLong(part -> context.tokens().count(MODEL, part.toString()))
                .sum();
    }

    private static Set<String> calls(List<Message> messages) {
        Set<String> ids = new HashSet<>();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    ids.add(call.id());
                }
            }
        }
        return ids;
    }

    private static Set<String> results(List<Message> messages) {
        Set<String> ids = new HashSet<>();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolResult result) {
                    ids.add(result.callId());
                }
            }
        }
        return ids;
    }
}
