// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.runtime.choose.Choice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A trail in one line, such as {@code coding(weighted): gemini/pro cooling; openai/gpt-4o#a1b2c3 RATE_LIMITED 120ms;
 * anthropic/claude answering}: visible ASCII and single spaces, short enough for a header.
 */
final class TrailLine {
    private static final int LONGEST = 1_000;
    private static final int RULED_OUT_SHOWN = 8;
    private static final int LONGEST_REASON = 40;

    private final StringBuilder line = new StringBuilder();
    private final List<Step> steps;
    private boolean first = true;

    private TrailLine(List<Step> steps) {
        this.steps = steps;
    }

    static String of(List<Step> steps, int leftOut) {
        TrailLine line = new TrailLine(steps);
        for (Step step : steps) {
            line.add(step);
        }
        if (leftOut > 0) {
            line.part("+" + leftOut + " more");
        }
        return Reason.cut(printable(line.line), LONGEST);
    }

    private void add(Step step) {
        switch (step) {
            case Step.Choice choice -> choice(choice);
            case Step.Tried tried ->
                part(tried.target() + (tried.key().isEmpty() ? "" : "#" + tried.key()) + why(tried.why()) + " "
                        + ending(tried));
            case Step.Note _ -> {
                // Notes are sentences; they stand in the log of /api/calls, and a header has no room for them.
            }
        }
    }

    private void choice(Step.Choice choice) {
        part(choice.group().replaceFirst("^(rotation|autoselect)/", "")
                + (choice.strategy().isEmpty() ? "" : "(" + choice.strategy() + sure(choice) + ")") + ": ");
        first = true;
        choice.ruledOut().entrySet().stream().limit(RULED_OUT_SHOWN).forEach(this::ruledOut);
        if (choice.allRuledOut() > RULED_OUT_SHOWN) {
            part("+" + (choice.allRuledOut() - RULED_OUT_SHOWN) + " ruled out");
        }
        if (choice.all() == 0) {
            part("nobody left");
        }
    }

    private static String sure(Step.Choice choice) {
        return choice.opinion().map(opinion -> " " + opinion.sure()).orElse("");
    }

    /** Who chose and how sure that was, and what was chosen where that is not the target itself. */
    static Optional<String> chosen(Step.Choice choice) {
        boolean told = choice.opinion().isPresent() || choice.strategy().equals(Choice.FALLBACK);
        return told && !choice.order().isEmpty()
                ? Optional.of("s=" + choice.strategy()
                        + choice.opinion()
                                .map(opinion -> ";c=" + opinion.sure())
                                .orElse("")
                        + ";of=" + choice.order().getFirst())
                : Optional.empty();
    }

    private void ruledOut(Map.Entry<String, String> one) {
        // "key a1b2c3: cooling for 4 min 58 s after RATE_LIMITED" is "cooling" here.
        String reason = one.getValue()
                .replaceFirst("^key \\S+: ", "")
                .split(" for |[;:(,]", 2)[0]
                .strip();
        part(one.getKey() + " " + Reason.cut(reason.isEmpty() ? "ruled out" : reason, LONGEST_REASON));
    }

    private void part(String text) {
        line.append(first ? "" : "; ").append(text);
        first = false;
    }

    private static String why(Trail.Why why) {
        return switch (why) {
            case FIRST, NEXT, NEXT_KEY -> "";
            case AGAIN, HEDGE, CONTINUATION -> "(" + why.name().toLowerCase(Locale.ROOT) + ")";
        };
    }

    private String ending(Step.Tried tried) {
        return switch (tried.ending()) {
            case Step.Ending.Answered _ -> "answered " + millis(tried);
            case Step.Ending.Failed failed -> failed.failure().name() + " " + millis(tried);
            case Step.Ending.Abandoned _ -> "abandoned " + millis(tried);
            case Step.Ending.None _ -> answering(tried) ? "answering" : "waiting";
        };
    }

    /** Of several under way those answer whose content has begun; an answer in one piece has none until it is there. */
    private boolean answering(Step.Tried tried) {
        boolean anybody = steps.stream().anyMatch(TrailLine::begun);
        return anybody
                ? begun(tried)
                : steps.reversed().stream()
                        .filter(Step.Tried.class::isInstance)
                        .findFirst()
                        .filter(tried::equals)
                        .isPresent();
    }

    private static boolean begun(Step step) {
        return step instanceof Step.Tried tried
                && tried.ending() instanceof Step.Ending.None
                && tried.first().isPresent();
    }

    private static String millis(Step.Tried tried) {
        return Math.round(tried.taken(tried.at()) / 1e6) + "ms";
    }

    private static String printable(CharSequence text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars().forEach(c -> safe.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
        return safe.toString();
    }
}
