// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import java.time.Duration;

/**
 * What the connection guard allows a client.
 *
 * @param headerTimeout how long a whole request head may take; for a new connection it runs from the accept (and
 *     includes the TLS handshake), for a later request from its first byte
 * @param idleTimeout how long a kept-alive connection may wait for its next request
 * @param bodyTimeout how long the gateway waits in all for the bytes of one request body; time in which it does not
 *     ask for bytes does not count
 * @param bodyGrace the span over which the rate of a body is judged, again and again; so also the time before it is
 *     judged first
 * @param minimumBodyRate bytes a second that a client must send in each such span; 0 switches the rule off
 * @param writeTimeout how long the client may take nothing of a piece of at most 16 KiB of the answer
 * @param linger how long a connection stays open for a client that is still sending when its request was answered
 *     early, so that it can read the answer instead of seeing a reset
 * @param maximumConnections connections open at a time; one more is answered 503 and closed
 * @param maximumHeadBytes size of a request head, request line included; a larger one is answered 431
 * @param halfCloseKeepsCalls whether a client that ends its side of the connection while it waits still wants the
 *     answer; by default it counts as gone, because nearly always it is
 */
public record GuardSettings(
        Duration headerTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        Duration bodyGrace,
        int minimumBodyRate,
        Duration writeTimeout,
        Duration linger,
        int maximumConnections,
        int maximumHeadBytes,
        boolean halfCloseKeepsCalls) {

    /** Checks that every bound can be met. */
    public GuardSettings {
        positive("header timeout", headerTimeout);
        positive("idle timeout", idleTimeout);
        positive("body timeout", bodyTimeout);
        positive("body grace", bodyGrace);
        positive("write timeout", writeTimeout);
        positive("linger", linger);
        atLeast("minimum body rate", 0, minimumBodyRate);
        atLeast("maximum connections", 1, maximumConnections);
        atLeast("maximum head bytes", 256, maximumHeadBytes);
    }

    /**
     * The values for a gateway whose operator set nothing.
     *
     * @return head 10 s, idle 75 s, body 60 s, grace 5 s, 500 B/s, write 60 s, linger 1 s, 4096 connections, 16 KiB
     */
    public static GuardSettings defaults() {
        return new GuardSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                500,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                4096,
                16 * 1024,
                false);
    }

    private static void positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is " + value + ": give a duration above zero");
        }
    }

    private static void atLeast(String what, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " is " + value + ": give at least " + least);
        }
    }
}
