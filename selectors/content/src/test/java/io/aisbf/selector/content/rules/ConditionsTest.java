// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import static io.aisbf.selector.content.rules.Ruled.call;
import static io.aisbf.selector.content.rules.Ruled.decided;
import static io.aisbf.selector.content.rules.Ruled.holds;
import static io.aisbf.selector.content.rules.Ruled.prompt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final ChatRequest HELLO = prompt("Hello");

    private static ChatRequest with(Part... parts) {
        return ChatRequest.of("autoselect/x", List.of(new Message(Role.USER, List.of(parts), Optional.empty())));
    }

    private static String reason(Map<String, Object> when, ChatRequest request) throws Exception {
        return decided(when, request, call()).reason();
    }

    @Test
    void rangesAreReadInEveryWay() throws Exception {
        Map<String, Boolean> ranges = new LinkedHashMap<>(Map.of(
                ">4", true, ">5", false, ">=5", true, "<5", false, "<=5", true, "5", true, "6", false, "4..6", true,
                "1-4", false));
        ranges.put("< 1_000", true);
        ranges.put("> 1,000", false);
        for (Map.Entry<String, Boolean> range : ranges.entrySet()) {
            assertEquals(range.getValue(), holds(Map.of("characters", range.getKey()), HELLO), range.getKey());
        }
        assertEquals("rule 'r': 5 characters", reason(Map.of("characters", ">4"), HELLO));
    }

    @Test
    void turnsAreThePersons() throws Exception {
        ChatRequest request = ChatRequest.of(
                "autoselect/x",
                List.of(
                        Message.of(Role.SYSTEM, "a"),
                        Message.of(Role.USER, "b"),
                        Message.of(Role.ASSISTANT, "c"),
                        Message.of(Role.USER, "d")));
        assertEquals("rule 'r': 2 turns", reason(Map.of("turns", "2"), request));
        assertFalse(holds(Map.of("turns", ">2"), request));
    }

    @Test
    void whatIsShownOrPlayedCounts() throws Exception {
        Part.Source source = new Part.Source.Link(URI.create("http://127.0.0.1/a"));
        Part image = new Part.Image(source, Optional.empty());
        assertTrue(holds(Map.of("images", true), with(image)));
        assertTrue(holds(Map.of("images", "2"), with(image, image)));
        assertFalse(holds(Map.of("images", true), HELLO));
        assertTrue(holds(Map.of("images", false, "audio", false, "documents", false), HELLO));
        assertTrue(holds(Map.of("audio", true), with(new Part.Audio(source))));
        assertTrue(holds(Map.of("documents", ">0"), with(new Part.Document(source, Optional.empty()))));
    }

    @Test
    void whatIsNotAskedForIsFalse() throws Exception {
        assertTrue(holds(Map.of("json", false, "streaming", false, "thinking", false, "tools", false), HELLO));
        assertFalse(holds(Map.of("json", true), HELLO));
        assertFalse(holds(Map.of("thinking", true), HELLO));
        assertFalse(holds(Map.of("tools", true), HELLO));
        assertFalse(holds(Map.of("tools", List.of("read_*", "bash")), HELLO));
        assertEquals("rule 'r': streaming", reason(Map.of("streaming", true), HELLO.withStreaming(true)));
    }

    @Test
    void whoAsksAndForWhatIsKnown() throws Exception {
        Map<String, Object> when =
                Map.of("key", "team-*", "header", Map.of("x-tier", "^gold$"), "model", "autoselect/*");
        assertTrue(
                decided(when, HELLO, call(Map.of("x-tier", "gold"), "team-a")).decided());
        assertFalse(
                decided(when, HELLO, call(Map.of("x-tier", "gold"), "alice")).decided());
        assertFalse(
                decided(when, HELLO, call(Map.of("x-tier", "golden"), "team-a")).decided());
        assertFalse(decided(when, HELLO, call(Map.of(), "team-a")).decided());
        assertFalse(decided(when, HELLO.withModel("gpt-4"), call(Map.of("x-tier", "gold"), "team-a"))
                .decided());
        assertEquals(
                "rule 'r': key team-a, asked for autoselect/x, header x-tier",
                decided(when, HELLO, call(Map.of("x-tier", "gold"), "team-a")).reason());
    }

    @Test
    void patternsAreFoundInTheLastWordsAndNeverTakeLong() throws Exception {
        assertTrue(holds(Map.of("matches", "(?i)hello"), HELLO));
        assertFalse(holds(Map.of("matches", List.of("Hello", "goodbye")), HELLO));
        assertTimeout(Duration.ofMinutes(1), () -> {
            assertFalse(holds(Map.of("matches", "(a+)+$"), prompt("a".repeat(40_000) + "b")));
            assertFalse(holds(Map.of("matches", "(a|b|ab)*c"), prompt("ab".repeat(20_000))));
            assertFalse(holds(Map.of("matches", "(x+x+)+y"), prompt("x".repeat(1_000_000))));
        });
    }

    @Test
    void hoursAreThoseOfTheClockInTheirZone() throws Exception {
        Map<String, Object> office = Map.of("hours", "08:00-18:00", "days", "mon-fri", "zone", "Europe/Berlin");
        // The first of July 2026 is a Wednesday; Berlin is two hours ahead then.
        assertTrue(at("2026-07-01T06:00:00Z", office));
        assertFalse(at("2026-07-01T05:59:00Z", office));
        assertFalse(at("2026-07-01T16:00:00Z", office));
        assertFalse(at("2026-07-04T10:00:00Z", office), "a Saturday");
        Map<String, Object> night = Map.of("hours", "22:00-06:00", "days", List.of("fri", "saturday"));
        assertTrue(at("2026-07-03T23:00:00Z", night));
        assertTrue(at("2026-07-05T05:00:00Z", night), "the night that began on Saturday");
        assertFalse(at("2026-07-05T23:00:00Z", night), "the one that begins on Sunday");
        assertTrue(at("2026-07-05T23:00:00Z", Map.of("days", "sat-mon")));
        assertTrue(at("2026-07-05T23:59:00Z", Map.of("hours", "08:00-24:00")));
    }

    private static boolean at(String instant, Map<String, Object> when) throws Exception {
        Instant now = Instant.parse(instant);
        try (Deciding strategy =
                Ruled.strategy(Ruled.CONTEXT.withClock(() -> now), List.of(Map.of("when", when, "use", "big")))) {
            return strategy.decide(HELLO, Ruled.CANDIDATES, call()).decided();
        }
    }

    @Test
    void conditionsAreJoined() throws Exception {
        Map<String, Object> either =
                Map.of("any", List.of(Map.of("characters", ">100"), Map.of("matches", "Hello", "turns", "1")));
        assertEquals("rule 'r': 1 turn, its pattern fits", reason(either, HELLO));
        assertFalse(holds(either, prompt("Goodbye")));
        assertEquals(
                "rule 'r': not what it excludes",
                reason(Map.of("not", Map.of("characters", "<3", "turns", "1")), HELLO));
        assertFalse(holds(Map.of("not", Map.of("characters", ">3", "turns", "1")), HELLO));
        assertFalse(holds(Map.of("characters", ">3", "turns", "2"), HELLO));
    }

    @Test
    void codeIsToldFromProse() throws Exception {
        String java = "public class A {\n    int x = 1;\n    void run() {\n        go(x);\n    }\n}\n";
        String python = "def f(a):\n    b = a + 1\n    return (b)\nprint(f(2))\n";
        assertTrue(Code.share(java) > 0.9, () -> "" + Code.share(java));
        assertTrue(Code.share(python) > 0.9, () -> "" + Code.share(python));
        assertTrue(Code.share("Why is this slow?\n```\nany old words\n```\n") > 0.4);
        assertEquals(
                0, Code.share("Dear Anna,\n\nthe weather is fine here, and we hope to see you soon.\nYours, Bert"));
        assertEquals(0, Code.share(""));
        assertTrue(holds(Map.of("code_share", ">=0.5"), prompt(java)));
        assertFalse(holds(Map.of("code_share", ">=0.5"), HELLO));
    }

    @Test
    void languagesAreToldApart() throws Exception {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("What is the capital of France?", "en");
        said.put("Wie heißt die Hauptstadt von Frankreich?", "de");
        said.put("Quelle est la capitale de la France ?", "fr");
        said.put("¿Cuál es la capital de Francia y por qué?", "es");
        said.put("Qual è la capitale della Francia e perché?", "it");
        said.put("Qual é a capital da França e por que não?", "pt");
        said.put("Wat is de hoofdstad van Frankrijk?", "nl");
        said.put("Jak się nazywa stolica Francji i co to jest?", "pl");
        said.put("法国的首都是哪里?", "zh");
        said.put("フランスの首都はどこですか。", "ja");
        said.put("프랑스의 수도는 어디입니까?", "ko");
        said.put("Какой город является столицей Франции?", "ru");
        said.put("Яке місто є столицею Франції?", "uk");
        said.put("ما هي عاصمة فرنسا؟", "ar");
        said.put("פריז היא הבירה של צרפת", "he");
        said.put("", "");
        said.put("12345 + 67", "");
        said.put("qwzx", "");
        for (Map.Entry<String, String> one : said.entrySet()) {
            assertEquals(one.getValue(), Languages.of(one.getKey()), one.getKey());
        }
        assertEquals(
                "rule 'r': language de",
                reason(Map.of("language", List.of("de", "fr")), prompt("Wie geht das mit dem Auto?")));
        assertFalse(holds(Map.of("language", "de"), prompt("How is it done?")));
    }
}
