// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** For how many requests a model is asked, where rules and embeddings have their say before. */
public final class AskingExhibit implements Exhibit {
    /** For {@link io.aisbf.evaluation.Evaluation}. */
    public AskingExhibit() {}

    @Override
    public String title() {
        return "S5 select: how often a model is asked";
    }

    @Override
    public List<Table> tables() throws IOException, InterruptedException {
        Table table = new Table(
                "strategy: [rules, embedding, autoselect], each with the gate 0.5",
                List.of("candidates with", "prompts", "a model is asked, %", "decided before, % of them rightly"),
                List.of(),
                "Our own prompts of six kinds; the examples are none of them. One rule: half of it is code.");
        try (LocalModels models = new LocalModels()) {
            for (boolean examples : List.of(false, true)) {
                Optional<AskedShare> share = AskedShare.of(Traffic.read(examples), models);
                if (share.isEmpty()) {
                    return List.of(Table.without(table.title(), "A strategy of the chain is not on the class path."));
                }
                AskedShare found = share.get();
                table = table.row(
                        examples ? "descriptions and five examples" : "descriptions",
                        found.prompts(),
                        Table.percent(found.asked(), found.prompts()),
                        Table.percent(found.before(), found.prompts() - found.asked()));
            }
            return List.of(table);
        }
    }
}
