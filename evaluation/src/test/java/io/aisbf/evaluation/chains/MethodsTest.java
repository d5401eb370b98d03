// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.judge.Judge;
import io.aisbf.evaluation.rival.MiddleOut;
import io.aisbf.evaluation.rival.Predecessor;
import io.aisbf.evaluation.rival.SlidingWindow;
import io.aisbf.evaluation.transcript.Transcript;
import io.aisbf.runtime.count.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class MethodsTest {
    private final Measure measure = new Measure();
    private final Findings findings = new Findings();

    private void judge(List<Subject> subjects, long seeds) {
        MethodsTrial trial = new MethodsTrial(subjects, messages -> measure.count(Counting.MODEL, messages), findings);
        Crowd.run(seeds, Crowd.THOROUGH ? trial::everyChain : trial::someChains);
    }

    @Test
    void providersTakeTheTranscriptsAsTheyAre() {
        Findings refusals = new Findings();
        Crowd.run(Crowd.SIZE, seed -> {
            ChatRequest request = ChatRequest.of("m", Transcript.of(seed).messages());
            Judge.ALL.forEach(judge -> refusals.add(
                    judge.name(), seed, judge.refusal(request).stream().toList()));
        });
        assertEquals("", refusals.toString());
        assertEquals(Crowd.SIZE, refusals.judged("Google"));
    }

    @Test
    void noMethodBreaksAnInvariant(TestReporter reporter) {
        judge(Subject.plugins(measure), Crowd.SIZE);
        reporter.publishEntry("results looked at", Long.toString(findings.judged()));
        assertEquals("", findings.toString());
    }

    @Test
    void findsWhatIsWrongWithThePredecessor() {
        List<Subject> rivals = List.of(
                rival("algorithmic", Predecessor.algorithmic()),
                rival("middle-out", new MiddleOut(messages -> measure.count(Counting.MODEL, messages))),
                rival("sliding", new SlidingWindow(messages -> measure.count(Counting.MODEL, messages))));
        judge(rivals, 40);
        assertTrue(findings.wrong("algorithmic") > 20, findings::toString);
        assertTrue(findings.toString().contains("a tool speaks without answering a call"), findings::toString);
        assertTrue(findings.toString().contains("Anthropic: the first message is not the user's"), findings::toString);
    }

    private static Subject rival(String name, CondensationMethod method) {
        return new Subject(name, method, method);
    }
}
