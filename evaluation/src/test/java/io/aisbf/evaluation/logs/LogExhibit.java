// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.logs;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.evaluation.Data;
import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Plugins;
import io.aisbf.evaluation.Table;
import io.aisbf.evaluation.logs.LogSurvey.Kept;
import io.aisbf.runtime.count.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is left of a log that is said in a fraction of its tokens, and of rows of JSON. */
public final class LogExhibit implements Exhibit {
    private static final List<String> SYSTEMS =
            List.of("Android", "Apache", "BGL", "HDFS", "Hadoop", "Linux", "OpenSSH", "Zookeeper");
    private static final int[] RATIOS = {4, 8, 20, 50};
    private static final int NEEDLES = 25;
    private static final List<String> COLUMNS = List.of("method", "4x", "8x", "20x", "50x");
    private static final String NOTE = """
        loghub, 8 systems, 2,000 lines each, 25 logs with one hidden line for each system. Strange: a sentence whose \
        words the log does not have. Foreign: a line of another system's log of which half the words are new. Number: an ordinary line with a number \
        2,000 to 90,000 times as large. Goals are tokens as the engine measures them. The method's constants were \
        chosen looking at BGL and Linux.\
        """;

    private final CondensationMethod method =
            Plugins.method("algorithmic", new Measure(), FixedContext.REFUSING, Map.of());
    private final List<SystemLog> logs = new ArrayList<>();

    @Override
    public String title() {
        return "C4 logs and JSON";
    }

    @Override
    public List<Table> tables() throws IOException, InterruptedException {
        Optional<Path> folder = Data.find("loghub");
        if (folder.isEmpty()) {
            return List.of(Table.without("Lines of a log that are kept", Data.missing("loghub")));
        }
        SYSTEMS.forEach(name -> logs.add(SystemLog.read(folder.get(), name)));
        Table kept = new Table("Lines of a log that are kept, %", COLUMNS, List.of(), NOTE);
        kept = kept.row("last lines: strange", cells(new Cut(0), this::strange, false));
        kept = kept.row("first and last lines: strange", cells(new Cut(.5), this::strange, false));
        kept = kept.row("last lines: number", cells(new Cut(0), this::number, false));
        kept = kept.row("algorithmic: strange", cells(method, this::strange, false));
        kept = kept.row("algorithmic: foreign", cells(method, this::foreign, false));
        kept = kept.row("algorithmic: number", cells(method, this::number, false));
        kept = kept.row("algorithmic: strange, asked for", cells(method, this::strange, true));
        kept = kept.row("algorithmic: foreign, asked for", cells(method, this::foreign, true));
        kept = kept.row("algorithmic: number, asked for", cells(method, this::number, true));
        kept = kept.row("algorithmic: a line of each template", cells(method, this::template, false));
        return List.of(kept, systems(), JsonRows.table(method, folder.get()), speed());
    }

    /** One way to hide lines. */
    @FunctionalInterface
    private interface Hiding {
        Kept hide(LogSurvey survey, SystemLog log, int ratio, boolean asked) throws IOException, InterruptedException;
    }

    private Kept strange(LogSurvey survey, SystemLog log, int ratio, boolean asked)
            throws IOException, InterruptedException {
        return survey.unique(log, ratio, asked);
    }

    private Kept foreign(LogSurvey survey, SystemLog log, int ratio, boolean asked)
            throws IOException, InterruptedException {
        return survey.foreign(log, logs.get((logs.indexOf(log) + 1) % logs.size()), ratio, asked);
    }

    private Kept number(LogSurvey survey, SystemLog log, int ratio, boolean asked)
            throws IOException, InterruptedException {
        return survey.outliers(log, ratio, asked);
    }

    private Kept template(LogSurvey survey, SystemLog log, int ratio, boolean asked)
            throws IOException, InterruptedException {
        return survey.templates(log, ratio);
    }

    private Object[] cells(CondensationMethod by, Hiding hiding, boolean asked)
            throws IOException, InterruptedException {
        Object[] cells = new Object[RATIOS.length];
        LogSurvey survey = new LogSurvey(by, NEEDLES);
        for (int i = 0; i < RATIOS.length; i++) {
            Kept all = new Kept(0, 0, 0);
            for (SystemLog log : logs) {
                all = all.plus(hiding.hide(survey, log, RATIOS[i], asked));
            }
            cells[i] =
                    Table.percent(all.kept(), all.of()) + (all.tooLarge() > 0 ? ", too large: " + all.tooLarge() : "");
        }
        return cells;
    }

    private Table systems() throws IOException, InterruptedException {
        Table table = new Table(
                "Each system without a question at 20x and 50x, %",
                List.of("system", "strange", "foreign", "number", "templates"), List.of(), "");
        LogSurvey survey = new LogSurvey(method, NEEDLES);
        for (SystemLog log : logs) {
            List<Object> cells = new ArrayList<>();
            for (Hiding hiding : List.<Hiding>of(this::strange, this::foreign, this::number, this::template)) {
                Kept some = hiding.hide(survey, log, 20, false);
                Kept few = hiding.hide(survey, log, 50, false);
                cells.add(Table.percent(some.kept(), some.of()) + " / " + Table.percent(few.kept(), few.of()));
            }
            table = table.row(log.name(), cells.toArray());
        }
        return table;
    }

    /** How fast all logs go through, ten times over, once the code is warm. */
    private Table speed() throws IOException, InterruptedException {
        LogSurvey survey = new LogSurvey(method, 1);
        long characters = 0;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            characters = 0;
            long start = System.nanoTime();
            for (SystemLog log : logs) {
                String text = String.join("\n", log.lines());
                characters += text.length();
                survey.condensed(text, 20, "");
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return new Table("Speed of digests at 20x", List.of("", "MB/s, best of ten"), List.of(), "")
                .row("algorithmic, one thread, counting included", characters * 1e3 / best);
    }
}
