// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.runtime.fit.Transcript.Group;
import io.aisbf.runtime.fit.memory.Prints;
import io.aisbf.runtime.fit.memory.Remembered;
import java.util.List;
import java.util.Map;

/**
 * Says a large result of a tool shorter at the moment it arrives, and the same from then on: by methods that lose
 * nothing a reader could need, and only once a conversation has been cut for the first time. For all threads.
 */
final class Arrival {
    private static final long MOST_REMEMBERED = 32_000_000;

    private final Chain chain;
    private final Map<String, CondensationMethod> methods;
    private final Remembered<Shorter> remembered = new Remembered<>(MOST_REMEMBERED, Shorter::characters);

    Arrival(Chain chain, Map<String, CondensationMethod> methods) {
        this.chain = chain;
        this.methods = Map.copyOf(methods);
    }

    /** A result that was said shorter, and how. */
    private record Shorter(Message message, List<Steps.Step> steps) {
        long characters() {
            return Words.of(message.parts()).length();
        }
    }

    /** A message as it is sent. */
    Message of(Transcript transcript, Prints prints, int place, Group group, Manner manner, Steps steps)
            throws InterruptedException {
        Message message = transcript.messages().get(place);
        List<String> faithful = manner.methods().stream()
                .filter(name -> methods.containsKey(name) && methods.get(name).faithful())
                .toList();
        if (message.role() != Role.TOOL
                || transcript.size(place) <= manner.waters().arrival()
                || faithful.isEmpty()) {
            return message;
        }
        Shorter shorter = remembered.get(
                prints.key("arrival " + manner.settings(), group.from(), place + 1),
                () -> compact(
                        transcript,
                        place,
                        group,
                        new Manner(manner.target(), faithful, manner.waters(), manner.call())));
        steps.add(shorter.steps());
        return shorter.message();
    }

    private Shorter compact(Transcript transcript, int place, Group group, Manner manner) throws InterruptedException {
        Message message = transcript.messages().get(place);
        Passage passage = new Passage(transcript.messages(group.from(), place), List.of(message), List.of());
        Budget budget = new Budget(
                manner.target(), transcript.size(place), manner.waters().arrival());
        Steps steps = new Steps();
        List<Message> shorter = chain.run(manner.methods(), passage, budget, manner.call(), steps);
        return shorter.size() == 1 ? new Shorter(shorter.getFirst(), steps.all()) : new Shorter(message, List.of());
    }
}
