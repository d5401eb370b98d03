// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.condenser.algorithmic.log.LogDigest;
import io.aisbf.condenser.algorithmic.log.LogStretches;
import io.aisbf.condenser.algorithmic.log.Question;
import io.aisbf.condenser.algorithmic.text.Content;
import io.aisbf.condenser.algorithmic.text.Fences;
import io.aisbf.condenser.algorithmic.text.Lines;
import java.util.ArrayList;
import java.util.List;

/**
 * The last step: logs become digests, all by the same measure, as far as the goal asks for. Up to eight times the lines
 * that are always kept come before the goal; where more is asked for, and what was digested has been read, the goal decides.
 */
final class Digests {
    private static final int HARD = 8;
    private static final int FEWEST_LINES = 40;

    private final Draft draft;
    private final Budget budget;
    private final TokenCounter counter;
    private final Question question;
    private final boolean unread;

    /** With {@code unread}, nobody has read the texts yet, so that the lines always kept come before any goal. */
    Digests(Draft draft, Budget budget, TokenCounter counter, Question question, boolean unread) {
        this.draft = draft;
        this.budget = budget;
        this.counter = counter;
        this.question = question;
        this.unread = unread;
    }

    /** A text with a log in it, and what the log comes to. */
    private record Log(Unit unit, long tokens, boolean output) {}

    void take() {
        List<Log> logs = new ArrayList<>();
        for (Unit unit : draft.units()) {
            if (!unit.needed() && !unit.json()) {
                log(unit, logs);
            }
        }
        long all = logs.stream().mapToLong(Log::tokens).sum();
        if (all == 0) {
            return;
        }
        double rest = draft.tokens() - all;
        double asked = Math.max(0.0, (double) budget.goal()) / Math.max(1, budget.now());
        double share = Math.max((budget.goal() - rest) / all, asked);
        boolean hard = !unread && asked * HARD <= 1;
        logs.forEach(log -> draft.take(log.unit(), digest(log, share, hard)));
    }

    private void log(Unit unit, List<Log> logs) {
        int[] length = new int[1];
        Fences.around(unit.text(), text -> {
            length[0] += LogStretches.length(text);
            return text;
        });
        boolean output = length[0] == 0 && unit.ofTool() && unit.content() == Content.OTHER;
        int characters = output ? unit.text().length() : length[0];
        if (characters > 0) {
            logs.add(new Log(unit, draft.tokens(unit) * characters / unit.text().length(), output));
        }
    }

    private String digest(Log log, double share, boolean hard) {
        String text = log.unit().text();
        double each = (double) draft.tokens(log.unit()) / text.length();
        LogDigest.Wish wish = new LogDigest.Wish(share, each, hard, question);
        LogDigest.Price price = said -> counter.count(budget.model(), said);
        return Fences.around(
                text,
                stretch -> log.output()
                        ? output(stretch, wish, price)
                        : LogStretches.replaced(stretch, lines -> LogDigest.of(lines, wish, price)));
    }

    private static String output(String stretch, LogDigest.Wish wish, LogDigest.Price price) {
        List<String> lines = Lines.of(stretch);
        return lines.size() < FEWEST_LINES ? stretch : LogDigest.ofOutput(lines, wish, price);
    }
}
