// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import io.aisbf.runtime.Gateway;
import io.aisbf.runtime.StateFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The training run of `aisbf warmup`: does once what every start does, and serves a few calls by the bundled
 * configuration, so that the JVM can note which classes that takes. The launcher starts it with the JVM's own option
 * for that and puts the cache in its place afterwards.
 */
final class Warmup {
    private static final int ROUNDS = 20;

    private Warmup() {}

    /** Starts on any free port, asks, and stops. */
    static int run(Surroundings surroundings) throws CommandException, IOException {
        Path conf = surroundings.home().resolve("conf");
        Gateway.Options options = new Gateway.Options(
                surroundings.home(),
                Optional.of(conf),
                Optional.of("127.0.0.1"),
                OptionalInt.of(0),
                new StateFolder.Nowhere(),
                OutputStream.nullOutputStream());
        try (Gateway gateway = Gateway.start(options)) {
            for (int i = 0; i < ROUNDS; i++) {
                for (boolean streaming : List.of(true, false)) {
                    ask(gateway, """
                        {"model": "echo/echo", "stream": %s, "messages": [{"role": "user", "content": "warm up"}]}\
                        """.formatted(streaming));
                }
            }
            Knock.get(gateway.address().resolve("/health/ready"), Optional.empty());
            Knock.get(gateway.address().resolve("/v1/models"), Optional.empty());
        }
        return 0;
    }

    private static void ask(Gateway gateway, String question) throws CommandException, IOException {
        Knock.Answer answer = Knock.post(gateway.address().resolve("/v1/chat/completions"), Optional.empty(), question);
        if (answer.status() != 200) {
            throw CommandException.failed(
                    "the bundled configuration did not answer the warm-up call: " + answer.message());
        }
    }
}
