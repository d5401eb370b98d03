// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Plugins;
import io.aisbf.evaluation.Table;
import io.aisbf.evaluation.rival.MiddleOut;
import io.aisbf.evaluation.rival.Predecessor;
import io.aisbf.evaluation.rival.SlidingWindow;
import io.aisbf.runtime.count.Measure;
import java.util.ArrayList;
import java.util.List;

/** How often invariants are broken, and requests refused by strict providers, over generated conversations. */
public final class InvariantsExhibit implements Exhibit {
    private final Measure measure = new Measure();

    @Override
    public String title() {
        return "C5 invariants";
    }

    @Override
    public List<Table> tables() {
        Findings findings = new Findings();
        List<Subject> subjects = new ArrayList<>(Subject.plugins(measure));
        Crowd.run(Crowd.SIZE, new MethodsTrial(subjects, this::count, findings)::everyChain);
        Table table = new Table(
                "Broken invariants and refusals, " + Crowd.SIZE + " conversations",
                List.of("method", "results", "faults"),
                List.of(),
                "-Daisbf.evaluation.transcripts=10000 for more. Methods by themselves and in every order, judged"
                    + " without the gateway's guard; the engine with every chain, its requests judged as they go out"
                    + " to OpenAI, Anthropic and Google.");
        for (Subject subject : subjects) {
            table = row(table, subject.name(), findings, subject.name());
        }
        for (Subject rival : rivals()) {
            Findings own = new Findings();
            Crowd.run(Math.min(Crowd.SIZE, 300), new MethodsTrial(List.of(rival), this::count, own)::everyChain);
            table = row(table, rival.name() + " (no guard)", own, rival.name());
        }
        Findings engine = new Findings();
        List<List<String>> chains = Chains.of(Plugins.methods(measure).sequencedKeySet());
        Crowd.run(Crowd.SIZE, new EngineTrial(() -> Plugins.methods(measure), chains, Crowd.CHAINS, engine)::run);
        table = table.row("**engine, " + chains.size() + " chains**", engine.judged(), engine.wrong());
        String shown = (findings + "\n" + engine).strip();
        return List.of(table, Table.without("Faults in full", shown.isEmpty() ? "None." : shown));
    }

    private static Table row(Table table, String name, Findings findings, String whom) {
        return table.row(name, findings.judged(whom), findings.wrong(whom));
    }

    private List<Subject> rivals() {
        return List.of(
                rival("0.3.2 hierarchical", Predecessor.hierarchical()),
                rival("0.3.2 algorithmic", Predecessor.algorithmic()),
                rival("middle-out", new MiddleOut(this::count)),
                rival("sliding window", new SlidingWindow(this::count)));
    }

    private static Subject rival(String name, CondensationMethod method) {
        return new Subject(name, method, method);
    }

    private long count(List<Message> messages) {
        return measure.count(Counting.MODEL, messages);
    }
}
