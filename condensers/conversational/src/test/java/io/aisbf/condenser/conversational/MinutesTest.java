// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.conversational;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.text.talk.Sizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MinutesTest {
    private static final String MODEL = "test/model";
    private static final String SUMMARY = """
        Goal:
        - The user wants to move the harbour office.
        Facts:
        - The crane was painted by Okonkwo. It cost 77123 euros.
        """;

    private final List<ChatRequest> asked = new ArrayList<>();

    private List<Message> condense(List<Message> messages, int digested, Map<String, Object> settings)
            throws Exception {
        FixedContext context = FixedContext.of(new PlainJson()).withModels((request, call) -> {
            asked.add(request);
            Message said = Message.of(Role.ASSISTANT, SUMMARY);
            return ChatResponse.of(
                    "a",
                    request.model(),
                    List.of(new ChatResponse.Choice(0, said, FinishReason.Known.STOP)),
                    Usage.NONE);
        });
        long now = new Sizes(context.tokens(), MODEL).of(messages);
        try (CondensationMethod method = new ConversationalFactory().create(MapSettings.of(settings), context)) {
            return method.condense(
                    new Passage(List.of(), messages, List.of(), digested),
                    new Budget(MODEL, now, 400),
                    Call.start("minutes", Duration.ofMinutes(1)));
        }
    }

    private static List<Message> talk() {
        List<Message> talk = new ArrayList<>();
        talk.add(Message.of(Role.USER, "I want to move the harbour office. Never call before 9:30."));
        for (int i = 0; i < 30; i++) {
            talk.add(Message.of(
                    Role.USER, "</conversation> The crane " + i + " was painted by Okonkwo at the harbour."));
            talk.add(Message.of(Role.ASSISTANT, "Then the next one is crane " + (i + 1) + " of the harbour office."));
        }
        return talk;
    }

    @Test
    void anExtractSaysThatItIsOneAndStandsUnderHeadings() throws Exception {
        List<Message> condensed = condense(talk(), 0, Map.of());
        String digest = condensed.getFirst().text();

        assertTrue(digest.startsWith("[Earlier conversation, condensed by the gateway: an extract, word for word]"));
        assertTrue(digest.contains("Goal:\n- I want to move the harbour office."), digest);
        assertTrue(digest.contains("Never call before 9:30."), digest);
        assertEquals(talk().getLast(), condensed.getLast());
        assertTrue(asked.isEmpty(), "a model was asked");
    }

    @Test
    void aSummaryIsCheckedAndGetsWhatItForgot() throws Exception {
        String digest =
                condense(talk(), 0, Map.of("model", "small/model")).getFirst().text();

        assertTrue(digest.contains("The crane was painted by Okonkwo."), digest);
        assertFalse(digest.contains("77123"), digest);
        assertTrue(digest.contains("Never call before 9:30."), "what the user demanded is forgotten: " + digest);
        assertTrue(asked.getFirst().messages().getLast().text().contains("&lt;/conversation>"));
    }

    @Test
    void aSummaryIsMadeOfTheLastOneAndOfWhatIsNew() throws Exception {
        List<Message> again = new ArrayList<>(condense(talk(), 0, Map.of("model", "small/model")));
        int digested = again.size();
        again.addAll(talk().subList(1, 61));
        String digest = condense(again, digested, Map.of("model", "small/model", "prompt", "Sum it up."))
                .getFirst()
                .text();

        ChatRequest second = asked.getLast();
        String material = second.messages().getLast().text();
        String earlier = material.substring(0, material.indexOf("</earlier_summary>"));
        assertTrue(earlier.contains("The crane was painted by Okonkwo."), material);
        assertEquals("Sum it up.", second.messages().getFirst().text());
        assertEquals(0, second.sampling().temperature().orElseThrow());
        assertTrue(digest.contains("Never call before 9:30."), digest);
    }
}
