// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.runtime.fit.Change.Kind;
import io.aisbf.runtime.route.ModelEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What would be done, and what it changes. */
class ChangeTest {
    private static final ModelEntry MODEL =
            new ModelEntry("m", OptionalLong.of(1000), OptionalInt.of(50), List.of("deep"));

    private final List<Integer> depths = new ArrayList<>();
    private final CondensationMethod deep = (_, _, call) -> {
        depths.add(call.depth());
        return List.of(Message.of(Role.USER, call.depth() > 1 ? "[rehearsed]" : "[played]"));
    };
    private final Fitting fitting = Fittings.with(Map.of("deep", deep));
    private final Call call = Call.start("c", Duration.ofSeconds(5));

    private static List<Message> said(String... texts) {
        return List.of(texts).stream().map(text -> Message.of(Role.USER, text)).toList();
    }

    private static List<String> kinds(List<Change> changes) {
        return changes.stream()
                .map(change -> change.kind() + " " + change.at() + " "
                        + change.before().size() + ">" + change.after().size())
                .toList();
    }

    @Test
    void tellsWhatWasKeptReplacedLeftOutAndRecalled() {
        List<Message> after = new ArrayList<>(said("head", "[digest]", "same", "asked"));
        after.add(3, Message.of(Role.USER, "[Recalled by the gateway from earlier in this conversation:]\n(user) b"));
        after.addFirst(LeftOut.line(1));
        assertEquals(
                List.of("LEFT_OUT 0 1>1", "KEPT 1 1>1", "REPLACED 2 3>1", "KEPT 5 1>1", "RECALLED 6 0>1", "KEPT 6 1>1"),
                kinds(Change.between(said("gone", "head", "same", "b", "c", "same", "asked"), after)));
    }

    @Test
    void whatIsLeftOutWithoutAWordIsToldToo() {
        assertEquals(List.of("KEPT 0 1>1", "LEFT_OUT 1 2>0"), kinds(Change.between(said("a", "b", "c"), said("a"))));
        assertEquals(List.of(), Change.between(List.of(), List.of()));
    }

    @Test
    void aRehearsalTellsAllOfAConversation() throws InterruptedException {
        ChatRequest request = FittingTest.conversation(20);
        Rehearsal rehearsal =
                fitting.rehearse(request, "p/m", MODEL, call.nested().nested());
        assertEquals(Optional.empty(), rehearsal.reason());
        assertTrue(rehearsal.ratio() < 0.5, "kept " + rehearsal.ratio());
        List<Change> changes =
                Change.between(request.messages(), rehearsal.fitted().request().messages());
        assertEquals(
                List.of(Kind.KEPT, Kind.REPLACED, Kind.KEPT),
                changes.stream().map(Change::kind).toList());
        assertEquals(
                request.messages(),
                changes.stream().flatMap(change -> change.before().stream()).toList());
    }

    @Test
    void whatWasRehearsedIsNotTakenForWhatACallComesTo() throws InterruptedException {
        ChatRequest request = FittingTest.conversation(20);
        fitting.rehearse(request, "p/m", MODEL, call.nested().nested());
        List<Message> sent =
                fitting.fit(request, "p/m", Optional.of(MODEL), call).request().messages();
        assertTrue(FittingTest.texts(sent).contains("[played]"), sent.toString());
        assertEquals(List.of(3, 1), depths.stream().distinct().toList());
    }

    @Test
    void saysWhatToWriteWhereNothingWouldBeDone() throws InterruptedException {
        assertTrue(reason(OptionalLong.of(1000), 0, "deep").contains("condense_context"));
        assertTrue(reason(OptionalLong.of(1000), 50).contains("condense_method"));
        assertTrue(reason(OptionalLong.empty(), 50, "deep").contains("context_size"));
        assertTrue(reason(OptionalLong.of(100_000), 50, "deep").contains("from 50 % on"));
    }

    private String reason(OptionalLong size, int from, String... methods) throws InterruptedException {
        ModelEntry model = new ModelEntry("m", size, OptionalInt.of(from), List.of(methods));
        return fitting.rehearse(FittingTest.conversation(20), "p/m", model, call.nested())
                .reason()
                .orElseThrow();
    }
}
