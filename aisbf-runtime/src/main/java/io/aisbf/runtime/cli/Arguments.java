// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import io.aisbf.runtime.config.tree.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A command line, understood. Written by hand: a library that reads command lines took 160 ms of a start that is to
 * take 500.
 *
 * @param command the first word, {@code serve} if there is none
 * @param config where the configuration is to be read
 * @param host the address to listen on
 * @param port the port to listen on; for commands to a running gateway, the one it listens on
 * @param pin whether the plugins are to be pinned
 * @param provider the provider that is meant
 * @param report which figures are wanted
 */
record Arguments(
        Command command,
        Optional<Path> config,
        Optional<String> host,
        OptionalInt port,
        boolean pin,
        Optional<String> provider,
        Report report) {
    private static final int HIGHEST_PORT = 65_535;
    private static final String PIN = "--pin";
    private static final String CSV = "--csv";

    /**
     * Which figures of usage are wanted.
     *
     * @param by what sums are told apart by
     * @param last since when: a span of time, or a date
     * @param csv whether for other programs
     */
    record Report(Optional<String> by, Optional<String> last, boolean csv) {}

    /** Understands a command line. */
    static Arguments parse(List<String> words) throws CommandException {
        List<String> operands = new ArrayList<>();
        Map<String, String> options = options(words, operands);
        Command command = command(operands);
        for (String option : options.keySet()) {
            if (!command.options().contains(option)) {
                throw CommandException.usage("aisbf " + command.word() + " has no option " + option
                        + Spelling.hint(option, command.options()) + "; see 'aisbf help'");
            }
        }
        Optional<String> config = Optional.ofNullable(options.get("--config"));
        Optional<String> operand = operands.stream().findFirst();
        boolean takesOne = command == Command.FORGIVE || (command == Command.CHECK && config.isEmpty());
        if (operands.size() > (takesOne ? 1 : 0)) {
            throw CommandException.usage("aisbf " + command.word() + " does not know what to do with '"
                    + operands.getLast() + "'; see 'aisbf help'");
        }
        return new Arguments(
                command,
                command == Command.CHECK ? config.or(() -> operand).map(Path::of) : config.map(Path::of),
                Optional.ofNullable(options.get("--host")),
                port(Optional.ofNullable(options.get("--port"))),
                options.containsKey(PIN),
                command == Command.FORGIVE ? operand : Optional.empty(),
                new Report(
                        Optional.ofNullable(options.get("--by")),
                        Optional.ofNullable(options.get("--last")),
                        options.containsKey(CSV)));
    }

    private static Map<String, String> options(List<String> words, List<String> operands) throws CommandException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            if (word.equals("-h") || word.equals("--help")) {
                operands.addFirst(Command.HELP.word());
            } else if (word.equals("-V") || word.equals("--version")) {
                operands.addFirst(Command.VERSION.word());
            } else if (!word.startsWith("-")) {
                operands.add(word);
            } else if (word.equals(PIN) || word.equals(CSV)) {
                options.put(word, "");
            } else if (equals > 0) {
                put(options, word.substring(0, equals), word.substring(equals + 1));
            } else if (i + 1 < words.size()) {
                put(options, word, words.get(++i));
            } else {
                throw CommandException.usage("a value is missing after " + word + "; see 'aisbf help'");
            }
        }
        return options;
    }

    private static void put(Map<String, String> options, String option, String value) throws CommandException {
        if (value.isBlank()) {
            throw CommandException.usage("the value of " + option + " is empty; see 'aisbf help'");
        }
        if (options.put(option, value) != null) {
            throw CommandException.usage(option + " is given twice; keep one of them");
        }
    }

    /** Takes the command off the front. After a plea for help nothing else counts. */
    private static Command command(List<String> operands) throws CommandException {
        if (operands.isEmpty()) {
            return Command.SERVE;
        }
        String word = operands.removeFirst();
        Command command = Command.of(word)
                .orElseThrow(() -> CommandException.usage("aisbf has no command '" + word + "'"
                        + Spelling.hint(word, Command.words()) + "; see 'aisbf help'"));
        if (command == Command.HELP || command == Command.VERSION) {
            operands.clear();
        }
        return command;
    }

    private static OptionalInt port(Optional<String> text) throws CommandException {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int port = Integer.parseInt(text.get());
            if (port >= 0 && port <= HIGHEST_PORT) {
                return OptionalInt.of(port);
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is no port.
        }
        throw CommandException.usage(
                "--port wants a number between 0 and 65535 (0: any free one), found '" + text.get() + "'");
    }
}
