// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import io.aisbf.api.json.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** `aisbf status`, `stop`, `reload` and `forgive`: what is said to gateways that run, all of them or the one on a port. */
final class Running {
    /** What `status` ends with when nothing runs, as system scripts do. */
    static final int NOTHING_RUNS = 3;

    private static final Duration HINT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final RunFolder runs;
    private final OptionalInt port;
    private final PrintStream out;

    Running(Surroundings surroundings, OptionalInt port) {
        this.runs = surroundings.runs();
        this.port = port;
        this.out = surroundings.out();
    }

    /** Prints one line for each, below it who is left alone, and returns the exit code: 0 if all are ready, 1 if one is not, 3 if nothing runs. */
    int status() throws IOException {
        List<RunFile> running = runs.running(port);
        if (running.isEmpty()) {
            out.println(nothing());
            return NOTHING_RUNS;
        }
        int code = 0;
        for (RunFile file : running) {
            String state = state(file);
            code = state.equals("ready") ? code : CommandException.FAILED;
            out.println("aisbf " + file.version() + " " + state + " on " + file.address() + ", pid " + file.pid()
                    + ", up " + span(Duration.between(file.started(), Instant.now())));
            leftAlone(file).forEach(line -> out.println("  " + line));
        }
        return code;
    }

    private static String state(RunFile file) {
        try {
            Knock.Answer answer = Knock.get(file.local().resolve("/health/ready"), Optional.empty());
            return answer.text("status").orElse("answering with status " + answer.status());
        } catch (IOException | RuntimeException e) {
            return "not answering (" + e.getMessage() + ")";
        }
    }

    /** Whom a gateway does not ask at the moment, one line each. */
    private static List<String> leftAlone(RunFile file) {
        try {
            return Knock.get(file.local().resolve("/health/targets"), Optional.of(file.token()))
                    .parts("targets")
                    .stream()
                    .filter(part -> !part.text("state").orElse("").equals("failing"))
                    .map(Running::words)
                    .toList();
        } catch (IOException | RuntimeException e) {
            // One of another version, or gone meanwhile; the line above says whether it answers.
            return List.of();
        }
    }

    private static String words(Knock.Answer part) {
        OptionalLong seconds = part.number("retry_after_s");
        return part.text("scope").orElse("?") + ": " + part.text("state").orElse("?")
                + (seconds.isPresent() ? " for " + span(Duration.ofSeconds(seconds.getAsLong())) : "")
                + part.text("failure").map(failure -> " after " + failure).orElse("");
    }

    /** Tells each to end and waits for it. */
    int stop() throws CommandException, IOException, InterruptedException {
        List<RunFile> running = runs.running(port);
        if (running.isEmpty()) {
            out.println(nothing());
        }
        for (RunFile file : running) {
            ProcessHandle process = file.process().orElse(null);
            if (process != null) {
                process.destroy();
                await(file, process);
            }
            out.println("aisbf on " + file.address() + " has stopped");
        }
        return 0;
    }

    private void await(RunFile file, ProcessHandle process) throws CommandException, IOException, InterruptedException {
        try {
            try {
                process.onExit().get(HINT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                out.println("aisbf on " + file.address()
                        + " lets calls under way finish (server.shutdown_grace bounds it)");
                process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            throw CommandException.failed("aisbf with pid " + file.pid() + " has not ended after "
                    + PATIENCE.toMinutes() + " minutes; 'kill -9 " + file.pid() + "' ends it at once");
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    /** Has each read configuration and plugins anew, and prints what changed. */
    int reload() throws CommandException, IOException {
        for (RunFile file : somebody()) {
            Knock.Answer answer = told(file, "/api/reload", "{}");
            List<String> changes = answer.texts("changes");
            out.println("aisbf on " + file.address() + " has reloaded"
                    + (changes.isEmpty() ? "; plugins are the same" : ""));
            changes.forEach(change -> out.println("  " + change));
        }
        return 0;
    }

    /** Has each forget what it holds against a provider, or against all of them. */
    int forgive(Optional<String> provider) throws CommandException, IOException {
        JsonWriter body = new JsonWriter().object();
        provider.ifPresent(name -> body.name("provider").text(name));
        String whom = body.end().finish().toString();
        for (RunFile file : somebody()) {
            long forgiven = told(file, "/api/forgive", whom).number("forgiven").orElse(0);
            out.println("aisbf on " + file.address()
                    + (forgiven == 0 ? " holds nothing against " : " asks again at once: ")
                    + provider.map(name -> "provider " + name).orElse(forgiven == 0 ? "anybody" : "everybody")
                    + (forgiven == 0 ? "" : " (" + forgiven + " forgiven)"));
        }
        return 0;
    }

    /** Those that are meant; there must be one. */
    List<RunFile> somebody() throws CommandException, IOException {
        List<RunFile> running = runs.running(port);
        if (running.isEmpty()) {
            throw CommandException.failed(nothing() + "; start it with 'aisbf' or 'aisbf daemon'");
        }
        return running;
    }

    private static Knock.Answer told(RunFile file, String path, String body) throws CommandException, IOException {
        Knock.Answer answer = Knock.post(file.local().resolve(path), Optional.of(file.token()), body);
        if (answer.status() != 200) {
            throw CommandException.failed(answer.message());
        }
        return answer;
    }

    private String nothing() {
        return port.isPresent() ? "no aisbf runs on port " + port.getAsInt() : "no aisbf runs";
    }

    /** Days, hours, minutes and seconds, the two largest that are not nothing. */
    static String span(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : Math.max(0, time.toSeconds()) + " s";
    }
}
