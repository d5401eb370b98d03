// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.cost;

import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Models;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Table;
import io.aisbf.evaluation.rival.MiddleOut;
import io.aisbf.evaluation.rival.Predecessor;
import io.aisbf.evaluation.rival.SlidingWindow;
import io.aisbf.runtime.count.Measure;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What input costs with condensation, in parts of what sending everything would cost. */
public final class CostExhibit implements Exhibit {
    private static final int STEPS = 150;
    private static final int PERCENT = 100;
    private static final double JANITOR = 0.1;
    private static final int SUMMARY = 120;

    /** {@code condense_context} and {@code condense_to}; 0 for its default. */
    private static final int[][] SETTINGS = {
        {80, 0}, {40, 0}, {80, 30}, {80, 40}, {80, 60}, {40, 15}, {60, 10}, {95, 90}, {20, 5}
    };

    private static final String NOTE = """
        Instructions 6,000, then 2,200 + 400 tokens a step; what a provider has cached costs 0.1, all else 1.25. \
        Sending everything would overflow the window. Stable: of what was sent before and could be read from the \
        cache, as long as the history was not cut; the worst of the three. Chain: \
        """;

    private final List<Work> works = List.of(new Work(STEPS, 1, 0), new Work(STEPS, 1, 10), new Work(STEPS, 1, 1));
    private final double[] all = new double[works.size()];
    private final Measure measure = new Measure();
    private final Means means = Means.recommended();

    @Override
    public String title() {
        return "C6, C7 cost";
    }

    @Override
    public List<Table> tables() throws IOException, InterruptedException {
        for (int i = 0; i < all.length; i++) {
            all[i] = Policy.everything().bill(works.get(i)).cost();
        }
        long high = Work.WINDOW * 80 / PERCENT;
        Table table = new Table(
                "Input cost of " + STEPS + " requests, window " + Work.WINDOW + ", sending everything = 1",
                List.of("policy", "agent", "user every 10 steps", "chat", "stable %", "tokens read, agent"),
                List.of(),
                NOTE + means.chain() + ".");
        table = row(
                table,
                "0.3.2 conversational, every request",
                () -> Policy.everyTime(Predecessor.conversational(summarising(), "small"), high, high, JANITOR));
        table = row(
                table,
                "sliding window, every request",
                () -> Policy.everyTime(new SlidingWindow(this::count), high, high, 0));
        table = row(
                table, "middle-out, every request", () -> Policy.everyTime(new MiddleOut(this::count), high, high, 0));
        for (int[] setting : SETTINGS) {
            OptionalInt to = setting[1] == 0 ? OptionalInt.empty() : OptionalInt.of(setting[1]);
            String name = "**AISBF** condense_context " + setting[0]
                    + (setting[1] == 0 ? ", default condense_to" : ", condense_to " + setting[1]);
            table = row(table, name, () -> Policy.engine(means, Work.WINDOW, setting[0], to));
        }
        return List.of(table);
    }

    /** A policy, new for each work. */
    private interface Fresh {
        Policy policy();
    }

    private Table row(Table table, String name, Fresh fresh) throws IOException, InterruptedException {
        String[] cells = new String[works.size() + 2];
        double stable = 1;
        for (int i = 0; i < works.size(); i++) {
            Bill bill = fresh.policy().bill(works.get(i));
            cells[i] = String.format(Locale.ROOT, "%.2f", bill.cost() / all[i]);
            stable = Math.min(stable, bill.stable());
            cells[works.size() + 1] = i == 0 ? Long.toString(bill.tokens()) : cells[works.size() + 1];
        }
        cells[works.size()] = String.format(Locale.ROOT, "%.1f", stable * PERCENT);
        return table.row(name, (Object[]) cells);
    }

    private long count(List<Message> messages) {
        return measure.count(Counting.MODEL, messages);
    }

    /** A small model whose summary is another one for every history. */
    private static Models summarising() {
        return (request, _) -> ChatResponse.of(
                "summary",
                request.model(),
                List.of(new ChatResponse.Choice(
                        0,
                        Message.of(
                                Message.Role.ASSISTANT,
                                ("Summary of " + request.messages().size() + " messages. ").repeat(SUMMARY)),
                        FinishReason.Known.STOP)),
                Usage.NONE);
    }
}
