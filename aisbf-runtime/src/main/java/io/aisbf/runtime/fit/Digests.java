// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.fit.Epochs.Epoch;
import io.aisbf.runtime.fit.memory.Prints;
import io.aisbf.runtime.fit.memory.Remembered;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands for the part of a history that was cut. The digest of an epoch is made from the digest before it and from
 * what was cut since, so what it costs grows with what is new; instructions in between and the question that was being
 * answered stand in it word for word. For all threads.
 */
final class Digests {
    private static final long MOST_REMEMBERED = 64_000_000;
    private static final int LEAST_GOAL = 4;
    private static final Message OPENING =
            Message.of(Role.USER, "[The gateway condensed the earlier part of this conversation; it begins here.]");

    private final Chain chain;
    private final Measure measure;
    private final Remembered<Digest> remembered;

    Digests(Chain chain, Measure measure) {
        this.chain = chain;
        this.measure = measure;
        remembered = new Remembered<>(MOST_REMEMBERED, Digest::characters);
    }

    /**
     * One message of a digest.
     *
     * @param place which message of the history it is, word for word; -1 where it is none
     */
    record Item(Message message, int place) {}

    /**
     * A digest.
     *
     * @param items its messages
     * @param steps how the last epoch came to it
     */
    record Digest(List<Item> items, List<Steps.Step> steps) {
        static final Digest NONE = new Digest(List.of(), List.of());

        List<Message> messages() {
            return items.stream().map(Item::message).toList();
        }

        private long characters() {
            return items.stream()
                    .mapToLong(item -> item.message().parts().toString().length())
                    .sum();
        }
    }

    /** The digest of the last of these epochs. */
    Digest of(Transcript transcript, Prints prints, List<Epoch> epochs, Manner manner) throws InterruptedException {
        if (epochs.isEmpty()) {
            return Digest.NONE;
        }
        Epoch last = epochs.getLast();
        return remembered.get(
                prints.key("digest " + manner.settings(), last.cut(), last.seen() + 1),
                () -> next(
                        transcript,
                        of(transcript, prints, epochs.subList(0, epochs.size() - 1), manner),
                        last,
                        manner));
    }

    private Digest next(Transcript transcript, Digest before, Epoch epoch, Manner manner) throws InterruptedException {
        List<Item> items = new ArrayList<>(before.items());
        for (int i = epoch.from(); i < epoch.cut(); i++) {
            items.add(new Item(transcript.messages().get(i), i));
        }
        int question = transcript.question(epoch.seen());
        return new Making(transcript, epoch, manner, items, question).make();
    }

    private static boolean pinned(Item item, int question) {
        return item.place() >= 0 && (item.place() == question || item.message().role() == Role.SYSTEM);
    }

    /** The making of one digest: stretch by stretch between what stands in it word for word. */
    private final class Making {
        private final Transcript transcript;
        private final Epoch epoch;
        private final Manner manner;
        private final List<Item> items;
        private final int question;
        private final Steps steps = new Steps();
        private final List<Item> made = new ArrayList<>();
        private final long all;
        private final long goal;

        Making(Transcript transcript, Epoch epoch, Manner manner, List<Item> items, int question) {
            this.transcript = transcript;
            this.epoch = epoch;
            this.manner = manner;
            this.items = items;
            this.question = question;
            long fixed = 0;
            long sum = 0;
            for (Item item : items) {
                long size = measure.count(manner.target(), item.message());
                sum += size;
                fixed += pinned(item, question) ? size : 0;
            }
            all = Math.max(1, sum - fixed);
            goal = Math.max(
                    manner.waters().digest() / LEAST_GOAL, manner.waters().digest() - fixed);
        }

        Digest make() throws InterruptedException {
            int from = 0;
            for (int i = 0; i <= items.size(); i++) {
                if (i == items.size() || pinned(items.get(i), question)) {
                    if (i > from) {
                        stretch(from, i);
                    }
                    if (i < items.size()) {
                        made.add(items.get(i));
                    }
                    from = i + 1;
                }
            }
            begin();
            return new Digest(List.copyOf(made), steps.all());
        }

        /** Some protocols want the user to speak first. */
        private void begin() {
            boolean userFirst = transcript.messages().get(transcript.head()).role() == Role.USER;
            if (userFirst && !made.isEmpty() && made.getFirst().message().role() != Role.USER) {
                made.addFirst(new Item(OPENING, -1));
            }
        }

        private void stretch(int from, int to) throws InterruptedException {
            List<Message> changeable = messages(items.subList(from, to));
            int digested = 0;
            while (from + digested < to && items.get(from + digested).place() < 0) {
                digested++;
            }
            List<Message> before = new ArrayList<>(transcript.messages(0, transcript.head()));
            before.addAll(messages(made));
            List<Message> after = messages(items.subList(to, items.size()));
            after.addAll(transcript.messages(epoch.cut(), epoch.seen() + 1));
            long now = measure.count(manner.target(), changeable);
            Budget budget = new Budget(manner.target(), now, goal * now / all);
            Passage passage = new Passage(before, changeable, after, digested);
            List<Message> shorter = chain.run(manner.methods(), passage, budget, manner.call(), steps);
            LeftOut.until(budget, shorter, measure, steps).forEach(message -> made.add(new Item(message, -1)));
        }

        private static List<Message> messages(List<Item> some) {
            List<Message> messages = new ArrayList<>();
            some.forEach(item -> messages.add(item.message()));
            return messages;
        }
    }
}
