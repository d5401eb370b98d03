// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import io.aisbf.distribution.doubles.Dialect.Fault;
import java.util.List;
import java.util.Map;

/** The scenarios in which something goes wrong: models whose names begin with {@code error-}. */
final class Faults {
    private static final Map<String, Fault> ANSWERED = Map.of(
            "error-400", Fault.BAD_REQUEST,
            "error-401", Fault.BAD_KEY,
            "error-404", Fault.NO_MODEL,
            "error-429", Fault.RATE,
            "error-quota", Fault.QUOTA,
            "error-500", Fault.INTERNAL,
            "error-overloaded", Fault.OVERLOADED,
            "error-overflow", Fault.TOO_LONG);
    private static final String HTML = String.join(
            "\r\n",
            "<html>",
            "<head><title>502 Bad Gateway</title></head>",
            "<body>",
            "<center><h1>502 Bad Gateway</h1></center>",
            "<hr><center>nginx</center>",
            "</body>",
            "</html>",
            "");

    private Faults() {}

    static Answer of(String scenario, Dialect dialect, Asked asked) {
        Fault fault = ANSWERED.get(scenario);
        if (fault != null) {
            return dialect.failure(fault);
        }
        Answer good = dialect.answer(asked);
        return switch (scenario) {
            case "error-html" ->
                new Answer(502, Map.of("content-type", "text/html"), List.of(HTML), false, Answer.End.WHOLE);
            case "error-cut" -> good.until(middle(good), Answer.End.CUT);
            case "error-silence" -> good.until(middle(good), Answer.End.SILENT);
            case "error-garbage" ->
                good.streamed()
                        ? good.instead(middle(good), List.of(garbage(good)))
                        : good.instead(0, List.of("{\"this\": is no JSON"));
            case "error-stream" ->
                good.streamed()
                        ? good.instead(middle(good), dialect.streamError(asked))
                        : dialect.failure(Fault.INTERNAL);
            default -> dialect.failure(Fault.NO_MODEL);
        };
    }

    /** Behind the first words: what breaks before them is replaced by the gateway, or told by a status. */
    private static int middle(Answer good) {
        return Math.max(3, good.pieces().size() / 2);
    }

    private static String garbage(Answer good) {
        return good.headers().getOrDefault("content-type", "").contains("event-stream")
                ? "event: message\ndata: {\"this\": is no JSON\n\n"
                : "{\"this\": is no JSON\n";
    }
}
