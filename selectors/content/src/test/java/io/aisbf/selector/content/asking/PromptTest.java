// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import static io.aisbf.selector.content.asking.Scripted.call;
import static io.aisbf.selector.content.asking.Scripted.prompt;
import static io.aisbf.selector.content.asking.Scripted.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.runtime.count.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the selection model is sent, counted by a real vocabulary. */
class PromptTest {
    private static final Tokens TOKENS = new Tokens(Runnable::run, new SplittableRandom(1));

    @BeforeAll
    static void loadTheVocabulary() {
        TOKENS.prepare("openai", "gpt-4o");
    }

    private static long count(String text) {
        return TOKENS.count(text, "openai", "gpt-4o");
    }

    private static ChatRequest sent(ChatRequest request, List<Candidate> candidates, Map<String, Object> settings)
            throws Exception {
        Scripted models = Scripted.saying(tag(candidates.getFirst().target()));
        FixedContext fixed = FixedContext.of(new PlainJson());
        FixedContext context = new FixedContext(
                models,
                (_, text) -> count(text.toString()),
                List.of(),
                fixed.http(),
                fixed.json(),
                fixed.clock(),
                fixed.random());
        try (Deciding strategy = Scripted.strategy(context, settings)) {
            strategy.decide(request, candidates, call());
        }
        return models.asked.element();
    }

    private static String told(List<Candidate> candidates, Map<String, Object> settings) throws Exception {
        return sent(prompt("Hello"), candidates, settings).messages().getFirst().text();
    }

    private static String said(ChatRequest request) throws Exception {
        return sent(request, Scripted.CANDIDATES, Map.of()).messages().getLast().text();
    }

    private static List<Candidate> candidates(int count, int letters) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Candidate(
                        "rotation/team-" + number,
                        1,
                        number + " " + "does all sorts of things well. ".repeat(letters / 30)))
                .toList();
    }

    @Test
    void whatStandsBeforeThePersonsWordsIsNoMoreThanFourHundredTokens() throws Exception {
        assertTrue(count(told(Scripted.CANDIDATES, Map.of())) <= 300);
        for (int letters : List.of(0, 60, 600, 60_000)) {
            for (int many : List.of(2, 5, 12)) {
                String told = told(candidates(many, letters), Map.of("fallback", "rotation/team-1"));
                assertTrue(count(told) <= 400, () -> many + " of " + letters + ": " + count(told));
            }
        }
    }

    @Test
    void manyCandidatesKeepTheirNamesAndAFewWordsEach() throws Exception {
        String told = told(candidates(60, 600), Map.of("fallback", "rotation/team-1"));
        for (int number = 0; number < 60; number++) {
            assertTrue(told.contains("\nrotation/team-" + number + ": " + number + " does all sorts of"), told);
        }
        assertTrue(count(told) <= 1_200, () -> "" + count(told));
    }

    @Test
    void aLongDescriptionIsShortenedBeforeAShortOne() throws Exception {
        List<Candidate> candidates = List.of(
                new Candidate("a", 1, "much is said of this one. ".repeat(200)),
                new Candidate("b", 1, "Poems, songs and other texts with rhyme and metre"));
        String told = told(candidates, Map.of());
        assertTrue(told.contains("\nb: Poems, songs and other texts with rhyme and metre\n"), told);
        assertTrue(told.contains("…\n"), told);
    }

    @Test
    void examplesDescribeACandidateThatIsNotDescribed() throws Exception {
        Candidate shown = new Candidate(
                "a",
                1,
                "",
                List.of("Fix this loop", "Why does it crash?"),
                Scripted.CANDIDATES.getFirst().standing());
        assertTrue(told(List.of(shown, new Candidate("b", 1, "")), Map.of())
                .contains("\na: Fix this loop; Why does it crash?\nb\n"));
    }

    @Test
    void theBeginningIsTheSameFromCallToCall() throws Exception {
        String one = sent(prompt("one"), Scripted.CANDIDATES, Map.of())
                .messages()
                .getFirst()
                .text();
        String other = sent(prompt("another one"), Scripted.CANDIDATES, Map.of())
                .messages()
                .getFirst()
                .text();
        assertEquals(one, other);
        assertTrue(one.indexOf("coding: Programming") < one.indexOf("general: Everything"), one);
        assertTrue(
                one.endsWith(
                        "</aisbf_autoselect_list>\n<aisbf_autoselect_fallback>general</aisbf_autoselect_fallback>\n"),
                one);
    }

    @Test
    void anOperatorsOwnTextReplacesTheBuiltInOneWithTheListAsItWas() throws Exception {
        String told = told(Scripted.CANDIDATES, Map.of("prompt", "# My skill\n\nChoose wisely.\n"));
        assertEquals("""
            # My skill

            Choose wisely.
            <aisbf_autoselect_list>
            <model><model_id>coding</model_id><model_description>Programming, debugging and technical tasks\
            </model_description></model>
            <model><model_id>general</model_id><model_description>Everything else</model_description></model>
            <model><model_id>openai/gpt-4o</model_id><model_description>Pictures and long texts\
            </model_description></model>
            </aisbf_autoselect_list>
            <aisbf_autoselect_fallback>general</aisbf_autoselect_fallback>
            """, told);
    }

    @Test
    void aFallbackThatIsNotOfferedIsNotTold() throws Exception {
        assertFalse(told(Scripted.CANDIDATES, Map.of("fallback", "gone")).contains("gone"));
    }

    @Test
    void longWordsAreShortenedToTheirBeginningTheirEndAndWhatCodeThereIs() throws Exception {
        String text = "Please review this.\n" + "Some words of no weight. ".repeat(200) + "\npublic class Invoice {\n"
                + "    int total;\n".repeat(400) + "}\nIs it safe for threads?";
        String said = said(prompt(text));
        assertTrue(said.contains("Please review this."), said);
        assertTrue(said.contains("public class Invoice {"), said);
        assertTrue(said.contains("Is it safe for threads?"), said);
        assertTrue(count(said) <= 830, () -> "" + count(said));
    }

    @Test
    void nothingThatIsSaidIsLongerThanEightHundredTokens() {
        List<String> pieces =
                List.of("<", "中", "\ud83e\uddd1\u200d\ud83d\ude80", "&", "a", " ", "1", "é", "\n", "{\"a\":[", "क्ष");
        assertTimeout(Duration.ofMinutes(1), () -> {
            for (String piece : pieces) {
                String said = said(prompt("x" + piece.repeat(2_000_000 / piece.length()) + "y"));
                assertTrue(count(said) <= 830, () -> piece + ": " + count(said));
            }
        });
    }

    @Test
    void aShortTurnIsShownWithTheOneBeforeAndAPictureIsMentioned() throws Exception {
        ChatRequest request = ChatRequest.of(
                "autoselect/x",
                List.of(
                        Message.of(Role.SYSTEM, "You are an agent."),
                        Message.of(Role.USER, "Prove that there are infinitely many primes"),
                        Message.of(Role.ASSISTANT, "Suppose there were not."),
                        new Message(
                                Role.USER,
                                List.of(
                                        new Part.Text("go on"),
                                        new Part.Image(
                                                new Part.Source.Link(URI.create("http://127.0.0.1/a.png")),
                                                Optional.empty())),
                                Optional.empty())));
        assertEquals("""
            <aisbf_user_prompt>
            [earlier] Prove that there are infinitely many primes
            [now] go on
            [with an image]
            </aisbf_user_prompt>\
            """, said(request));
    }
}
