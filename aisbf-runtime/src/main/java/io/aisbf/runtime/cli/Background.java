// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * `aisbf daemon`: starts `aisbf serve` as a process of its own and waits until it is ready, or until it says why not.
 */
final class Background {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final long LONGEST_TAIL = 8192;

    private final Surroundings surroundings;
    private final Arguments arguments;

    Background(Surroundings surroundings, Arguments arguments) {
        this.surroundings = surroundings;
        this.arguments = arguments;
    }

    /** Returns when it is ready. */
    void run() throws CommandException, IOException, InterruptedException {
        refuseSecond();
        Path log = log();
        long before = Files.exists(log) ? Files.size(log) : 0;
        Process process = new ProcessBuilder(command())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true)
                .start();
        Optional<RunFile> ready = await(process);
        if (ready.isPresent()) {
            surroundings
                    .out()
                    .println("aisbf runs with pid " + ready.get().pid() + " on "
                            + ready.get().address() + " (log: " + log + ")");
        } else if (process.isAlive()) {
            process.destroyForcibly();
            throw CommandException.failed(
                    "aisbf was not ready after " + PATIENCE.toSeconds() + " s and was ended; see " + log);
        } else {
            throw CommandException.failed(
                    "aisbf did not start:\n" + tail(log, before),
                    Math.max(CommandException.FAILED, process.exitValue()));
        }
    }

    /** Only where the port is known before the configuration is read; the new process notices the other cases. */
    private void refuseSecond() throws CommandException, IOException {
        if (arguments.port().orElse(0) == 0) {
            return;
        }
        for (RunFile file : surroundings.runs().running(arguments.port())) {
            throw CommandException.failed("port " + arguments.port().getAsInt() + " is in use by aisbf with pid "
                    + file.pid() + "; 'aisbf stop --port " + arguments.port().getAsInt() + "' ends it");
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        // A session of its own, so that closing the terminal does not end it; where there is no setsid, nohup does
        // nearly that.
        command.add(Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("nohup"));
        command.add(surroundings.home().resolve("bin").resolve("aisbf").toString());
        command.add(Command.SERVE.word());
        arguments.config().ifPresent(path -> command.addAll(List.of("--config", path.toString())));
        arguments.host().ifPresent(host -> command.addAll(List.of("--host", host)));
        arguments.port().ifPresent(port -> command.addAll(List.of("--port", Integer.toString(port))));
        return command;
    }

    private Path log() throws IOException {
        Path folder = surroundings
                .environment()
                .apply("AISBF_LOG_DIR")
                .map(Path::of)
                .orElseGet(() -> surroundings.userHome().resolve(".aisbf").resolve("log"));
        Files.createDirectories(folder);
        return folder.resolve("aisbf.log");
    }

    /**
     * setsid, nohup and the launcher all end in exec, so that the gateway has the process number that was started here.
     */
    private Optional<RunFile> await(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<RunFile> file = surroundings.runs().of(process.pid());
            if (file.isPresent()) {
                return file;
            }
            try {
                process.onExit().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                return Optional.empty();
            } catch (TimeoutException e) {
                // It is still starting.
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
        }
        return Optional.empty();
    }

    private static String tail(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(from, file.length() - LONGEST_TAIL));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }
}
