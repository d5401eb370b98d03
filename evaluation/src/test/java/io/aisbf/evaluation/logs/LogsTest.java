// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.evaluation.Data;
import io.aisbf.evaluation.Plugins;
import io.aisbf.evaluation.logs.LogSurvey.Kept;
import io.aisbf.runtime.count.Measure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogsTest {
    private static final int NEEDLES = 12;

    private final CondensationMethod method =
            Plugins.method("algorithmic", new Measure(), FixedContext.REFUSING, Map.of());
    private final SystemLog service = Service.log(1500);

    @Test
    void whatTheQuestionIsAboutIsKeptAtFiftyTimes() throws Exception {
        LogSurvey survey = new LogSurvey(method, NEEDLES);

        assertEquals(new Kept(NEEDLES, NEEDLES, 0), survey.unique(service, 50, true));
        assertEquals(new Kept(NEEDLES, NEEDLES, 0), survey.outliers(service, 50, true));
    }

    @Test
    void aLineOfItsOwnIsKeptWithoutAQuestion() throws Exception {
        LogSurvey survey = new LogSurvey(method, NEEDLES);

        for (int ratio : new int[] {8, 20, 50}) {
            assertEquals(new Kept(NEEDLES, NEEDLES, 0), survey.unique(service, ratio, false), ratio + "x");
        }
        assertTrue(survey.outliers(service, 20, false).kept() >= NEEDLES - 1);
        assertEquals(new Kept(8, 8, 0), survey.templates(service, 20));
    }

    @Test
    void theLastLinesAloneAreNotEnough() throws Exception {
        Kept kept = new LogSurvey(new Cut(0), NEEDLES).unique(service, 20, false);

        assertTrue(kept.kept() < NEEDLES / 2, kept::toString);
        assertEquals(0, kept.tooLarge());
    }

    @Test
    void linesOfARealLogAreKept() throws Exception {
        Path folder = Data.required("loghub");
        SystemLog log = SystemLog.read(folder, "Zookeeper");
        SystemLog other = SystemLog.read(folder, "Android");
        LogSurvey survey = new LogSurvey(method, NEEDLES);

        assertEquals(new Kept(NEEDLES, NEEDLES, 0), survey.foreign(log, other, 50, true));
        assertEquals(new Kept(NEEDLES, NEEDLES, 0), survey.foreign(log, other, 8, false));
    }
}
