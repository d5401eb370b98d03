// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import io.aisbf.runtime.Gateway;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** `aisbf serve`: starts the gateway, says so, leaves a {@link RunFile}, and stops when the process is told to end. */
final class Serve {
    private static final int LOG_BUFFER = 1 << 16;

    private final Surroundings surroundings;
    private final Arguments arguments;

    Serve(Surroundings surroundings, Arguments arguments) {
        this.surroundings = surroundings;
        this.arguments = arguments;
    }

    /** Serves until the process ends. */
    void run() throws CommandException, InterruptedException {
        OutputStream requests = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), LOG_BUFFER);
        Gateway gateway = start(requests);
        Instant started = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        RunFile file = new RunFile(
                ProcessHandle.current().pid(),
                started,
                gateway.address(),
                Surroundings.version(),
                gateway.adminToken());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, file), "stop"));
        announce(gateway, file);
        new CountDownLatch(1).await();
    }

    private Gateway start(OutputStream requests) throws CommandException {
        try {
            return Gateway.start(surroundings.options(arguments, requests));
        } catch (RuntimeException e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                if (each instanceof BindException) {
                    throw CommandException.failed(e.getMessage() + holders());
                }
            }
            throw e;
        }
    }

    /** Who listens already, as far as run files tell; another program leaves none. */
    private String holders() {
        List<RunFile> running;
        try {
            running = surroundings.runs().running(arguments.port());
        } catch (IOException e) {
            return "; what runs already cannot be told: " + e;
        }
        StringBuilder text = new StringBuilder();
        for (RunFile file : running) {
            text.append("; aisbf with pid ")
                    .append(file.pid())
                    .append(" listens on ")
                    .append(file.address());
        }
        return text.append(
                        running.isEmpty()
                                ? "; another program has it, choose another port with --port"
                                : "; 'aisbf stop' ends it, --port chooses another port")
                .toString();
    }

    private void announce(Gateway gateway, RunFile file) {
        PrintStream err = surroundings.err();
        try {
            surroundings.runs().write(file);
        } catch (IOException e) {
            err.println("aisbf: " + surroundings.runs().folder() + " cannot be written (" + e
                    + "), so status, stop and reload will not find this gateway; AISBF_RUN_DIR names another folder");
        }
        // From the beginning of the process, not of this method: that is what somebody waits for. The process handle
        // knows that only to the second.
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        err.println("aisbf " + file.version() + " ready on " + file.address() + " in " + millis + " ms (plugins: "
                + String.join(", ", gateway.plugins()) + "; configuration: " + gateway.configuration() + ")");
        gateway.warnings().forEach(warning -> err.println("warning: " + warning));
        err.flush();
    }

    /** The shutdown hook. Halts in the end: the JVM would report 143 after SIGTERM, and this was an orderly end. */
    private void stop(Gateway gateway, RunFile file) {
        surroundings.err().println("aisbf: stopping, letting calls under way finish");
        try {
            gateway.close();
            surroundings.runs().remove(file);
        } catch (IOException | RuntimeException e) {
            surroundings.err().println("aisbf: stopped, but not in order: " + e);
            Runtime.getRuntime().halt(CommandException.FAILED);
        }
        surroundings.err().println("aisbf: stopped");
        Runtime.getRuntime().halt(0);
    }
}
