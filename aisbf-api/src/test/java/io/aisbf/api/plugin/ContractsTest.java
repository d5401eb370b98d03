// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.testing.Fold;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.api.testing.Together;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the contract tests lean on: that it notices what they are to notice. */
class ContractsTest {
    private static final ChatEvent STARTED = new ChatEvent.Started("id", "model");
    private static final ChatEvent TEXT = new ChatEvent.TextDelta(0, "x");
    private static final ChatEvent FINISHED = new ChatEvent.Finished(0, FinishReason.Known.STOP);

    @Test
    void aFoldNoticesAStreamThatIsNotWellFormed() {
        assertEquals(
                "x",
                Fold.events(List.of(STARTED, TEXT, FINISHED))
                        .choices()
                        .getFirst()
                        .message()
                        .text());
        ChatEvent headless = new ChatEvent.ToolCallDelta(0, 0, Optional.empty(), Optional.empty(), "{}");
        for (List<ChatEvent> wrong : List.of(
                List.<ChatEvent>of(),
                List.of(TEXT, FINISHED),
                List.of(STARTED, TEXT),
                List.of(STARTED, STARTED),
                List.of(STARTED, TEXT, FINISHED, TEXT),
                List.of(STARTED, FINISHED, FINISHED),
                List.of(STARTED, headless))) {
            assertThrows(AssertionError.class, () -> Fold.events(wrong), wrong::toString);
        }
    }

    @Test
    void settingsKnowWhatNobodyRead() {
        MapSettings settings =
                MapSettings.of(Map.of("wait", "250ms", "part", Map.of("a", 1), "parts", List.of(Map.of("b", 2))));
        assertEquals(3, settings.unread().size());
        assertEquals(Optional.of(Duration.ofMillis(250)), settings.duration("wait"));
        settings.section("part");
        settings.sections("parts").getFirst().integer("b");
        assertEquals(List.of("test.part.a"), settings.unread());
        assertThrows(SettingsException.class, () -> settings.integer("wait"));
        assertThrows(SettingsException.class, () -> settings.require("absent"));
    }

    @Test
    void jsonIsReadStrictly() {
        for (String wrong : List.of(
                "",
                "[]",
                "{",
                "{}x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":+1}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\n\"}",
                "{a:1}",
                "{\"a\":tru}",
                "{\"a\":1,}",
                "{\"a\":" + "[".repeat(600) + "]".repeat(600) + "}")) {
            byte[] bytes = wrong.getBytes(StandardCharsets.UTF_8);
            assertThrows(JsonException.class, () -> new PlainJson().object(bytes), wrong);
        }
        byte[] latin = "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(JsonException.class, () -> new PlainJson().object(latin));
    }

    @Test
    void workThatIgnoresAnInterruptIsNoticed() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        assertEquals(
                InterruptedException.class,
                Together.interrupted(() -> {
                            never.await();
                            return 1;
                        })
                        .getClass());
        assertThrows(AssertionError.class, () -> Together.interrupted(() -> 1));
        assertThrows(
                AssertionError.class,
                () -> Together.run(4, () -> {
                    throw new IllegalStateException("one of them fails");
                }));
    }
}
