// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Pause;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.survival.bed.Mode.Dialect;
import io.aisbf.distribution.survival.bed.Mode.Expected;
import io.aisbf.distribution.survival.bed.Mode.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The book of ways in which an upstream fails. */
public final class Modes {
    /** The key that is refused in the modes about keys. */
    static final String BAD_KEY = "sk-refused";

    /** The mode in which each connection is good for one request. */
    static final String STALE = "stale-keep-alive";

    private static final String HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    private static final Duration LATE = Duration.ofMillis(1500);
    private static final Duration PULSE = Duration.ofMillis(100);
    private static final int PULSES = 60;
    private static final int HALF_BODY = 60;
    /** Coprime with the length of what is cut, so that the cuts of a few requests lie all over it. */
    private static final int STRIDE = 101;

    private Modes() {}

    /** {@return all of them} */
    public static List<Mode> all() {
        return Stream.of(doors(), connections(), Hint.modes(), refusals(), lies(), silences(), cuts())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Whether nothing but a deadline ends a call to such an upstream. Only there are deadlines short: on a busy machine
     * others would be taken for silent too.
     */
    static boolean isSilent(Mode mode) {
        return Stream.concat(doors().stream(), silences().stream())
                .map(Mode::name)
                .anyMatch(mode.name()::equals);
    }

    private static List<Mode> doors() {
        return Stream.of(Door.Kind.values()).map(Mode::behind).toList();
    }

    private static List<Mode> connections() {
        return List.of(
                Mode.over("reset-before-headers", Act.RESET),
                Mode.over("closed-before-headers", Act.FIN),
                Mode.over("reset-in-headers", new Send("HTTP/1.1 200 OK\r\nContent-Ty"), Act.RESET),
                Mode.over("reset-after-headers", RawUpstream.eventHead(), new Pause(PULSE), Act.RESET),
                Mode.of("reset-in-body", Expected.MAY_BREAK, half(Act.RESET)),
                Mode.of("closed-in-body", Expected.MAY_BREAK, half(Act.FIN)),
                Mode.of(STALE, Expected.ANSWERED, Modes::stale),
                Mode.over("garbage-http", new Send("\u0000\u0001\u0002 not HTTP at all\r\n\r\n")));
    }

    /** A server whose patience with a connection ends just when the second request comes by it. */
    private static List<Step> stale(Mode.Came came, boolean streamed, int number) {
        return came.reused() ? List.of(Act.FIN) : Recorded.good(Dialect.OPENAI, streamed);
    }

    private static List<Mode> refusals() {
        return List.of(
                refused(429, "rate_limit_exceeded", "slow down"),
                Mode.over("429-insufficient-quota", told(429, "insufficient_quota", "You exceeded your current quota")),
                refused(500, "server_error", "broken"),
                Mode.over("502-html", RawUpstream.reply(502, "text/html", HTML)),
                refused(503, "unavailable", "busy"),
                refused(504, "timeout", "late"),
                refused(529, "overloaded_error", "overloaded"),
                refused(404, "model_not_found", "no such model"),
                callers(400, "invalid_request_error"),
                callers(413, "request_too_large"),
                callers(422, "invalid_request_error"),
                Mode.of("401-one-of-two-keys", Expected.ANSWERED, (came, streamed, _) -> keyed(401, came, streamed)),
                Mode.of("403-one-of-two-keys", Expected.ANSWERED, (came, streamed, _) -> keyed(403, came, streamed)),
                refused(401, "invalid_api_key", "wrong key"),
                refused(403, "permission_denied", "not for you"));
    }

    private static Mode refused(int status, String type, String words) {
        return Mode.over(Integer.toString(status), told(status, type, words));
    }

    private static Mode callers(int status, String type) {
        Send told = told(status, type, "what you ask for is refused");
        return Mode.of(Integer.toString(status), Expected.CALLERS, (_, _, _) -> List.of(told));
    }

    private static List<Step> keyed(int status, Mode.Came came, boolean streamed) {
        return came.key().equals(BAD_KEY)
                ? List.of(told(status, "invalid_api_key", "Incorrect API key provided"))
                : Recorded.good(Dialect.OPENAI, streamed);
    }

    private static Send told(int status, String type, String words) {
        return RawUpstream.reply(
                status,
                "application/json",
                "{\"error\":{\"message\":\"" + words + "\",\"type\":\"" + type + "\",\"code\":\"" + type + "\"}}");
    }

    private static List<Mode> lies() { // long method: one table
        String error = "{\"error\":{\"message\":\"broken inside\",\"type\":\"server_error\"}}";
        return List.of(
                Mode.over("html-200", RawUpstream.reply(200, "text/html", HTML)),
                Mode.over("garbage-json-200", RawUpstream.reply(200, "application/json", "{\"this\": is no JSON")),
                Mode.over("empty-200", RawUpstream.reply(200, "application/json", "")),
                Mode.of(
                        "no-choices-200",
                        Expected.ANSWERED,
                        (_, streamed, _) -> List.of(
                                streamed
                                        ? stream("data: {\"id\":\"1\",\"choices\":[]}\n\n", "data: [DONE]\n\n")
                                        : RawUpstream.reply(200, "application/json", "{\"id\":\"1\",\"choices\":[]}"))),
                Mode.over("error-object-200", RawUpstream.reply(200, "application/json", error)),
                Mode.of(
                        "error-event-first",
                        Expected.ANSWERED,
                        (_, streamed, _) -> List.of(
                                streamed
                                        ? stream("data: " + error + "\n\n")
                                        : RawUpstream.reply(200, "application/json", error))),
                Mode.of(
                        "error-event-after-role",
                        Expected.ANSWERED,
                        (_, streamed, _) -> List.of(
                                streamed
                                        ? new Send(Recorded.begun(Dialect.OPENAI, 0)
                                                + RawUpstream.chunk("data: " + error + "\n\n")
                                                        .bytes())
                                        : RawUpstream.reply(200, "application/json", error))),
                Mode.of(
                        "error-event-later",
                        Expected.MAY_BREAK,
                        (_, streamed, _) -> List.of(
                                streamed
                                        ? new Send(Recorded.begun(Dialect.OPENAI, 2)
                                                + RawUpstream.chunk("data: " + error + "\n\n")
                                                        .bytes())
                                        : RawUpstream.reply(200, "application/json", error))),
                Mode.of(
                                "anthropic-error-event-first",
                                Expected.ANSWERED,
                                (_, streamed, _) -> anthropicError(0, streamed))
                        .speaking(Dialect.ANTHROPIC),
                Mode.of(
                                "anthropic-error-event-later",
                                Expected.MAY_BREAK,
                                (_, streamed, _) -> anthropicError(2, streamed))
                        .speaking(Dialect.ANTHROPIC),
                Mode.of(
                        "wrong-length",
                        Expected.ANSWERED,
                        (_, _, _) -> List.of(
                                new Send("HTTP/1.1 200 OK\r\n"
                                        + "Content-Type: application/json\r\n"
                                        + "Content-Length: 9999\r\n\r\n"
                                        + Recorded.body(Dialect.OPENAI)),
                                Act.FIN)),
                Mode.of(
                        "broken-chunk",
                        Expected.MAY_BREAK,
                        (_, _, _) -> List.of(new Send(Recorded.begun(Dialect.OPENAI, 1) + "xyz\r\n"))));
    }

    private static Send stream(String... events) {
        StringBuilder all = new StringBuilder(RawUpstream.eventHead().bytes());
        for (String event : events) {
            all.append(RawUpstream.chunk(event).bytes());
        }
        return new Send(all + RawUpstream.lastChunk().bytes());
    }

    private static List<Step> anthropicError(int pieces, boolean streamed) {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
        return List.of(
                streamed
                        ? new Send(Recorded.begun(Dialect.ANTHROPIC, pieces)
                                + RawUpstream.chunk("event: error\ndata: " + error + "\n\n")
                                        .bytes())
                        : RawUpstream.reply(200, "application/json", error));
    }

    private static List<Mode> silences() {
        return List.of(
                Mode.over("silence", Act.STALL),
                Mode.of(
                        "slow-first-byte",
                        Expected.ANSWERED,
                        (_, streamed, _) ->
                                List.of(new Pause(LATE), new Send(Recorded.wire(Dialect.OPENAI, streamed)))),
                Mode.of("stall-in-stream", Expected.MAY_BREAK, half(Act.STALL)),
                Mode.of("pings-only", Expected.ANSWERED, (_, streamed, _) -> pings(Dialect.OPENAI, 0, streamed)),
                Mode.of(
                        "pings-after-content",
                        Expected.MAY_BREAK,
                        (_, streamed, _) -> pings(Dialect.OPENAI, 2, streamed)),
                Mode.of(
                                "anthropic-pings-only",
                                Expected.ANSWERED,
                                (_, streamed, _) -> pings(Dialect.ANTHROPIC, 0, streamed))
                        .speaking(Dialect.ANTHROPIC),
                Mode.of(
                                "anthropic-pings-after-content",
                                Expected.MAY_BREAK,
                                (_, streamed, _) -> pings(Dialect.ANTHROPIC, 2, streamed))
                        .speaking(Dialect.ANTHROPIC),
                Mode.of("trickle", Expected.ANSWERED, (_, streamed, _) -> trickle(streamed)));
    }

    /** The first part of an answer, and then that. */
    private static Script half(Act act) {
        return (_, streamed, _) -> streamed
                ? List.of(new Send(Recorded.begun(Dialect.OPENAI, 2)), new Pause(PULSE), act)
                : List.of(
                        new Send(Recorded.wire(Dialect.OPENAI, false)
                                .substring(
                                        0, Recorded.wire(Dialect.OPENAI, false).length() - HALF_BODY)),
                        new Pause(PULSE),
                        act);
    }

    private static List<Step> pings(Dialect dialect, int pieces, boolean streamed) {
        if (!streamed) {
            return List.of(Act.STALL);
        }
        String ping = dialect == Dialect.OPENAI ? ": ping\n\n" : Recorded.event("ping", "");
        List<Step> steps = new ArrayList<>(List.of(new Send(Recorded.begun(dialect, pieces))));
        for (int i = 0; i < PULSES; i++) {
            steps.add(new Pause(PULSE));
            steps.add(RawUpstream.chunk(ping));
        }
        steps.add(Act.STALL);
        return steps;
    }

    /** So slow that no silence is ever long enough, and the answer still does not come. */
    private static List<Step> trickle(boolean streamed) {
        String wire = Recorded.wire(Dialect.OPENAI, streamed);
        int head = wire.indexOf("\r\n\r\n") + 4;
        List<Step> steps = new ArrayList<>(List.of(new Send(wire.substring(0, head))));
        for (int i = head; i < Math.min(wire.length(), head + PULSES); i++) {
            steps.add(new Pause(PULSE));
            steps.add(new Send(wire.substring(i, i + 1)));
        }
        steps.add(Act.STALL);
        return steps;
    }

    private static List<Mode> cuts() {
        return List.of(cut("cut-anywhere-closed", Act.FIN), cut("cut-anywhere-reset", Act.RESET));
    }

    private static Mode cut(String name, Act act) {
        return Mode.of(name, Expected.MAY_BREAK, (_, streamed, number) -> {
            String wire = Recorded.wire(Dialect.OPENAI, streamed);
            return List.of(new Send(wire.substring(0, (number * STRIDE + 1) % wire.length())), act);
        });
    }
}
