// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static java.lang.System.Logger.Level.WARNING;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Excerpt;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.condense.CondensationMethod.Recalling;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.fit.Epochs.Epoch;
import io.aisbf.runtime.fit.memory.Prints;
import io.aisbf.runtime.fit.memory.Remembered;
import io.aisbf.runtime.fit.rules.Guard;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts before a question what was said long ago and helps to answer it. What stands there belongs to the question: it
 * follows from what had been said up to it and from the cut that was made last by then, so it stays as it is for as long
 * as the question itself stands. For all threads.
 */
final class Recall {
    private static final System.Logger LOG = System.getLogger(Recall.class.getName());
    private static final long MOST_REMEMBERED = 16_000_000;
    private static final int LEAST = 64;
    private static final String FIRST_LINE = "[Recalled by the gateway from earlier in this conversation:]";

    private final Map<String, CondensationMethod> methods;
    private final Remembered<Optional<Message>> remembered = new Remembered<>(
            MOST_REMEMBERED,
            block -> 100 + block.map(message -> message.text().length()).orElse(0));

    Recall(Map<String, CondensationMethod> methods) {
        this.methods = Map.copyOf(methods);
    }

    /** Whether a message is what stands before a question, and not something that was said. */
    static boolean is(Message message) {
        return message.role() == Role.USER && message.text().startsWith(FIRST_LINE);
    }

    private record Named(String name, Recalling recalling) {}

    /** What is recalled before a question; empty where nothing was cut by then, or nothing helps. */
    Optional<Message> before(Transcript transcript, Prints prints, int question, List<Epoch> epochs, Manner manner)
            throws InterruptedException {
        Optional<Epoch> inForce = epochs.reversed().stream()
                .filter(epoch -> epoch.seen() <= question)
                .findFirst();
        Optional<Named> recalling = manner.methods().stream()
                .flatMap(name -> methods.get(name) instanceof Recalling method
                        ? Stream.of(new Named(name, method))
                        : Stream.empty())
                .findFirst();
        if (inForce.isEmpty() || recalling.isEmpty() || manner.waters().recall() < LEAST) {
            return Optional.empty();
        }
        int cut = inForce.get().cut();
        return remembered.get(
                prints.key("recall " + manner.settings(), cut, question + 1),
                () -> recall(transcript, recalling.get(), cut, question, manner));
    }

    private Optional<Message> recall(Transcript transcript, Named method, int cut, int question, Manner manner)
            throws InterruptedException {
        Passage passage = new Passage(
                transcript.messages(0, transcript.head()),
                transcript.messages(transcript.head(), cut),
                transcript.messages(cut, question + 1));
        Budget budget = new Budget(
                manner.target(),
                transcript.size(transcript.head(), cut),
                manner.waters().recall());
        try {
            List<Excerpt> excerpts = Contained.run(
                    "condensation method '" + method.name() + "'",
                    () -> List.copyOf(method.recalling()
                            .recall(passage, budget, manner.call().nested())));
            return block(transcript, excerpts, passage);
        } catch (CallException e) {
            LOG.log(WARNING, "condensation method {0} recalls nothing ({1})", method.name(), e.failure());
            return Optional.empty();
        }
    }

    /** Only what was really said is shown, and by whom. */
    private static Optional<Message> block(Transcript transcript, List<Excerpt> excerpts, Passage passage) {
        StringBuilder text = new StringBuilder(FIRST_LINE);
        for (Excerpt excerpt : excerpts) {
            boolean there = excerpt.message() >= 0
                    && excerpt.message() < passage.changeable().size()
                    && !excerpt.text().isBlank()
                    && Words.of(passage.changeable().get(excerpt.message()).parts())
                            .contains(excerpt.text());
            if (there) {
                Role role = passage.changeable().get(excerpt.message()).role();
                text.append("\n(")
                        .append(role.name().toLowerCase(Locale.ROOT))
                        .append(", message ")
                        .append(transcript.head() + excerpt.message() + 1)
                        .append(") ")
                        .append(excerpt.text());
            }
        }
        return text.length() == FIRST_LINE.length() || Guard.leavesCodeOpen(text.toString())
                ? Optional.empty()
                : Optional.of(Message.of(Role.USER, text.toString()));
    }
}
