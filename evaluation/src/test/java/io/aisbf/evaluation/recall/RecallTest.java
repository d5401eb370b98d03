// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.recall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.evaluation.Counting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers and the count, on a conversation of our own in LoCoMo's format. */
class RecallTest {
    @TempDir
    private Path folder;

    @Test
    void whatAnswersIsKeptByOursAndLostByTheWindow() throws Exception {
        Locomo.Conversation talk = Locomo.read(conversation()).getFirst();
        assertEquals(1, talk.questions().size(), "a question of category 5 is left out");
        Locomo.Question question = talk.questions().getFirst();
        assertEquals(List.of("Ada: I keep bees on the roof. [shares a photo of a hive]"), question.evidence());
        long goal = Counting.count(talk.messages()) / 8;
        String ours = Rankers.left(Rankers.all().lastEntry().getValue(), talk.messages(), question.text(), goal);
        String window = Rankers.left(Rankers.all().firstEntry().getValue(), talk.messages(), question.text(), goal);
        assertTrue(ours.contains(question.evidence().getFirst()), ours);
        assertFalse(window.contains(question.evidence().getFirst()), window);
    }

    @Test
    void sharesAreMeans() {
        Share share = new Share();
        share.add(1, 2);
        share.add(2, 2);
        share.add(0, 1);
        assertEquals(List.of("50.0", "66.7", "33.3"), List.of(share.mean(), share.any(), share.whole()));
    }

    private Path conversation() throws Exception {
        StringJoiner turns = new StringJoiner(",");
        turns.add("""
            {"speaker":"Ada","dia_id":"D1:1","text":"I keep bees on the roof.","blip_caption":"a photo of a hive"}\
            """);
        for (int i = 2; i < 80; i++) {
            turns.add("{\"speaker\":\"" + (i % 2 == 0 ? "Bo" : "Ada") + "\",\"dia_id\":\"D1:" + i
                    + "\",\"text\":\"We went to the market for the " + i + "th time, and it rained.\"}");
        }
        Path file = folder.resolve("talk.json");
        Files.writeString(file, """
            [{"sample_id":"own","conversation":{"speaker_a":"Ada","speaker_b":"Bo",
            "session_1_date_time":"1:56 pm on 8 May, 2023","session_1":[%s]},"qa":[
            {"question":"Where does Ada keep her bees?","evidence":["D1:1; D9:9"],"category":4},
            {"question":"Where does Bo keep his bees?","evidence":["D1:1"],"category":5}]}]\
            """.formatted(turns));
        return file;
    }
}
