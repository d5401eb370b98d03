// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import io.aisbf.evaluation.chains.InvariantsExhibit;
import io.aisbf.evaluation.cost.CostExhibit;
import io.aisbf.evaluation.logs.LogExhibit;
import io.aisbf.evaluation.recall.LocomoExhibit;
import io.aisbf.evaluation.recall.XquadExhibit;
import io.aisbf.evaluation.select.AskingExhibit;
import io.aisbf.evaluation.select.CascadeExhibit;
import io.aisbf.evaluation.select.SelectExhibit;
import io.aisbf.evaluation.speed.SpeedExhibit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Prints every table as Markdown, or those whose exhibit has a word in its title. */
final class Evaluation {
    /** In the order of the rows of the list of targets. */
    private static final List<Exhibit> EXHIBITS = List.of(
            new LocomoExhibit(),
            new XquadExhibit(),
            new LogExhibit(),
            new InvariantsExhibit(),
            new CostExhibit(),
            new SpeedExhibit(),
            new SelectExhibit(),
            new CascadeExhibit(),
            new AskingExhibit());

    private Evaluation() {}

    /**
     * Measures and prints.
     *
     * @param args a word that the titles must have; empty for all
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        String wanted = args.length == 0 ? "" : args[0].toLowerCase(Locale.ROOT);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (Exhibit exhibit : EXHIBITS) {
            if (exhibit.title().toLowerCase(Locale.ROOT).contains(wanted)) {
                out.println("## " + exhibit.title() + "\n");
                for (Table table : exhibit.tables()) {
                    out.println(table.markdown());
                }
            }
        }
    }
}
