// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.chat.Usage;
import java.util.ArrayList;
import java.util.List;

/** A trail in sentences that a person reads from top to bottom. */
final class TrailWords {
    private final List<String> sentences = new ArrayList<>();

    private TrailWords() {}

    static List<String> of(List<Step> steps, int leftOut) {
        TrailWords words = new TrailWords();
        for (Step step : steps) {
            switch (step) {
                case Step.Choice choice -> words.choice(choice);
                case Step.Note note -> words.say(note.words());
                case Step.Tried tried -> words.say(asked(tried) + at(tried) + ", and " + ending(tried));
            }
        }
        if (leftOut > 0) {
            words.say("What followed (" + leftOut + " more) is not kept: the trail grew too long");
        }
        return List.copyOf(words.sentences);
    }

    private void say(String sentence) {
        boolean ended = sentence.endsWith(".") || sentence.endsWith("!") || sentence.endsWith("?");
        sentences.add(ended ? sentence : sentence + ".");
    }

    private void choice(Step.Choice choice) {
        if (choice.all() == 0) {
            say(choice.group() + " had nobody to choose from");
        } else {
            say(choice.group()
                    + (choice.strategy().isEmpty()
                            ? " took as they stand "
                            : " chose by " + choice.strategy() + " among ")
                    + choice.all() + ": " + String.join(", ", choice.order())
                    + more(choice.all() - choice.order().size()));
        }
        choice.opinion()
                .filter(opinion -> !opinion.reason().isEmpty())
                .ifPresent(opinion -> say("It was " + opinion.sure() + " sure: " + opinion.reason()));
        choice.passed().forEach(words -> say("Left to others by " + words));
        choice.ruledOut().forEach((target, why) -> say(target + " was ruled out: " + why));
        int unnamed = choice.allRuledOut() - choice.ruledOut().size();
        if (unnamed > 0) {
            say(unnamed + " more were ruled out");
        }
    }

    private static String more(int count) {
        return count > 0 ? " and " + count + " more" : "";
    }

    private static String asked(Step.Tried tried) {
        String who = tried.target() + (tried.key().isEmpty() ? "" : " (key " + tried.key() + ")");
        return switch (tried.why()) {
            case FIRST -> who + " was asked first";
            case NEXT -> "Then " + who + " was asked";
            case NEXT_KEY -> "Then " + tried.target() + " was asked with its next key (" + tried.key() + ")";
            case AGAIN -> who + " was asked again";
            case HEDGE -> "As the answer took long, " + who + " was asked too";
            case CONTINUATION -> who + " was asked to go on where the answer had broken off";
        };
    }

    private static String at(Step.Tried tried) {
        return tried.at() < 1_000_000 ? "" : " at " + millis(tried.at());
    }

    private static String ending(Step.Tried tried) {
        String taken = "after " + millis(tried.taken(tried.at()));
        return switch (tried.ending()) {
            case Step.Ending.Answered answered -> "answered" + first(tried) + " " + taken + tokens(answered.usage());
            case Step.Ending.Failed failed ->
                "failed " + taken + " with " + failed.failure().name() + ": " + failed.words();
            case Step.Ending.Abandoned abandoned -> "was given up " + taken + ": " + abandoned.why();
            case Step.Ending.None _ ->
                tried.first().isPresent()
                        ? "has been answering since " + millis(tried.first().getAsLong())
                        : "has not answered yet";
        };
    }

    private static String first(Step.Tried tried) {
        return tried.first().isPresent()
                ? ": the first piece after " + millis(tried.first().getAsLong() - tried.at()) + ", all of it"
                : "";
    }

    private static String tokens(Usage usage) {
        return usage.equals(Usage.NONE) ? "" : " (" + usage.input() + " tokens in, " + usage.output() + " out)";
    }

    private static String millis(long nanos) {
        return Math.round(nanos / 1e6) + " ms";
    }
}
