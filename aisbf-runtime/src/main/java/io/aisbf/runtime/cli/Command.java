// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The first word of a command line. */
enum Command {
    SERVE("run the gateway here until it is told to stop (the default)", "--config --host --port"),
    DAEMON("run it in the background; says when it is ready", "--config --host --port"),
    STATUS("what runs on this machine, and whether it is ready (exit code 3 if nothing does)", "--port"),
    STOP("let running calls finish, then end", "--port"),
    RELOAD("read configuration and plugins anew without losing a call", "--port"),
    FORGIVE("ask again at once whom it leaves alone after failures: aisbf forgive [PROVIDER]", "--port"),
    USAGE(
            "what was used, as a table; --by provider,model (or client, key, rotation, day, ...), --last 24h, --csv",
            "--port --by --last --csv"),
    LIMITS("how full every limit and budget is", "--port"),
    CHECK("check a configuration without starting: aisbf check [PATH]", "--config --host --port"),
    PLUGINS("list what is in plugins/; with --pin, write the lock that lets only these jars run", "--config --pin"),
    WARMUP("once after installing: makes the cache that halves the time to start", ""),
    VERSION("print the version", ""),
    HELP("print this", "");

    private final String purpose;
    private final String options;

    /** Options apart by spaces. */
    Command(String purpose, String options) {
        this.purpose = purpose;
        this.options = options;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String purpose() {
        return purpose;
    }

    List<String> options() {
        return options.isEmpty() ? List.of() : List.of(options.split(" "));
    }

    static Optional<Command> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Command::word).toList();
    }
}
