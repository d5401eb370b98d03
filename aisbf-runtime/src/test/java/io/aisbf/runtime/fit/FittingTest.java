// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.json.RawJson;
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

/** What becomes of conversations of a few hundred tokens whose model reads a thousand. */
class FittingTest {
    private static final long CONTEXT = 1000;

    private final Call call = Call.start("c", Duration.ofSeconds(5));
    private final List<Passage> seen = new ArrayList<>();
    private final CondensationMethod digest = (passage, _, _) -> {
        seen.add(passage);
        return List.of(
                Message.of(Role.USER, "[digest of " + passage.changeable().size() + "]"));
    };
    private final CondensationMethod grow = (passage, _, _) -> {
        List<Message> more = new ArrayList<>(passage.changeable());
        more.add(Message.of(Role.USER, "more"));
        return more;
    };
    private final CondensationMethod broken = (_, _, _) -> {
        throw new IllegalStateException("broken");
    };
    private final Fitting fitting = Fittings.with(Map.of("digest", digest, "grow", grow, "broken", broken));

    private static Optional<ModelEntry> model(String... methods) {
        return Optional.of(new ModelEntry("m", OptionalLong.of(CONTEXT), OptionalInt.of(50), List.of(methods)));
    }

    /** Some 50 tokens a turn. */
    static ChatRequest conversation(int turns) {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.of(Role.SYSTEM, "be brief"));
        for (int i = 0; i < turns; i++) {
            messages.add(Message.of(Role.USER, question(i)));
            messages.add(
                    Message.of(Role.ASSISTANT, "answer number " + i + ": it will be as it was on the days before"));
        }
        messages.add(Message.of(Role.USER, question(turns)));
        return ChatRequest.of("p/m", messages);
    }

    private static String question(int number) {
        return "question number " + number + " is a rather long one about the weather";
    }

    private Fitted fit(ChatRequest request, String... methods) throws InterruptedException {
        return fitting.fit(request, "p/m", model(methods), call);
    }

    @Test
    void leavesAConversationAloneThatFits() throws InterruptedException {
        ChatRequest request = conversation(5);
        assertSame(request, fit(request, "digest").request());
        assertTrue(seen.isEmpty());
    }

    @Test
    void handsOverOnlyWhatIsOldAndTellsWhatWasDone() throws InterruptedException {
        Fitted fitted = fit(conversation(20), "digest");
        List<String> texts = texts(fitted.request().messages());
        assertEquals("be brief", texts.getFirst());
        assertTrue(texts.get(1).startsWith("[digest of "), texts.get(1));
        assertEquals(question(20), texts.getLast());
        assertEquals(List.of("be brief"), texts(seen.getFirst().before()));
        assertFalse(texts(seen.getFirst().changeable()).contains(question(20)));
        Condensed condensed = fitted.condensed().orElseThrow();
        assertEquals(List.of("digest"), condensed.methods());
        assertTrue(condensed.condensed() < condensed.original() / 2, condensed.brief());
        assertTrue(condensed.brief().matches("\\d+->\\d+;m=digest;epoch=\\d+"), condensed.brief());
    }

    @Test
    void discardsWhatIsNotSmallerAndWhatFailsAndGoesOnWithTheNextMethod() throws InterruptedException {
        Condensed condensed = fit(conversation(20), "grow", "broken", "unknown", "digest")
                .condensed()
                .orElseThrow();
        assertEquals(List.of("digest"), condensed.methods());
        assertTrue(condensed.words().contains("grow was not used (8: it is not smaller)"), condensed.words());
        assertTrue(condensed.words().contains("broken was not used (failed: "), condensed.words());
    }

    @Test
    void leavesTheOldestOutWhereNoMethodHelps() throws InterruptedException {
        Fitted fitted = fit(conversation(30), "grow");
        Condensed condensed = fitted.condensed().orElseThrow();
        assertEquals(List.of(LeftOut.NAME), condensed.methods());
        assertTrue(condensed.condensed() <= CONTEXT / 2, condensed.brief());
        assertTrue(texts(fitted.request().messages()).get(1).contains("left out here"));
        assertEquals(question(30), fitted.request().messages().getLast().text());
    }

    @Test
    void theQuestionIsNeverLeftOutWhereToolsAnswerAtLength() throws InterruptedException {
        List<Message> messages = new ArrayList<>(conversation(3).messages());
        for (int i = 0; i < 12; i++) {
            messages.add(new Message(
                    Role.ASSISTANT, List.of(new Part.ToolCall("t" + i, "look", RawJson.of("{}"))), Optional.empty()));
            messages.add(new Message(
                    Role.TOOL,
                    List.of(new Part.ToolResult(
                            "t" + i, List.of(new Part.Text("so many words of it ".repeat(30))), false)),
                    Optional.empty()));
        }
        List<Message> sent =
                fit(ChatRequest.of("p/m", messages), "grow").request().messages();
        assertTrue(texts(sent).contains(question(3)), texts(sent).toString());
        assertEquals(messages.getLast(), sent.getLast());
    }

    @Test
    void whatWasSentStaysAsItWasUntilTheNextEpoch() throws InterruptedException {
        List<Message> before = List.of();
        int epoch = 0;
        int condensed = 0;
        for (int turns = 1; turns < 80; turns++) {
            Fitted fitted = fit(conversation(turns), "digest");
            int now = fitted.condensed().map(Condensed::epoch).orElse(0);
            List<Message> messages = fitted.request().messages();
            if (now == epoch) {
                assertEquals(before, messages.subList(0, before.size()), "turn " + turns);
            }
            condensed += now > epoch ? 1 : 0;
            epoch = now;
            before = messages;
        }
        assertTrue(condensed >= 4, "only " + condensed + " epochs");
    }

    @Test
    void theUserStillSpeaksFirst() throws InterruptedException {
        CondensationMethod answersOnly = (passage, _, _) -> passage.changeable().stream()
                .filter(message -> message.role() == Role.ASSISTANT)
                .toList()
                .subList(0, 1);
        Fitting quiet = Fittings.with(Map.of("answers", answersOnly));
        List<Message> sent = quiet.fit(conversation(30), "p/m", model("answers"), call)
                .request()
                .messages();
        assertEquals(Role.USER, sent.get(1).role());
        assertTrue(
                sent.get(1).text().contains("condensed the earlier part"),
                sent.get(1).text());
        assertEquals(Role.ASSISTANT, sent.get(2).role());
    }

    @Test
    void aSecondNodeComesToTheSame() throws InterruptedException {
        Fitting other = Fittings.with(Map.of("digest", digest));
        for (int turns = 1; turns < 60; turns += 7) {
            fit(conversation(turns), "digest");
        }
        assertEquals(
                fit(conversation(60), "digest").request().messages(),
                other.fit(conversation(60), "p/m", model("digest"), call)
                        .request()
                        .messages());
    }

    @Test
    void aDigestIsMadeOnce() throws InterruptedException {
        fit(conversation(20), "digest");
        int asked = seen.size();
        fit(conversation(20), "digest");
        assertEquals(asked, seen.size());
    }

    @Test
    void refusesWhatNoOneCanShortenWithTheNumbers() {
        ChatRequest request = ChatRequest.of("p/m", List.of(Message.of(Role.USER, "words and words ".repeat(1000))));
        CallException refused = assertThrows(CallException.class, () -> fit(request, "digest"));
        assertEquals(Failure.CONTEXT_TOO_LONG, refused.failure());
        assertTrue(String.valueOf(refused.getMessage()).contains("the model reads 1000"), refused.getMessage());
    }

    @Test
    void neverCondensesACallThatWasMadeOnBehalfOfAnother() throws InterruptedException {
        ChatRequest request = conversation(20);
        assertSame(
                request,
                fitting.fit(request, "p/m", model("digest"), call.nested()).request());
    }

    static List<String> texts(List<Message> messages) {
        return messages.stream().map(Message::text).toList();
    }
}
