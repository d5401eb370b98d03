// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.survival.bed.Bed;
import io.aisbf.distribution.survival.bed.Bimodal;
import io.aisbf.distribution.survival.bed.Mode;
import io.aisbf.distribution.survival.bed.Modes;
import io.aisbf.distribution.survival.bed.Survey;
import io.aisbf.distribution.survival.bed.Tally;
import java.util.List;

/** Prints what rotations survive, mode by mode: failure rate, amplification and times, with and without hedging. */
final class SurvivalTable {
    private static final int BIMODAL = 1000;

    private SurvivalTable() {}

    /** The first argument is the number of calls for each mode; 100 without it. */
    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
        for (String rotation : List.of("strategy: round_robin", "strategy: round_robin, hedge: true")) {
            for (String cooldown : List.of("", "{failures: 3, time: 300ms, longest: 300ms}")) {
                survey(rotation, cooldown, calls);
            }
        }
        IO.print(Survey.table("one answer in twenty takes 600 ms instead of 20", bimodal()));
    }

    private static void survey(String rotation, String cooldown, int calls) throws Exception {
        List<Mode> modes = Modes.all();
        try (Bed bed = new Bed(modes, cooldown, rotation)) {
            List<Tally> tallies = Survey.of(bed, modes, calls);
            IO.print(Survey.table(
                    "one of three fails; " + rotation + "; cooldown " + (cooldown.isEmpty() ? "as usual" : cooldown),
                    tallies));
            tallies.stream()
                    .flatMap(tally -> tally.wrong().stream())
                    .forEach(words -> IO.println("\nFAILED: " + words));
        }
    }

    private static List<Tally> bimodal() throws Exception {
        try (Bimodal upstreams = new Bimodal();
                Product product = Product.start(upstreams.providers("two") + """
                    rotations:
                      alone: {strategy: round_robin, models: {two-a/text: 1, two-b/text: 1}}
                      hedged: {strategy: round_robin, hedge: true, models: {two-a/text: 1, two-b/text: 1}}
                    """)) {
            upstreams.run(product, "alone", BIMODAL / 4);
            Tally alone = upstreams.run(product, "alone", BIMODAL);
            upstreams.run(product, "hedged", BIMODAL / 4);
            return List.of(alone, upstreams.run(product, "hedged", BIMODAL));
        }
    }
}
