// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Plugins;
import io.aisbf.evaluation.rival.MiddleOut;
import io.aisbf.runtime.count.Measure;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class EngineTest {
    private static final int FOR_THE_VANDAL = 60;

    /** The engine tells its log of every result that it discards; the reference keeps the setting. */
    private static final Logger LOG = Logger.getLogger("io.aisbf.runtime.fit");

    private final Measure measure = new Measure();
    private final Findings findings = new Findings();

    @BeforeAll
    static void inSilence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void aloud() {
        LOG.setLevel(Level.INFO);
    }

    @Test
    void noChainBreaksAnInvariant(TestReporter reporter) {
        List<List<String>> chains = Chains.of(Plugins.methods(measure).sequencedKeySet());
        EngineTrial trial = new EngineTrial(() -> Plugins.methods(measure), chains, Crowd.CHAINS, findings);
        Crowd.run(Crowd.SIZE, trial::run);
        reporter.publishEntry("results looked at", Long.toString(findings.judged()));
        assertEquals("", findings.toString());
        assertTrue(findings.judged("refused") * 5 < findings.judged(), () -> findings.judged("refused") + " refused");
    }

    @Test
    void whatAMethodBreaksIsNotSent() {
        Map<String, CondensationMethod> methods = Map.of(
                "vandal", new Vandal(),
                "middle-out", new MiddleOut(messages -> measure.count(Counting.MODEL, messages)));
        EngineTrial trial = new EngineTrial(() -> methods, Chains.of(List.of("vandal", "middle-out")), 4, findings);
        Crowd.run(FOR_THE_VANDAL, trial::run);
        assertEquals("", findings.toString());
    }
}
