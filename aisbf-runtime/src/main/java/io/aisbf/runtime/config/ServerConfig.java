// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Position;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The listener and what it allows a client.
 *
 * @param host address to listen on; not a loopback address only where clients need keys, or with {@code allowOpen}
 * @param port 0 lets the system choose
 * @param maxRequestBytes largest request body
 * @param shutdownGrace how long a stop waits for calls under way
 * @param headerTimeout for a whole request head
 * @param idleTimeout between two requests of a connection
 * @param bodyTimeout for a whole request body
 * @param minBodyRate bytes a second that a body must make; 0 switches the rule off
 * @param writeTimeout how long a client may take nothing of the answer
 * @param callTimeout for a whole call, whatever it waits for; a provider may have shorter deadlines of its own
 * @param keepAlive how long a streamed answer may be silent before its client gets a sign of life; 0 switches that off
 * @param strict every call is refused that would lose something on its way, hints included
 * @param maxConnections open at a time
 * @param maxCalls calls that may be under way; 0 for as many as memory allows
 * @param allowedHosts further {@code Host} names that are answered, besides the loopback ones
 * @param cors origins whose web pages may read answers; {@code *} is all
 * @param allowOpen the operator wants other machines to reach it without access control
 * @param position where the section stands
 */
public record ServerConfig(
        String host,
        int port,
        long maxRequestBytes,
        Duration shutdownGrace,
        Duration headerTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        int minBodyRate,
        Duration writeTimeout,
        Duration callTimeout,
        Duration keepAlive,
        boolean strict,
        int maxConnections,
        int maxCalls,
        List<String> allowedHosts,
        List<String> cors,
        boolean allowOpen,
        Position position) {
    /** The port of 0.3.2. */
    public static final int DEFAULT_PORT = 17765;

    private static final long LARGEST_BODY = 1L << 30;
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Whether only this machine reaches that address. */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("0:0:0:0:0:0:0:1")
                || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** These settings at another address. */
    public ServerConfig listeningOn(String otherHost, int otherPort) {
        return new ServerConfig(
                otherHost,
                otherPort,
                maxRequestBytes,
                shutdownGrace,
                headerTimeout,
                idleTimeout,
                bodyTimeout,
                minBodyRate,
                writeTimeout,
                callTimeout,
                keepAlive,
                strict,
                maxConnections,
                maxCalls,
                allowedHosts,
                cors,
                allowOpen,
                position);
    }

    /**
     * Reads {@code server}.
     *
     * @param guarded whether clients need a key
     */
    static ServerConfig read(Part part, boolean guarded) {
        ServerConfig server = new ServerConfig(
                part.text("host").orElse("127.0.0.1"),
                (int) part.whole("port", 0, 65_535).orElse(DEFAULT_PORT),
                part.bytes("max_request_bytes", 1, LARGEST_BODY).orElse(64L << 20),
                part.duration("shutdown_grace", Duration.ZERO, LONGEST).orElse(Duration.ofSeconds(30)),
                part.duration("header_timeout", SHORTEST, LONGEST).orElse(Duration.ofSeconds(10)),
                part.duration("idle_timeout", SHORTEST, LONGEST).orElse(Duration.ofSeconds(75)),
                part.duration("body_timeout", SHORTEST, LONGEST).orElse(Duration.ofSeconds(60)),
                (int) part.bytes("min_body_rate", 0, LARGEST_BODY).orElse(500),
                part.duration("write_timeout", SHORTEST, LONGEST).orElse(Duration.ofSeconds(60)),
                part.duration("call_timeout", SHORTEST, LONGEST).orElse(Duration.ofMinutes(30)),
                part.duration("keep_alive", Duration.ZERO, LONGEST).orElse(Duration.ofSeconds(15)),
                part.bool("strict").orElse(false),
                (int) part.whole("max_connections", 1, 1_000_000).orElse(4096),
                (int) part.whole("max_calls", 0, 1_000_000).orElse(0),
                part.words("allowed_hosts").stream().map(Part.Word::text).toList(),
                part.words("cors").stream()
                        .filter(word -> origin(part, word))
                        .map(Part.Word::text)
                        .toList(),
                part.bool("allow_open").orElse(false),
                part.position());
        if (part.value("tls").isPresent()) {
            part.wrong("tls", "this version does not serve TLS; leave it out and put a TLS proxy in front");
        }
        part.finish();
        server.refuseOpenDoor(part, guarded);
        return server;
    }

    private void refuseOpenDoor(Part part, boolean guarded) {
        if (host.isBlank() || host.contains("/") || host.chars().anyMatch(Character::isWhitespace)) {
            part.wrong("host", "an address such as 127.0.0.1 is wanted, found '" + host + "'");
        } else if (!isLoopback(host) && !allowOpen && !guarded) {
            part.wrong(
                    "host",
                    "'" + host + "' lets other machines in, and there is no access control; write 127.0.0.1,"
                            + " give clients keys (access.keys), or add allow_open: true if something else guards it");
        }
    }

    private static boolean origin(Part part, Part.Word word) {
        boolean fine = word.text().equals("*") || word.text().matches("[a-z][a-z0-9+.-]*://[^/\\s]+");
        if (!fine) {
            part.complaints()
                    .error(
                            word.position(),
                            word.path(),
                            "an origin such as https://app.example is wanted, found '" + word.text() + "'");
        }
        return fine;
    }
}
