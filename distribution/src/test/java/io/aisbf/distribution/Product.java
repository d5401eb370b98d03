// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The unzipped product, started by its own {@code bin/aisbf} on a free port with a configuration of the test's, as a
 * user would. What it prints is kept line by line. Any thread may use it; {@link #close} stops it and waits until it is
 * gone.
 */
public final class Product implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://[\\w.\\[\\]:]*:\\d+");
    private static final String YAML = "aisbf.yaml";
    private static final long START_SECONDS = 120;
    private static final long LINE_SECONDS = 60;
    private static final long STOP_SECONDS = 90;
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path HOME = unzip();

    private final Process process;
    private final Path folder;
    private final Output out;
    private final Output err;
    private final URI address;

    private Product(Map<String, String> files, Map<String, String> environment, List<String> arguments)
            throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(TARGET.resolve("products")), "run");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Path config = files.containsKey(YAML) ? folder.resolve(YAML) : folder;
        List<String> command = new ArrayList<>(
                List.of(HOME.resolve("bin/aisbf").toString(), "serve", "--config", config.toString(), "--port", "0"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .put(
                        "AISBF_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("AISBF_RUN_DIR", folder.resolve("run").toString());
        builder.environment().put("AISBF_STATE_DIR", folder.resolve("state").toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        process = builder.start();
        out = new Output(process.getInputStream());
        err = new Output(process.getErrorStream());
        address = awaitAddress();
    }

    /** Starts it; returns once it says where it answers. */
    public static Product start(String yaml) throws IOException {
        return new Product(Map.of(YAML, yaml), Map.of(), List.of());
    }

    /** Starts it with more variables in its environment and more arguments after {@code serve}. */
    public static Product start(String yaml, Map<String, String> environment, String... arguments) throws IOException {
        return new Product(Map.of(YAML, yaml), environment, List.of(arguments));
    }

    /**
     * Starts it with a folder of these files, texts by name: with its {@code aisbf.yaml}, or without one as AISBF 0.3.2
     * has them.
     */
    public static Product start(Map<String, String> files) throws IOException {
        return new Product(files, Map.of(), List.of());
    }

    /** For tests that have one upstream fail over and over: each case shall meet it as if it were the first. */
    public static final String NO_COOLDOWN = """
        cooldown:
          enabled: false
        """;

    /** {@return a configuration with one provider, {@code up}, of type openai: patient, for crowds on a busy machine} */
    public static String yaml(String endpoint) {
        return NO_COOLDOWN + """
            providers:
              up: {type: openai, endpoint: %s, api_key: sk-upstream, timeouts: {connect: 60s}, retries: 0}
            """.formatted(endpoint);
    }

    /** {@return the unzipped folder, shared by all tests: nobody changes it} */
    public static Path home() {
        return HOME;
    }

    /** {@return where it answers, without a path} */
    public URI address() {
        return address;
    }

    /** {@return the folder it was started in, which holds its configuration} */
    public Path folder() {
        return folder;
    }

    /** {@return its process} */
    public Process process() {
        return process;
    }

    /** {@return what it printed to standard output so far} */
    public List<String> out() {
        return out.lines();
    }

    /** {@return what it printed to standard error so far} */
    public List<String> err() {
        return err.lines();
    }

    /** Waits for a line on either; a minute at most. */
    public String await(Predicate<String> wanted) {
        try {
            Object line =
                    CompletableFuture.anyOf(out.next(wanted), err.next(wanted)).get(LINE_SECONDS, TimeUnit.SECONDS);
            return String.valueOf(line);
        } catch (InterruptedException | java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new AssertionError("the line did not come:\n" + this, e);
        }
    }

    /** Asks it to stop, as {@code kill} does; returns at once. */
    public void terminate() {
        // By its handle: Process.destroy() would close our ends of its pipes, and its last lines with them.
        process.toHandle().destroy();
    }

    /** Waits until it is gone; {@return its exit code} */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it did not stop within " + STOP_SECONDS + " s:\n" + this);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        terminate();
        try {
            awaitExit();
            out.join();
            err.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "out:\n" + String.join("\n", out()) + "\nerr:\n" + String.join("\n", err());
    }

    private URI awaitAddress() {
        Predicate<String> said = line -> ADDRESS.matcher(line).find();
        CompletableFuture<Object> line = CompletableFuture.anyOf(
                out.next(said), err.next(said), process.onExit().thenApply(_ -> "ended"));
        try {
            Matcher matcher = ADDRESS.matcher(String.valueOf(line.get(START_SECONDS, TimeUnit.SECONDS)));
            if (matcher.find()) {
                return URI.create(matcher.group());
            }
            out.join();
            err.join();
        } catch (InterruptedException | java.util.concurrent.ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("it did not start within " + START_SECONDS + " s:\n" + this, e);
        }
        throw new AssertionError("it ended instead of starting:\n" + this);
    }

    /** The lines of one stream, and who waits for one. */
    private static final class Output {
        private final List<String> lines = new ArrayList<>();
        private final List<Waiter> waiters = new ArrayList<>();
        private final Thread reader;

        private record Waiter(Predicate<String> wanted, CompletableFuture<String> line) {}

        Output(InputStream stream) {
            reader = Thread.ofVirtual().start(() -> read(stream));
        }

        private void read(InputStream stream) {
            try (BufferedReader in =
                    new BufferedReader(new java.io.InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                add("(reading its output failed: " + e + ")");
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            waiters.stream()
                    .filter(waiter -> waiter.wanted().test(line))
                    .forEach(waiter -> waiter.line().complete(line));
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }

        /** The first line that is wanted, of those that came and those that will. */
        synchronized CompletableFuture<String> next(Predicate<String> wanted) {
            CompletableFuture<String> line = new CompletableFuture<>();
            lines.stream()
                    .filter(wanted)
                    .findFirst()
                    .ifPresentOrElse(line::complete, () -> waiters.add(new Waiter(wanted, line)));
            return line;
        }

        void join() throws InterruptedException {
            reader.join();
        }
    }

    /**
     * Unzips what the build made; the folder is made anew for each JVM, so that no file of an older build is left in
     * it.
     */
    private static Path unzip() {
        try (Stream<Path> built = Files.list(TARGET)) {
            Path zip = built.filter(file -> file.getFileName().toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no zip in " + TARGET + "; run mvn package"));
            Path into = Files.createTempDirectory(TARGET, "unzipped");
            extract(zip, into);
            try (Stream<Path> top = Files.list(into)) {
                List<Path> entries = top.toList();
                return entries.size() == 1 ? entries.getFirst() : into;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void extract(Path zip, Path into) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Path folder = Objects.requireNonNull(file.getParent());
                    Files.createDirectories(folder);
                    Files.copy(in, file);
                    if (folder.endsWith("bin")) {
                        file.toFile().setExecutable(true);
                    }
                }
            }
        }
    }
}
