// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Models;
import io.aisbf.runtime.count.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SplittingTest {
    private static final Pattern PART = Pattern.compile("part (\\d+) of (\\d+)");
    private static final OptionalLong MOST = OptionalLong.of(1000);

    private final List<ChatRequest> asked = new CopyOnWriteArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Call call = Call.start("c", Duration.ofSeconds(20));
    private final Measure measure = new Measure();

    private static ChatRequest question(String text) {
        return ChatRequest.of(
                "p/m", List.of(Message.of(Role.SYSTEM, "be brief"), Message.of(Role.USER, "Who did it?\n\n" + text)));
    }

    private static String longText(int sentences) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            text.append("In the chapter ").append(i).append(" somebody goes down to the river. ");
        }
        return text.toString();
    }

    private Splitting splitting(Models models) {
        return new Splitting((request, target) -> measure.count(target, request), models);
    }

    private ChatRequest split(ChatRequest request, Models models) throws InterruptedException {
        return splitting(models).split(request, "p/m", MOST, call, told::add);
    }

    private ChatResponse answer(ChatRequest request, Call on) {
        asked.add(request);
        Matcher part = PART.matcher(request.messages().getLast().text());
        return response(part.find() ? "found in " + part.group(1) : "merged");
    }

    private static ChatResponse response(String text) {
        Message message = Message.of(Role.ASSISTANT, text);
        return ChatResponse.of(
                "id", "m", List.of(new ChatResponse.Choice(0, message, FinishReason.Known.STOP)), Usage.NONE);
    }

    @Test
    void leavesAloneWhatIsSmallEnough() throws InterruptedException {
        ChatRequest request = question("a short text");
        assertSame(request, split(request, this::answer));
        assertTrue(asked.isEmpty());
    }

    @Test
    void asksEveryPartWithTheQuestionAndPutsTheAnswersInOrder() throws InterruptedException {
        ChatRequest last = split(question(longText(400)), this::answer);
        assertTrue(asked.size() > 3, "parts: " + asked.size());
        for (ChatRequest part : asked) {
            assertEquals("p/m", part.model());
            assertEquals("be brief", part.messages().getFirst().text());
            assertTrue(part.messages().getLast().text().startsWith("Who did it?"));
            assertTrue(measure.count("p/m", part) <= 1000, "a part of " + measure.count("p/m", part));
        }
        String merged = last.messages().getLast().text();
        assertTrue(merged.startsWith("Who did it?"), merged);
        for (int i = 1; i <= asked.size(); i++) {
            assertTrue(merged.contains("[From part " + i + " of " + asked.size() + ":]\nfound in " + i), merged);
        }
        assertEquals(1, told.size());
    }

    @Test
    void everyWordOfTheTextIsAsked() throws InterruptedException {
        split(question(longText(400)), this::answer);
        String all = asked.toString();
        for (int i = 0; i < 400; i++) {
            assertTrue(all.contains("In the chapter " + i + " somebody goes down to the river."), "chapter " + i);
        }
    }

    @Test
    void answersThatAreTooLongTogetherArePutTogetherInGroups() throws InterruptedException {
        ChatRequest last = split(question(longText(700)), (request, on) -> {
            asked.add(request);
            boolean part = request.messages().getLast().text().contains("[This is part");
            return response(part ? "words and words and words ".repeat(40) : "shorter");
        });
        assertTrue(measure.count("p/m", last) <= 1000);
        assertTrue(last.messages().getLast().text().contains("shorter"));
    }

    @Test
    void aPartThatFailsIsAnErrorAndNoHole() {
        CallException failed = assertThrows(
                CallException.class,
                () -> split(question(longText(400)), (request, on) -> {
                    if (request.messages().getLast().text().contains("part 2 of")) {
                        throw new CallException(Failure.OVERLOADED, "not now");
                    }
                    return answer(request, on);
                }));
        assertEquals(Failure.OVERLOADED, failed.failure());
        assertTrue(
                String.valueOf(failed.getMessage()).matches("part 2 of \\d+ of the split request failed: not now"),
                failed.getMessage());
    }

    @Test
    void refusesWithTheNumbersWhatWouldBecomeAnotherQuestion() {
        ChatRequest request = question(longText(400));
        Sampling several = new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalInt.of(2),
                OptionalDouble.empty(),
                OptionalDouble.empty());
        CallException refused =
                assertThrows(CallException.class, () -> split(request.withSampling(several), this::answer));
        assertEquals(Failure.CONTEXT_TOO_LONG, refused.failure());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("may have 1000 (max_request_tokens)"),
                refused.getMessage());
        assertTrue(asked.isEmpty());
    }

    @Test
    void refusesAHistoryWithoutALongText() {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            messages.add(Message.of(Role.USER, "question number " + i));
            messages.add(Message.of(Role.ASSISTANT, "answer number " + i));
        }
        messages.add(Message.of(Role.USER, "and now?"));
        CallException refused =
                assertThrows(CallException.class, () -> split(ChatRequest.of("p/m", messages), this::answer));
        assertTrue(String.valueOf(refused.getMessage()).contains("too little room"), refused.getMessage());
    }

    @Test
    void anInterruptEndsAllParts() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        List<Throwable> ends = new CopyOnWriteArrayList<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                split(question(longText(400)), (request, on) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    throw new IllegalStateException("nobody opens it");
                });
            } catch (InterruptedException | RuntimeException e) {
                ends.add(e);
            }
        });
        begun.await();
        thread.interrupt();
        thread.join();
        assertInstanceOf(InterruptedException.class, ends.getFirst());
    }
}
