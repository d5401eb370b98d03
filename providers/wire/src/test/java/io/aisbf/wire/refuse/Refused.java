// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is made of a reply at ten o'clock on a Sunday. */
final class Refused {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final UpstreamFailure FAILURES = new UpstreamFailure(new JacksonJson(), InstantSource.fixed(NOW));

    private Refused() {}

    /** The failure behind a reply; headers as lines, each with its colon. */
    static CallException with(int status, String headers, String body) throws Exception {
        Map<String, String> all = new HashMap<>();
        headers.lines().filter(line -> line.contains(":")).forEach(line -> {
            int colon = line.indexOf(':');
            all.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        Answer answer = new Answer(status, all, body.getBytes(StandardCharsets.UTF_8), Answer.End.ANNOUNCED);
        Upstream.Request request = new Upstream.Request(
                "POST", URI.create("http://localhost:1/"), Map.of(), List.of(), Upstream.Deadlines.DEFAULT);
        try (Upstream.Reply reply = ScriptedUpstream.answering(answer).send(request, call())) {
            return FAILURES.of(reply, call());
        }
    }

    /** The failure behind a value that came with a status of success. */
    static CallException within(String value) {
        return FAILURES.within(RawJson.of(value), call());
    }

    private static Call call() {
        return Call.start("c", Duration.ofMinutes(1));
    }
}
