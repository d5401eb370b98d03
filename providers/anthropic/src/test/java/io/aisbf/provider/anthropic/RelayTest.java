// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What goes from this protocol to this protocol. */
class RelayTest {
    private static final String HEAD =
            "{\"model\":\"m\", \"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},";
    private final Call call = Bench.call();

    @Test
    void whatClaudeCodeSaysGoesOutAsItCameIn() {
        ChatRequest request = Bench.read(Samples.CLAUDE_CODE);
        request.extras();

        assertEquals(Samples.CLAUDE_CODE, Bench.written(request, call));
        assertSame(
                request.wire().orElseThrow().json(),
                Bench.format().writeRequest(request, call).json());
        assertEquals(List.of(), call.losses());
    }

    @Test
    void thoughtsAndSourcesOfOthersStayBehind() {
        String sent = Bench.written(
                Bench.read(HEAD
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"aisbf1:gemini-content:x\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"aisbf1:openai-responses:x\"},{\"type\":\"text\","
                        + " \"text\":\"so\",\"citations\":[{\"type\":\"web_search_result_location\",\"encrypted_index\":\"aisbf1:unsigned:\"}]}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"aisbf1:unsigned:\"}]},{\"role\":\"user\","
                        + " \"content\":\"the word aisbf1: is \\\"aisbf1:\\\" no signature\"}]}"),
                call);

        assertEquals(
                HEAD + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\", \"text\":\"so\"}]},"
                        + "{\"role\":\"user\", \"content\":\"the word aisbf1: is \\\"aisbf1:\\\" no signature\"}]}",
                sent);
        assertEquals(
                List.of("messages[1].reasoning", "messages[1].citations", "messages[2].reasoning"),
                call.losses().stream().map(Call.Loss::member).toList());
    }

    @Test
    void thoughtsAreNotAskedForWhereTheCallHasNone() {
        String thinking = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}";
        String called =
                "{\"role\":\"assistant\",\"content\":[%s{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}]},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\"}]}],"
                    + "\"context_management\":{\"edits\":[{\"type\":\"clear_thinking_20251015\"}]}," + thinking
                        + "}";
        String own = HEAD + called.formatted("{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"Eq\"},");
        String foreign =
                HEAD + called.formatted("{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"aisbf1:x:y\"},");
        String none = HEAD + called.formatted("");

        assertEquals(own, Bench.written(Bench.read(own), call));
        assertEquals(List.of(), call.losses());
        assertFalse(Bench.written(Bench.read(foreign), call).contains("thinking"));
        assertFalse(Bench.written(Bench.read(none), call).contains("thinking"));
        assertTrue(call.losses().stream().anyMatch(loss -> loss.member().equals("thinking")));
    }

    @Test
    void aChangedConversationKeepsTheBytesOfWhatStayed() {
        ChatRequest request = Bench.read(Samples.CLAUDE_CODE);
        List<Message> kept = new ArrayList<>(request.messages());
        kept.set(1, Message.of(Message.Role.USER, "list"));

        String sent = Bench.written(request.withMessages(kept), call);

        assertTrue(
                sent.contains("{\"role\":\"user\",\"content\":\"list\"},{\"role\":\"system\",\"content\":\"Tools have"
                        + " changed.\"}"),
                sent);
        assertTrue(sent.contains("x-anthropic-billing-header"), sent);
        assertEquals(
                Samples.CLAUDE_CODE.substring(Samples.CLAUDE_CODE.indexOf("\"tools\"")),
                sent.substring(sent.indexOf("\"tools\"")));
        assertEquals(kept, request.withMessages(kept).messages());
    }

    @Test
    void instructionsThatAreGoneAreGone() {
        ChatRequest request = Bench.read(Samples.CLAUDE_CODE);
        String sent = Bench.written(request.withMessages(List.of(Asked.user("x"))), call);

        assertFalse(sent.contains("\"system\""), sent);
        assertTrue(sent.contains("\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]"), sent);
    }

    @Test
    void anotherDrawChangesOnlyWhatDiffers() {
        ChatRequest request =
                Bench.read("{\"model\":\"m\",\"max_tokens\":1e1,\"temperature\":0.50,\"top_k\":3,\"messages\":[]}");
        Sampling old = request.sampling();
        Sampling changed = new Sampling(
                old.temperature(),
                old.topP(),
                OptionalInt.empty(),
                OptionalInt.of(7),
                List.of("E"),
                old.seed(),
                old.choices(),
                old.frequencyPenalty(),
                old.presencePenalty());

        assertEquals(
                "{\"model\":\"m\",\"max_tokens\":7,\"temperature\":0.50,\"messages\":[],\"stop_sequences\":[\"E\"]}",
                Bench.written(request.withSampling(changed), call));
        assertTrue(Bench.written(request.withSampling(Sampling.DEFAULT), call).contains("\"max_tokens\":1e1"));
    }
}
