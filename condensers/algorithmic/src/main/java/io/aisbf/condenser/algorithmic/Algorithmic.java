// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.condenser.algorithmic.diff.Patches;
import io.aisbf.condenser.algorithmic.json.JsonForms;
import io.aisbf.condenser.algorithmic.log.Question;
import io.aisbf.condenser.algorithmic.repeat.Earlier;
import io.aisbf.condenser.algorithmic.text.Blanks;
import io.aisbf.condenser.algorithmic.text.Blobs;
import io.aisbf.condenser.algorithmic.text.Console;
import io.aisbf.condenser.algorithmic.text.Content;
import io.aisbf.condenser.algorithmic.text.Fences;
import io.aisbf.condenser.algorithmic.text.Fillers;
import io.aisbf.condenser.algorithmic.trace.StackTraces;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says what machines wrote in fewer tokens, without a model: each text is looked at for what it is and shortened by rules
 * made for that. Steps follow each other from those that lose nothing to the digest of logs, and no step is taken once
 * the goal is met. Code, and text whose white space matters, is left alone, unless an earlier text says the same.
 *
 * <p>What is replaced leaves a mark with its kind, its size and the beginning of its hash. Time is near to linear in the
 * size of the passage, whatever is in it. Has no state.
 */
final class Algorithmic implements CondensationMethod {
    private static final int LONG_PROSE = 400;

    private final TokenCounter counter;
    private final double drop;

    Algorithmic(TokenCounter counter, double drop) {
        this.counter = counter;
        this.drop = drop;
    }

    /** One way to save tokens. */
    @FunctionalInterface
    private interface Step {
        void take(Draft draft);
    }

    @Override
    public List<Message> condense(Passage passage, Budget budget, Call call) throws InterruptedException {
        Draft draft = new Draft(passage.before(), passage.changeable(), budget, counter);
        List<Step> steps = List.of(
                Algorithmic::clean,
                d -> repeat(d, passage.before()),
                d -> d.rewrite(_ -> true, unit -> Fences.around(unit.text(), JsonForms::minified)),
                d -> d.rewrite(unit -> unit.json() || unit.content() != Content.CODE, Algorithmic::withoutBlobs),
                d -> d.rewrite(_ -> true, unit -> Fences.around(unit.text(), JsonForms::tables)),
                d -> d.rewrite(unit -> !unit.json(), unit -> Fences.around(unit.text(), Patches::narrower)),
                d -> d.rewrite(unit -> !unit.json(), unit -> Fences.around(unit.text(), StackTraces::shorter)),
                d -> new Digests(
                                d,
                                budget,
                                counter,
                                question(passage),
                                passage.after().isEmpty())
                        .take(),
                this::drop);
        for (Step step : steps) {
            if (draft.done()) {
                break;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while condensing");
            }
            step.take(draft);
        }
        return draft.messages();
    }

    /** Of a log that nobody has read, the lines that may matter are all kept. */
    @Override
    public boolean faithful() {
        return true;
    }

    private static void clean(Draft draft) {
        draft.rewrite(
                unit -> !unit.json() && unit.content() != Content.CODE && unit.content() != Content.LAYOUT,
                unit -> Fences.around(unit.text(), unit.ofTool() ? Algorithmic::cleanOutput : Blanks::single));
    }

    private static String cleanOutput(String text) {
        return Blanks.single(Console.counted(Console.shown(text)));
    }

    private static String withoutBlobs(Unit unit) {
        return Fences.around(unit.text(), Blobs::marked);
    }

    /** Texts that were there before, word for word or nearly. */
    private static void repeat(Draft draft, List<Message> before) {
        List<Unit> units = draft.units();
        Earlier earlier = new Earlier();
        Draft.read(before).forEach(unit -> earlier.add(-1, unit.name(), unit.text()));
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            if (!unit.ofTool() && unit.text().length() < LONG_PROSE) {
                continue;
            }
            Optional<Earlier.Reference> reference = reference(earlier, unit);
            boolean taken = reference.isPresent() && draft.take(unit, said(unit, reference.get()));
            if (!taken) {
                earlier.add(i, unit.name(), unit.text());
            } else if (!reference.get().whole() && reference.get().owner() >= 0) {
                units.get(reference.get().owner()).need();
            }
        }
    }

    private static Optional<Earlier.Reference> reference(Earlier earlier, Unit unit) {
        Optional<Earlier.Reference> same = earlier.repetition(unit.text());
        boolean comparable = unit.ofTool() && !unit.json() && !unit.text().contains("@@ -");
        return same.isPresent() || !comparable ? same : earlier.differences(unit.text());
    }

    private static String said(Unit unit, Earlier.Reference reference) {
        return unit.json() ? "{\"repeated\":" + RawJson.text(reference.text()) + "}" : reference.text();
    }

    private void drop(Draft draft) {
        if (drop > 1) {
            draft.rewrite(
                    unit -> !unit.ofTool() && unit.content() == Content.OTHER,
                    unit -> Fences.around(unit.text(), text -> Fillers.dropped(text, drop)));
        }
    }

    /** What the person asked last. */
    private static Question question(Passage passage) {
        return Stream.of(passage.after(), passage.before())
                .flatMap(messages -> messages.reversed().stream())
                .filter(message ->
                        message.role() == Role.USER && !message.text().isBlank())
                .findFirst()
                .map(message -> new Question(message.text()))
                .orElse(Question.NONE);
    }
}
