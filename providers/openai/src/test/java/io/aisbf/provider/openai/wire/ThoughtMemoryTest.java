// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.testing.Together;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The memory keeps to its bounds, forgets what was least recently used first, and knows a call only as a whole. */
class ThoughtMemoryTest {
    private static final long SEED = 20_261_122L;

    @Test
    void forgetsTheLeastRecentlyUsedCallFirst() {
        ThoughtMemory memory = new ThoughtMemory(3, 1 << 20, 1 << 20);
        for (String id : List.of("a", "b", "c")) {
            memory.keep(id, "f", "", shown(id));
        }
        assertEquals(Optional.of(shown("a")), memory.find("a", "f", ""));
        memory.keep("d", "f", "", shown("d"));

        assertEquals(Optional.empty(), memory.find("b", "f", ""));
        for (String id : List.of("a", "c", "d")) {
            assertEquals(Optional.of(shown(id)), memory.find(id, "f", ""));
        }
        assertEquals(3, memory.size());
    }

    @Test
    void takesNoMoreThanItsBytes() {
        ThoughtMemory memory = new ThoughtMemory(1_000, 10_000, 5_000);
        for (int i = 0; i < 100; i++) {
            memory.keep("call_" + i, "f", "", shown("x".repeat(500)));
            assertTrue(memory.bytes() <= 10_000, () -> "it takes " + memory.bytes());
        }
        assertTrue(memory.size() > 1 && memory.size() < 10, () -> "it holds " + memory.size());
        assertTrue(memory.find("call_99", "f", "").isPresent());
        assertEquals(Optional.empty(), memory.find("call_0", "f", ""));
    }

    @Test
    void aThoughtThatIsTooLongDrivesNothingOut() {
        ThoughtMemory memory = new ThoughtMemory(10, 10_000, 5_000);
        memory.keep("a", "f", "", shown("short"));
        memory.keep("b", "f", "", shown("x".repeat(2_500)));

        assertEquals(Optional.empty(), memory.find("b", "f", ""));
        assertEquals(Optional.of(shown("short")), memory.find("a", "f", ""));
    }

    @Test
    void theSameCallIsKeptOnceAndAsItWasShownLast() {
        ThoughtMemory memory = new ThoughtMemory();
        memory.keep("a", "f", "1", shown("one"));
        long before = memory.bytes();
        memory.keep("a", "f", "1", shown("two"));

        assertEquals(Optional.of(shown("two")), memory.find("a", "f", "1"));
        assertEquals(1, memory.size());
        assertEquals(before, memory.bytes());
    }

    @Test
    void anIdThatIsUsedTwiceIsNotTheSameCall() {
        JacksonJson json = new JacksonJson();
        ThoughtMemory memory = new ThoughtMemory();
        ShownThoughts.watch(
                List.of(
                        thought("one"),
                        new Part.ToolCall("call_0", "f", RawJson.of("{\"x\": 1e2, \"y\":[\"\\u00e9\"]}"))),
                json,
                memory);

        assertEquals(1, found(memory, "f", "{\"y\":[\"\u00e9\"],\"x\":100.0}"));
        assertEquals(0, found(memory, "f", "{\"y\":[\"\u00e9\"],\"x\":101}"));
        assertEquals(0, found(memory, "f", "{\"x\":100}"));
        assertEquals(0, found(memory, "g", "{\"y\":[\"\u00e9\"],\"x\":100}"));
        assertEquals(0, found(memory, "f", "no JSON"));
    }

    @Test
    void keepsToItsBoundsWhileManyThreadsUseIt() throws Exception {
        ThoughtMemory memory = new ThoughtMemory(64, 40_000, 4_000);
        AtomicInteger thread = new AtomicInteger();
        List<Integer> hits = Together.run(8, () -> {
            Random random = new Random(SEED + thread.getAndIncrement());
            int found = 0;
            for (int i = 0; i < 5_000; i++) {
                String id = "call_" + random.nextInt(200);
                if (random.nextBoolean()) {
                    memory.keep(id, "f", "", shown(id + "x".repeat(random.nextInt(600))));
                } else {
                    Optional<ThoughtMemory.Shown> shown = memory.find(id, "f", "");
                    found += shown.isPresent() ? 1 : 0;
                    shown.ifPresent(one -> assertTrue(
                            one.before().getFirst().text().startsWith(id), () -> id + " has another's " + one));
                }
                assertTrue(memory.size() <= 64 && memory.bytes() <= 40_000, "it has outgrown its bounds");
            }
            return found;
        });

        assertTrue(hits.stream().allMatch(found -> found > 0), hits::toString);
        for (int i = 0; i < 64; i++) {
            memory.keep("last_" + i, "f", "", shown(""));
        }
        assertEquals(64, memory.size());
        long each = memory.bytes();
        memory.keep("last_64", "f", "", shown(""));
        assertTrue(Math.abs(memory.bytes() - each) <= 4, "the bytes of what went were not given back");
    }

    private static int found(ThoughtMemory memory, String tool, String arguments) {
        return memory.of(new Part.ToolCall("call_0", tool, RawJson.of(arguments)), new JacksonJson())
                .map(shown -> shown.all().size())
                .orElse(0);
    }

    private static ThoughtMemory.Shown shown(String words) {
        return new ThoughtMemory.Shown(List.of(), List.of(thought(words)));
    }

    private static Part.Reasoning thought(String words) {
        return new Part.Reasoning(words, Optional.of(new Signature(WireName.ANTHROPIC_MESSAGES, "s")));
    }
}
