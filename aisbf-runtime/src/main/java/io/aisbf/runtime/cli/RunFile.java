// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a running gateway tells the other commands, in a file that only its user can read: written when it is ready,
 * removed when it ends.
 *
 * @param pid its process
 * @param started when that process started, so that another process that got the same number later is not taken for it
 * @param address where it listens
 * @param version of the program
 * @param token what it wants to be shown before it reloads
 */
record RunFile(long pid, Instant started, URI address, String version, Secret token) {
    private static final Duration CLOCK_STEPS = Duration.ofSeconds(2);

    /** What the file holds. */
    byte[] json() {
        return new JsonWriter()
                .object()
                .name("pid")
                .number(pid)
                .name("started")
                .text(started.toString())
                .name("address")
                .text(address.toString())
                .name("version")
                .text(version)
                .name("token")
                .text(token.reveal())
                .end()
                .finish()
                .bytes();
    }

    /** Reads it; empty if it is not such a file, as one that is being written is not. */
    static Optional<RunFile> read(byte[] bytes) {
        JacksonJson json = new JacksonJson();
        try {
            JsonObject file = json.object(bytes);
            return Optional.of(new RunFile(
                    json.integer(file.get("pid").orElseThrow()),
                    Instant.parse(json.text(file.get("started").orElseThrow())),
                    URI.create(json.text(file.get("address").orElseThrow())),
                    json.text(file.get("version").orElseThrow()),
                    new Secret(json.text(file.get("token").orElseThrow()))));
        } catch (JsonException | NoSuchElementException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The process, if it is alive and still the one that wrote this. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> found.info()
                        .startInstant()
                        // The system counts from its start, whose time of day two readings may put a second apart.
                        .map(instant -> Duration.between(instant, started).abs().compareTo(CLOCK_STEPS) <= 0)
                        .orElse(true));
    }

    /** Where this machine reaches it: a gateway that listens on every address is asked on loopback. */
    URI local() {
        String host = switch (address.getHost()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "[::]", "[0:0:0:0:0:0:0:0]" -> "[::1]";
            default -> address.getHost();
        };
        return URI.create(address.getScheme() + "://" + host + ":" + address.getPort());
    }

    @Override
    public String toString() {
        return new String(json(), StandardCharsets.UTF_8).replace(token.reveal(), token.toString());
    }
}
