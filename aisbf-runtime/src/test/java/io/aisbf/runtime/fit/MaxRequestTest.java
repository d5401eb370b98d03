// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Sampling;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.route.Condensing;
import io.aisbf.runtime.route.ModelEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What {@code max_request_tokens} bounds is condensed as far as that, where it cannot be split. */
class MaxRequestTest {
    private static final long MOST = 1000;
    private static final ModelEntry MODEL = new ModelEntry(
            "m",
            OptionalLong.of(100_000),
            OptionalLong.of(MOST),
            new Condensing(OptionalInt.of(80), OptionalInt.empty(), List.of("digest")),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty());

    private final Measure measure = new Measure();
    private final Fitting fitting =
            Fittings.with(Map.of("digest", (_, _, _) -> List.of(Message.of(Role.USER, "[digest]"))));

    private ChatRequest fit(ChatRequest request) throws InterruptedException {
        return fitting.fit(request, "p/m", Optional.of(MODEL), Call.start("c", Duration.ofSeconds(5)))
                .request();
    }

    private static ChatRequest severalAnswers(ChatRequest request) {
        return request.withSampling(new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalInt.of(2),
                OptionalDouble.empty(),
                OptionalDouble.empty()));
    }

    private static ChatRequest aboutALongText() {
        List<Message> messages = new ArrayList<>(FittingTest.conversation(3).messages());
        messages.add(Message.of(Role.ASSISTANT, "go on"));
        messages.add(Message.of(Role.USER, "Who did it?\n\n" + "Somebody goes down to the river. ".repeat(400)));
        return ChatRequest.of("p/m", messages);
    }

    @Test
    void aHistoryOfShortMessagesIsCondensedUntilItIsKept() throws InterruptedException {
        ChatRequest request = FittingTest.conversation(60);
        assertTrue(measure.count("p/m", request) > MOST);
        ChatRequest sent = fit(request);
        assertTrue(measure.count("p/m", sent) <= MOST, "sent " + measure.count("p/m", sent));
        assertEquals(request.messages().getLast(), sent.messages().getLast());
    }

    @Test
    void whatFitsIsLeftAlone() throws InterruptedException {
        ChatRequest request = FittingTest.conversation(10);
        assertSame(request, fit(request));
    }

    @Test
    void aLongTextIsLeftToBeSplit() throws InterruptedException {
        ChatRequest request = aboutALongText();
        assertSame(request, fit(request));
    }

    @Test
    void whereItMayNotBeSplitWhatStandsBesideItIsCondensed() throws InterruptedException {
        List<Message> messages = new ArrayList<>(FittingTest.conversation(60).messages());
        messages.add(Message.of(Role.ASSISTANT, "go on"));
        messages.add(Message.of(Role.USER, "Who did it?\n\n" + "Somebody goes down to the river. ".repeat(40)));
        ChatRequest request = severalAnswers(ChatRequest.of("p/m", messages));
        ChatRequest sent = fit(request);
        assertTrue(measure.count("p/m", sent) <= MOST, "sent " + measure.count("p/m", sent));
        assertEquals(request.messages().getLast(), sent.messages().getLast());
    }
}
