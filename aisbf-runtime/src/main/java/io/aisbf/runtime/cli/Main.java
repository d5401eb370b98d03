// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.Gateway;
import io.aisbf.runtime.Inspection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line. What a user can put right is one sentence on stderr; only a fault of the program itself prints a
 * stack trace. Exit codes: 0, 1 for a failure, 2 for a wrong command line or configuration, 3 for `status` when nothing
 * runs.
 */
public final class Main {
    private final Surroundings surroundings;

    Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs a command; `serve` when there is none. */
    public static void main(String[] words) {
        // One line a record for plugins that bring a library which logs by java.util.logging.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
        System.exit(new Main(Surroundings.ofProcess()).run(List.of(words)));
    }

    /** Runs a command and returns the exit code. */
    int run(List<String> words) {
        PrintStream err = surroundings.err();
        try {
            return run(Arguments.parse(words));
        } catch (CommandException e) {
            err.println("aisbf: " + e.getMessage());
            return e.exitCode();
        } catch (SettingsException e) {
            err.println(e.getMessage());
            return CommandException.USAGE;
        } catch (IOException e) {
            err.println("aisbf: " + e);
            return CommandException.FAILED;
        } catch (InterruptedException e) {
            err.println("aisbf: interrupted");
            return CommandException.FAILED;
        } catch (RuntimeException | Error e) {
            err.println("aisbf: a fault of the program; please report it with what follows");
            e.printStackTrace(err);
            return CommandException.FAILED;
        } finally {
            surroundings.out().flush();
            err.flush();
        }
    }

    private int run(Arguments arguments) throws CommandException, IOException, InterruptedException {
        Running running = new Running(surroundings, arguments.port());
        return switch (arguments.command()) {
            case SERVE -> {
                new Serve(surroundings, arguments).run();
                yield 0;
            }
            case DAEMON -> {
                new Background(surroundings, arguments).run();
                yield 0;
            }
            case STATUS -> running.status();
            case STOP -> running.stop();
            case RELOAD -> running.reload();
            case FORGIVE -> running.forgive(arguments.provider());
            case USAGE -> new Figures(running, surroundings.out()).usage(arguments.report());
            case LIMITS -> new Figures(running, surroundings.out()).limits();
            case CHECK -> print(Inspection.check(options(arguments)));
            case PLUGINS -> print(plugins(arguments));
            case WARMUP -> Warmup.run(surroundings);
            case VERSION -> print(List.of("aisbf " + Surroundings.version() + " (Java " + Runtime.version() + ")"));
            case HELP -> print(List.of(help()));
        };
    }

    private List<String> plugins(Arguments arguments) {
        return arguments.pin()
                ? Inspection.pinPlugins(options(arguments)).stream()
                        .map(jar -> "pinned: " + jar)
                        .toList()
                : Inspection.plugins(options(arguments));
    }

    private Gateway.Options options(Arguments arguments) {
        return surroundings.options(arguments, OutputStream.nullOutputStream());
    }

    private int print(List<String> lines) {
        lines.forEach(surroundings.out()::println);
        return 0;
    }

    private static String help() {
        String commands = List.of(Command.values()).stream()
                .map(command -> String.format("  %-9s %s", command.word(), command.purpose()))
                .collect(Collectors.joining("\n"));
        return """
            aisbf [command] [options]: a gateway between programs and language models

            %s

              --config PATH  file or folder of the configuration (serve, daemon, check, plugins);
                             otherwise AISBF_CONFIG, ~/.aisbf, and conf/ in this installation
              --host HOST    listen there instead of at server.host (serve, daemon, check)
              --port PORT    listen there instead of at server.port (serve, daemon, check);
                             the gateway that is meant (status, stop, reload, forgive, usage, limits)

            Variables: AISBF_CONFIG, AISBF_JAVA (a JDK 25 or newer), AISBF_JAVA_OPTS (options of the JVM),
            AISBF_LOG_LEVEL (debug, info, warning, error), AISBF_RUN_DIR, AISBF_LOG_DIR, AISBF_CACHE_DIR,
            AISBF_STATE_DIR.\
            """.formatted(commands);
    }
}
