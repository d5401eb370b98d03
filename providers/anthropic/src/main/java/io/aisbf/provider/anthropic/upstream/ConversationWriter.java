// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Writes a conversation the way Anthropic wants it: instructions apart, turns taken by turns, what tools answered at the
 * beginning of the turn after the calls, all of it in one turn, and nothing empty.
 *
 * <p>Messages that came in this protocol keep their bytes.
 */
public final class ConversationWriter {
    private final Blocks blocks;
    private final boolean midSystem;
    private final BiConsumer<String, String> losses;
    private final List<RawJson> spelledSystem = new ArrayList<>();
    private final List<Block> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Turn> held = new ArrayList<>();
    private int instructions;

    private ConversationWriter(Blocks blocks, boolean midSystem, BiConsumer<String, String> losses) {
        this.blocks = blocks;
        this.midSystem = midSystem;
        this.losses = losses;
    }

    /**
     * A conversation as it goes out.
     *
     * @param system the member {@code system}, if there are instructions
     * @param messages the elements of the member {@code messages}
     * @param thoughtful whether the last turn that called tools, if they have just been answered, begins with a thought
     */
    public record Written(Optional<RawJson> system, List<RawJson> messages, boolean thoughtful) {}

    /** A conversation of this protocol that somebody has changed. */
    public static Written again(List<Message> messages, BiConsumer<String, String> losses) {
        Blocks blocks = new Blocks(true, UnaryOperator.identity(), losses);
        ConversationWriter writer = new ConversationWriter(blocks, true, losses);
        writer.write(messages);
        return writer.written();
    }

    /**
     * A conversation of any protocol.
     *
     * @throws io.aisbf.api.call.CallException {@code CANNOT_CARRY} if it holds what Anthropic does not take
     */
    static Written translated(
            List<Message> messages, Blocks blocks, boolean midSystem, BiConsumer<String, String> losses) {
        ConversationWriter writer = new ConversationWriter(blocks, midSystem, losses);
        writer.write(messages);
        writer.check();
        return writer.written();
    }

    private void write(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String place = "messages[" + i + "]";
            switch (message.role()) {
                case SYSTEM -> instruction(message, place);
                case ASSISTANT -> add("assistant", message, place);
                case USER, TOOL -> add("user", message, place);
            }
        }
        release();
    }

    private void instruction(Message message, String place) {
        Optional<RawJson> same = same(message);
        boolean member = same.isPresent() && same.get().kind() != RawJson.Kind.OBJECT;
        boolean leads = turns.isEmpty() && !(midSystem && same.isPresent());
        if (midSystem && !member && !leads) {
            hold(message, same, place);
            return;
        }
        if (member) {
            spelledSystem.add(same.get());
        } else if (!leads) {
            losses.accept(place, "instructions within the conversation were moved to its beginning");
        }
        instructions++;
        system.addAll(blocks.write(message.parts(), Role.SYSTEM, place));
    }

    private void hold(Message message, Optional<RawJson> same, String place) {
        Turn turn = same.map(json -> Turn.spelled("system", place, json)).orElseGet(() -> Turn.of("system", place));
        if (same.isEmpty()) {
            turn.add(blocks.write(message.parts(), Role.SYSTEM, place));
        }
        held.add(turn);
        if (turns.isEmpty() || turns.getLast().calls().isEmpty()) {
            release();
        }
    }

    private void add(String role, Message message, String place) {
        boolean answers = role.equals("user");
        if (!answers) {
            release();
        }
        Optional<RawJson> same = same(message);
        if (same.isPresent()) {
            turns.add(Turn.spelled(role, place, same.get()));
        } else {
            List<Block> said = blocks.write(message.parts(), message.role(), place);
            if (said.isEmpty()) {
                return;
            }
            if (turns.isEmpty() || !turns.getLast().open(role)) {
                turns.add(Turn.of(role, place));
            }
            turns.getLast().add(said);
        }
        turns.getLast().remember(message);
        if (answers) {
            release();
        }
    }

    /** Instructions that came between calls and their results stand after them: nothing may come between. */
    private void release() {
        held.stream().filter(turn -> !turn.isEmpty()).forEach(turns::add);
        held.clear();
    }

    private static Optional<RawJson> same(Message message) {
        return message.origin()
                .filter(origin -> origin.format().equals(WireName.ANTHROPIC_MESSAGES))
                .map(Message.Origin::json)
                .filter(json -> !OwnThoughts.TAG.isIn(json));
    }

    private void check() {
        if (turns.stream().noneMatch(turn -> turn.is("user"))) {
            throw Call.cannotCarry("messages", "Anthropic wants at least one message of the user");
        }
        Set<String> called = Set.of();
        for (Turn turn : turns) {
            Set<String> strange = new LinkedHashSet<>(turn.results());
            strange.removeAll(called);
            if (!strange.isEmpty()) {
                throw Call.cannotCarry(
                        turn.place(), "it answers calls that the turn before it does not make: " + strange);
            }
            Set<String> unanswered = new LinkedHashSet<>(called);
            unanswered.removeAll(turn.results());
            refuse(unanswered, turn.place());
            called = turn.calls();
        }
        refuse(called, turns.getLast().place());
        if (turns.getLast().is("assistant") && turns.getLast().trimEnd()) {
            losses.accept(
                    turns.getLast().place() + ".text", "Anthropic takes no white space at the end of a last answer");
        }
    }

    private static void refuse(Set<String> unanswered, String place) {
        if (!unanswered.isEmpty()) {
            throw Call.cannotCarry(place, "Anthropic wants every call answered in the turn after it: " + unanswered);
        }
    }

    private Written written() {
        return new Written(instructions(), turns.stream().map(Turn::json).toList(), thoughtful());
    }

    private boolean thoughtful() {
        Turn last = turns.isEmpty() ? Turn.of("user", "") : turns.getLast();
        return last.results().isEmpty()
                || turns.size() < 2
                || turns.get(turns.size() - 2).beginsWithThought();
    }

    private Optional<RawJson> instructions() {
        if (spelledSystem.size() == 1 && instructions == 1) {
            return Optional.of(spelledSystem.getFirst());
        }
        if (system.isEmpty()) {
            return Optional.empty();
        }
        boolean words =
                system.size() == 1 && system.getFirst().members().members().size() == 2;
        return words
                ? system.getFirst().members().get("text")
                : Optional.of(RawJson.array(system.stream().map(Block::json).toList()));
    }
}
