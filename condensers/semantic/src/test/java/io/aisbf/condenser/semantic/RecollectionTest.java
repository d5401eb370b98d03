// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import static io.aisbf.condenser.semantic.Given.asking;
import static io.aisbf.condenser.semantic.Given.recalled;
import static io.aisbf.condenser.semantic.Given.talkWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Message;
import io.aisbf.condenser.semantic.unit.Fences;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecollectionTest {
    private static final List<Message> TALK =
            talkWith(90, "Our database listens on port 5433.", "The staging server is called heron.");

    @Test
    void recallsWhatHelpsWordForWord() throws Exception {
        List<String> excerpts = recalled(asking(TALK, "On which port does the database listen?"), 200);
        assertTrue(excerpts.contains("Our database listens on port 5433."), excerpts.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thanks!",
                "Great, go on.",
                "Hello, how are you?",
                "ok",
                "Yes, please.",
                "Thank you very much for all of it.",
                "What is the capital of Mongolia?",
                "Sounds good, let's move on to the next topic.",
                "Good morning! How was your day?",
                "Danke, mach bitte weiter.",
                "\ud83d\udc4d"
            })
    void recallsNothingForSmallTalk(String question) throws Exception {
        assertEquals(List.of(), recalled(asking(TALK, question), 400));
    }

    @Test
    void keepsToItsBudget() throws Exception {
        List<String> excerpts = recalled(asking(TALK, "Which port and which staging server?"), 30);
        long tokens =
                excerpts.stream().mapToLong(text -> (text.length() + 3) / 4).sum();
        assertTrue(tokens <= 30, excerpts.toString());
    }

    @Test
    void codeIsTheSameCodeBehindAnotherText() throws Exception {
        String code = "```sql\nselect port from staging;\n```";
        List<Message> talk = talkWith(60, code, "The staging query:\n" + code + "\nIt is slow.");
        List<String> excerpts = recalled(asking(talk, "What was the staging port query?"), 400);
        assertTrue(excerpts.stream().anyMatch(text -> text.contains(code)), excerpts.toString());
        for (String text : excerpts) {
            assertTrue(Fences.closed("(user) " + text), text);
        }
    }
}
