// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One step of a stream as it came: relayed as bytes when both sides speak its format, decoded only when someone asks.
 * Read by one thread.
 */
public final class Frame {
    private final Optional<Wire> wire;
    private final Function<Wire, List<ChatEvent>> decoder;
    private final boolean sign;
    private final Optional<Counting> counting;
    private Optional<List<ChatEvent>> events;

    private Frame(
            Optional<Wire> wire,
            Function<Wire, List<ChatEvent>> decoder,
            boolean sign,
            Optional<Counting> counting,
            Optional<List<ChatEvent>> events) {
        this.wire = wire;
        this.decoder = decoder;
        this.sign = sign;
        this.counting = counting;
        this.events = events;
    }

    /**
     * A frame off the wire.
     *
     * @param event the server-sent event's name, empty where it has none
     * @param data its data, one JSON value
     * @param decoder tells what it means, when somebody asks
     */
    public static Frame raw(
            WireName format, Optional<String> event, RawJson data, Function<Wire, List<ChatEvent>> decoder) {
        return new Frame(
                Optional.of(new Wire(format, event, data)), decoder, false, Optional.empty(), Optional.empty());
    }

    /**
     * A sign of life off the wire, such as Anthropic's {@code ping}: relayed like any other frame, but nothing of an
     * answer. A provider that sends nothing else is taken for one that stands still.
     */
    public static Frame sign(WireName format, Optional<String> event, RawJson data) {
        return new Frame(
                Optional.of(new Wire(format, event, data)),
                _ -> List.of(),
                true,
                Optional.empty(),
                Optional.of(List.of()));
    }

    /** A frame from a provider that has no wire of its own. */
    public static Frame of(List<ChatEvent> events) {
        return new Frame(Optional.empty(), _ -> List.of(), false, Optional.empty(), Optional.of(List.copyOf(events)));
    }

    /**
     * This frame, of which its reader has seen that it tells usage: whoever relays it may add to that without decoding
     * anything.
     *
     * @param place the object that tells it, as it stands in the frame's data, or the data itself
     * @param usage what it says, or what has been told by then; asked at most once
     */
    public Frame counting(RawJson place, Supplier<Usage> usage) {
        return new Frame(wire, decoder, sign, Optional.of(new Counting(place, usage)), events);
    }

    /** Where usage is told in it, as far as its reader has said so. */
    public Optional<Counting> counting() {
        return counting;
    }

    /** The bytes it came as; empty for one that was made here. */
    public Optional<Wire> wire() {
        return wire;
    }

    /** Whether it is a sign of life and nothing else. */
    public boolean isSign() {
        return sign;
    }

    /**
     * What it means; decoded once.
     *
     * @throws io.aisbf.api.call.CallException {@code MALFORMED_REPLY} if it means nothing in its protocol
     */
    public List<ChatEvent> events() {
        if (events.isEmpty()) {
            events = wire.map(decoder).map(List::copyOf);
        }
        return events.orElse(List.of());
    }

    /**
     * Usage within a frame.
     *
     * @param place the object that tells it, a slice of the frame's data
     * @param usage what it says
     */
    public record Counting(RawJson place, Supplier<Usage> usage) {}

    /** A frame's bytes and the protocol they are written in. */
    public record Wire(WireName format, Optional<String> event, RawJson data) {}
}
