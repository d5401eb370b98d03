// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where {@link System.Logger} writes in this program: to stderr, one line a record, a stack trace beneath it where
 * there is one.
 *
 * <p>Found by ServiceLoader. It takes the place of java.util.logging because that loads slowly, and because it closes
 * its handlers at the beginning of a shutdown, so that what is said while calls are being finished would be lost. The
 * variable {@code AISBF_LOG_LEVEL} sets the level.
 */
public final class ConsoleLog extends System.LoggerFinder {
    private final System.Logger.Level level;
    private final PrintStream out;

    /** For ServiceLoader. */
    public ConsoleLog() {
        this(level(Optional.ofNullable(System.getenv("AISBF_LOG_LEVEL"))), System.err);
    }

    ConsoleLog(System.Logger.Level level, PrintStream out) {
        this.level = level;
        this.out = out;
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        // Helidon tells at INFO what the line at the start tells better.
        boolean chatty = name.startsWith("io.helidon.") && level == System.Logger.Level.INFO;
        return new ConsoleLines(name, chatty ? System.Logger.Level.WARNING : level, out);
    }

    static System.Logger.Level level(Optional<String> word) {
        return Stream.of(System.Logger.Level.values())
                .filter(one -> one.name().equals(word.orElse("").toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(System.Logger.Level.INFO);
    }
}
