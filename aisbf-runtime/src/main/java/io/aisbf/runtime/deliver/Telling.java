// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.chat.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client is told of an answer that may have to be continued by another candidate. Of the first part that is
 * everything; of a later one its text, joined to what was told at a seam, and what comes after it, but not that an
 * answer begins, nor what its model thought anew.
 *
 * <p>To continue is safe as long as nothing but text was told: half a thought, half a call or an answer that said it was
 * complete cannot be gone on with. One thread, one client.
 */
final class Telling {
    private final StringBuilder text = new StringBuilder();
    private boolean plain = true;
    private Optional<Seam> seam = Optional.empty();

    /** The text so far; empty if there is more than text. */
    Optional<String> text() {
        return plain ? Optional.of(text.toString()) : Optional.empty();
    }

    /** Somebody else goes on from here; {@code plugin} names it in messages. */
    void goOn(String plugin) {
        seam = Optional.of(new Seam(plugin, text.toString()));
    }

    /**
     * What the client is told of these; it counts as told.
     *
     * @throws io.aisbf.api.call.CallException {@code CANNOT_CARRY} if they are of another answer
     */
    List<ChatEvent> told(List<ChatEvent> events) {
        List<ChatEvent> out = seam.isPresent() ? joined(events, seam.get()) : events;
        out.forEach(this::note);
        return out;
    }

    /** What was held back at the seam when no more came. */
    List<ChatEvent> rest() {
        List<ChatEvent> out = new ArrayList<>();
        seam.ifPresent(join -> add(join.end(), out));
        out.forEach(this::note);
        return out;
    }

    private static List<ChatEvent> joined(List<ChatEvent> events, Seam seam) {
        List<ChatEvent> out = new ArrayList<>();
        for (ChatEvent event : events) {
            switch (event) {
                case ChatEvent.TextDelta delta when delta.choice() == 0 -> add(seam.take(delta.text()), out);
                case ChatEvent.Counted counted -> out.add(counted);
                case ChatEvent.RefusalDelta _, ChatEvent.ToolCallDelta _, ChatEvent.Given _, ChatEvent.Finished _ -> {
                    add(seam.end(), out);
                    out.add(event);
                }
                case ChatEvent.TextDelta _,
                        ChatEvent.Started _,
                        ChatEvent.ReasoningDelta _,
                        ChatEvent.Weighed _,
                        ChatEvent.Other _ -> {
                    // The answer has begun long ago, and is one.
                }
            }
        }
        return out;
    }

    private static void add(String text, List<ChatEvent> out) {
        if (!text.isEmpty()) {
            out.add(new ChatEvent.TextDelta(0, text));
        }
    }

    private void note(ChatEvent event) {
        switch (event) {
            case ChatEvent.TextDelta delta when delta.choice() == 0 -> text.append(delta.text());
            case ChatEvent.TextDelta delta -> plain &= delta.text().isEmpty();
            case ChatEvent.RefusalDelta delta -> plain &= delta.text().isEmpty();
            case ChatEvent.ReasoningDelta delta ->
                plain &= delta.text().isEmpty() && delta.signature().isEmpty();
            case ChatEvent.Weighed weighed -> plain &= weighed.tokens().isEmpty();
            case ChatEvent.ToolCallDelta _, ChatEvent.Given _, ChatEvent.Finished _ -> plain = false;
            case ChatEvent.Started _, ChatEvent.Counted _, ChatEvent.Other _ -> {
                // Nothing that was said.
            }
        }
    }
}
