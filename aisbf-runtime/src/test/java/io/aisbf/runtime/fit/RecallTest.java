// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.runtime.route.ModelEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A method that finds the message with the number that the question asks for, and invents one beside it. */
class RecallTest {
    private static final class Finding implements CondensationMethod, CondensationMethod.Recalling {
        @Override
        public List<Message> condense(Passage passage, Budget budget, Call call) {
            return List.of(Message.of(Role.USER, "[digest]"));
        }

        @Override
        public List<Excerpt> recall(Passage passage, Budget budget, Call call) {
            String wanted = passage.after().getLast().text().replaceAll("\\D", "");
            List<Excerpt> excerpts = new ArrayList<>();
            for (int i = 0; i < passage.changeable().size() && !wanted.isEmpty(); i++) {
                if (passage.changeable().get(i).text().contains("number " + wanted + ":")) {
                    excerpts.add(new Excerpt(i, passage.changeable().get(i).text()));
                    excerpts.add(new Excerpt(i, "words that nobody said"));
                }
            }
            return excerpts;
        }
    }

    private static final ModelEntry MODEL =
            new ModelEntry("m", OptionalLong.of(8000), OptionalInt.of(50), List.of("finding"));

    private final Fitting fitting = Fittings.with(Map.of("finding", new Finding()));
    private final Call call = Call.start("c", Duration.ofSeconds(5));

    private List<Message> sent(int turns, List<Message> rest) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            messages.add(Message.of(Role.USER, "tell me more, please"));
            messages.add(Message.of(Role.ASSISTANT, "number " + i + ": " + "some words to fill it ".repeat(8)));
        }
        messages.addAll(rest);
        return fitting.fit(ChatRequest.of("p/m", messages), "p/m", Optional.of(MODEL), call)
                .request()
                .messages();
    }

    @Test
    void putsBeforeTheQuestionWhatHelpsAndOnlyWhatWasSaid() throws InterruptedException {
        List<Message> sent = sent(120, List.of(Message.of(Role.USER, "what was number 3 about?")));
        assertEquals("what was number 3 about?", sent.getLast().text());
        String recalled = sent.get(sent.size() - 2).text();
        assertTrue(recalled.contains("(assistant, message 8) number 3: some words"), recalled);
        assertFalse(recalled.contains("nobody said"), recalled);
    }

    @Test
    void whatWasRecalledStaysBeforeItsQuestion() throws InterruptedException {
        Message question = Message.of(Role.USER, "what was number 3 about?");
        List<Message> first = sent(120, List.of(question));
        List<Message> later = sent(
                120, List.of(question, Message.of(Role.ASSISTANT, "about words"), Message.of(Role.USER, "thanks")));
        assertEquals(first, later.subList(0, first.size()));
    }

    @Test
    void recallsNothingWhereNothingHelps() throws InterruptedException {
        List<Message> sent = sent(120, List.of(Message.of(Role.USER, "thank you")));
        assertFalse(sent.get(sent.size() - 2).text().contains("Recalled"));
    }
}
