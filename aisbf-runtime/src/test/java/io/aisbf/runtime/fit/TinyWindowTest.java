// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.fit.Fitting.Fitted;
import io.aisbf.runtime.route.ModelEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is sent to models that read a few hundred tokens: the last question whole, or nothing and the numbers. */
class TinyWindowTest {
    private final Measure measure = new Measure();
    private final Fitting fitting = Fittings.with(Map.of(
            "digest",
            (passage, _, _) ->
                    List.of(Message.of(Role.USER, "[" + passage.changeable().size() + " messages]")),
            "nothing",
            (passage, _, _) -> passage.changeable()));

    private Fitted fit(ChatRequest request, long context, String method) throws InterruptedException {
        ModelEntry model = new ModelEntry("m", OptionalLong.of(context), OptionalInt.of(80), List.of(method));
        return fitting.fit(request, "p/m", Optional.of(model), Call.start("c", Duration.ofSeconds(5)));
    }

    /** A history of some 14,000 tokens and a question of so many words. */
    private static ChatRequest conversation(int words) {
        List<Message> messages = new ArrayList<>(FittingTest.conversation(260).messages());
        messages.add(Message.of(Role.ASSISTANT, "yes"));
        messages.add(Message.of(Role.USER, "why " + "so ".repeat(words)));
        return ChatRequest.of("p/m", messages);
    }

    @Test
    void theQuestionIsSentWholeOrTheCallIsRefusedWithTheNumbers() throws InterruptedException {
        int sent = 0;
        for (String method : List.of("digest", "nothing")) {
            for (long context = 60; context <= 400; context += 20) {
                for (int words : new int[] {1, 20, 60, 100, 200, 500}) {
                    sent += wholeOrRefused(conversation(words), context, method) ? 1 : 0;
                }
            }
        }
        assertTrue(sent > 100 && sent < 200, "sent: " + sent + " of 216");
    }

    private boolean wholeOrRefused(ChatRequest request, long context, String method) throws InterruptedException {
        Message question = request.messages().getLast();
        String about = "a question of " + measure.count("p/m", question) + " tokens, context " + context;
        try {
            List<Message> messages = fit(request, context, method).request().messages();
            assertEquals(request.messages().getFirst(), messages.getFirst(), about);
            assertEquals(question, messages.getLast(), about);
            assertTrue(measure.count("p/m", messages) * 0.9 <= context, about + ", sent " + messages);
            return true;
        } catch (CallException e) {
            String told = String.valueOf(e.getMessage());
            assertEquals(Failure.CONTEXT_TOO_LONG, e.failure(), told);
            assertTrue(told.contains("the model reads " + context), told);
            assertTrue(told.matches(".*come to about \\d+ tokens.*"), told);
            long alone = measure.count("p/m", question)
                    + measure.count("p/m", request.messages().getFirst());
            assertTrue(alone * 4 > context * 3, about + ": " + told);
            return false;
        }
    }

    @Test
    void whatIsShortAlreadyIsNotReplacedBySomethingLonger() throws InterruptedException {
        List<Message> messages = new ArrayList<>(List.of(Message.of(Role.SYSTEM, "be brief")));
        for (int i = 0; i < 9; i++) {
            messages.add(Message.of(i % 2 == 0 ? Role.USER : Role.ASSISTANT, "ok"));
        }
        ChatRequest request = ChatRequest.of("p/m", messages);
        long size = measure.count("p/m", request);
        for (long context = size - 4; context < size * 2; context++) {
            for (String method : List.of("digest", "nothing")) {
                long after = measure.count("p/m", fit(request, context, method).request());
                assertTrue(after <= size, method + " in " + context + " tokens: " + size + " became " + after);
            }
        }
    }
}
