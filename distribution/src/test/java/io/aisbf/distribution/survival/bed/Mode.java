// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One way in which an upstream fails.
 *
 * @param name what it is called in tables, in configurations and in the names of rotations
 * @param dialect what the upstream speaks
 * @param expected what has to become of calls that meet it
 * @param script what it does with a request
 * @param hint how it says when it may be asked again, where it says that
 * @param door who listens in its place, where that is no upstream of HTTP
 */
public record Mode(
        String name, Dialect dialect, Expected expected, Script script, Optional<Hint> hint, Optional<Door.Kind> door) {
    /** What an upstream speaks. */
    public enum Dialect {
        OPENAI,
        ANTHROPIC;

        /** {@return the word for the type of a provider} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What has to become of calls that meet a fault. */
    public enum Expected {
        /** Another candidate answers. */
        ANSWERED,
        /** A stream that has begun may end with the protocol's error; everything else is answered. */
        MAY_BREAK,
        /** The caller's own fault: told at once, and nobody else is asked. */
        CALLERS
    }

    /**
     * A request.
     *
     * @param reused whether others came by its connection before
     */
    public record Came(Request request, boolean reused) {
        /** {@return the key that it bears, in whichever header} */
        public String key() {
            String bearer = request.headers().getOrDefault("authorization", "").replaceFirst("^Bearer ", "");
            return request.headers().getOrDefault("x-api-key", bearer);
        }
    }

    /** What an upstream does with a request. */
    @FunctionalInterface
    public interface Script {
        /**
         * {@return the steps}
         *
         * @param came what came
         * @param streamed whether a stream is asked for
         * @param number how many requests came before
         */
        List<Step> steps(Came came, boolean streamed, int number);
    }

    /** {@return a mode of an upstream that speaks OpenAI's protocol} */
    public static Mode of(String name, Expected expected, Script script) {
        return new Mode(name, Dialect.OPENAI, expected, script, Optional.empty(), Optional.empty());
    }

    /** {@return a mode of an upstream that no connection can be made to} */
    public static Mode unreachable(String name) {
        return new Mode(
                name,
                Dialect.OPENAI,
                Expected.ANSWERED,
                (_, _, _) -> List.of(),
                Optional.empty(),
                Optional.of(Door.Kind.CONNECT_STALL));
    }

    static Mode over(String name, Step... steps) {
        List<Step> same = List.of(steps);
        return of(name, Expected.ANSWERED, (_, _, _) -> same);
    }

    /** {@return a mode of an upstream that refuses twice and says when it may be asked again} */
    public static Mode hinting(String name, Hint hint) {
        return new Mode(
                name, Dialect.OPENAI, Expected.ANSWERED, (_, _, _) -> List.of(), Optional.of(hint), Optional.empty());
    }

    static Mode behind(Door.Kind door) {
        String name = door.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Mode(
                name, Dialect.OPENAI, Expected.ANSWERED, (_, _, _) -> List.of(), Optional.empty(), Optional.of(door));
    }

    Mode speaking(Dialect other) {
        return new Mode(name, other, expected, script, hint, door);
    }

    @Override
    public String toString() {
        return name;
    }
}
