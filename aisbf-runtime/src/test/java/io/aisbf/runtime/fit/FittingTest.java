// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.route.ModelEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FittingTest {
    private final Call call = Call.start("c", Duration.ofSeconds(5));
    private final List<CondensationMethod.Passage> seen = new ArrayList<>();
    private final CondensationMethod drop = (passage, _, _) -> {
        seen.add(passage);
        return List.of();
    };
    private final CondensationMethod grow = (passage, _, _) -> {
        List<Message> more = new ArrayList<>(passage.changeable());
        more.add(Message.of(Role.USER, "more"));
        return more;
    };
    private final CondensationMethod broken = (_, _, _) -> {
        throw new IllegalStateException("broken");
    };

    private static Optional<ModelEntry> model(String... methods) {
        return Optional.of(new ModelEntry("m", OptionalLong.of(100), OptionalInt.of(50), List.of(methods)));
    }

    private static ChatRequest conversation(int turns) {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.of(Role.SYSTEM, "be brief"));
        for (int i = 0; i < turns; i++) {
            messages.add(Message.of(Role.USER, "question number " + i));
            messages.add(Message.of(Role.ASSISTANT, "answer number " + i));
        }
        messages.add(Message.of(Role.USER, "and now?"));
        return ChatRequest.of("p/m", messages);
    }

    private Fitting.Fitted fit(ChatRequest request, String... methods) throws InterruptedException {
        Map<String, CondensationMethod> known = Map.of("drop", drop, "grow", grow, "broken", broken);
        return new Fitting(known, new TokenEstimate()).fit(request, "p/m", model(methods), call);
    }

    @Test
    void countsToolsAndSchemasToo() {
        Tool tool = new Tool("look", Optional.of("looks something up"), RawJson.of("{\"type\":\"object\"}"));
        Options.Shape shape =
                new Options.Shape.Schema("s", Optional.empty(), RawJson.of("{\"type\":\"array\"}"), Optional.empty());
        Fitting fitting = new Fitting(Map.of(), (_, text) -> text.length());
        long bare = fitting.count(new Asked(List.of(), Optional.empty()), "p/m");
        assertEquals(4 + 5, bare);
        assertEquals(bare + 8 + 4 + 18 + 17, fitting.count(new Asked(List.of(tool), Optional.empty()), "p/m"));
        assertEquals(bare + 16, fitting.count(new Asked(List.of(), Optional.of(shape)), "p/m"));
    }

    @Test
    void leavesAConversationAloneThatFits() throws InterruptedException {
        ChatRequest request = conversation(1);
        assertSame(request, fit(request, "drop").request());
        assertTrue(seen.isEmpty());
    }

    @Test
    void handsOverOnlyWhatLiesBetweenInstructionsAndQuestion() throws InterruptedException {
        Fitting.Fitted fitted = fit(conversation(10), "drop");
        assertEquals(Optional.of("drop"), fitted.condensed());
        assertEquals(List.of("be brief"), texts(seen.getFirst().before()));
        assertEquals(20, seen.getFirst().changeable().size());
        assertEquals(List.of("and now?"), texts(seen.getFirst().after()));
        assertEquals(List.of("be brief", "and now?"), texts(fitted.request().messages()));
    }

    @Test
    void discardsWhatIsNotSmallerAndWhatFailsAndGoesOnWithTheNextMethod() throws InterruptedException {
        Fitting.Fitted fitted = fit(conversation(10), "grow", "broken", "unknown", "drop");
        assertEquals(Optional.of("drop"), fitted.condensed());
        ChatRequest request = conversation(10);
        assertSame(request, fit(request, "grow", "broken").request());
    }

    @Test
    void discardsAResultThatPartsACallFromItsResult() throws InterruptedException {
        List<Message> messages = new ArrayList<>(conversation(10).messages());
        messages.add(
                1,
                new Message(
                        Role.ASSISTANT, List.of(new Part.ToolCall("id1", "look", RawJson.of("{}"))), Optional.empty()));
        messages.add(
                2,
                new Message(
                        Role.TOOL,
                        List.of(new Part.ToolResult("id1", List.of(new Part.Text("found")), false)),
                        Optional.empty()));
        ChatRequest request = ChatRequest.of("p/m", messages);
        CondensationMethod part = (passage, _, _) -> passage.changeable().subList(0, 1);
        Fitting fitting = new Fitting(Map.of("part", part), new TokenEstimate());
        assertSame(request, fitting.fit(request, "p/m", model("part"), call).request());
    }

    @Test
    void neverCondensesACallThatWasMadeOnBehalfOfAnother() throws InterruptedException {
        ChatRequest request = conversation(10);
        Fitting fitting = new Fitting(Map.of("drop", drop), new TokenEstimate());
        assertSame(
                request,
                fitting.fit(request, "p/m", model("drop"), call.nested()).request());
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(Message::text).toList();
    }
}
