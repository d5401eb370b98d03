// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import static io.aisbf.runtime.ledger.Attempts.NOON;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that books until it is killed and prints the name of each attempt once it is on the disk, or opens a ledger
 * and leaves it alone.
 */
final class Booking {
    private Booking() {}

    public static void main(String[] arguments) {
        Ledger ledger = SqliteLedger.open(
                Path.of(arguments[1]), Duration.ofDays(30), 1L << 40, InstantSource.fixed(NOON.plusSeconds(60)));
        switch (arguments[0]) {
            case "forever" -> forever((SqliteLedger) ledger, arguments[2]);
            case "once" -> {
                ledger.book(Attempts.answered("a.1", NOON));
                ledger.close();
            }
            default -> ledger.close();
        }
    }

    private static void forever(SqliteLedger ledger, String name) {
        AtomicLong numbers = new AtomicLong();
        for (int i = 0; i < 64; i++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    long number = numbers.incrementAndGet();
                    String attempt = name + "-" + number;
                    ledger.book(Attempts.answered(attempt, NOON.plusMillis(number)));
                    // Booked again, as after a doubt: still to be there once.
                    ledger.book(Attempts.answered(attempt, NOON.plusMillis(number)));
                    ledger.awaitCommitted();
                    System.out.print(attempt + "\n");
                }
            });
        }
    }
}
