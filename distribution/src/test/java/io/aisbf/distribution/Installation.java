// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An unzipped product of one test's own, which may change it, with a home folder of its own; runs {@code bin/aisbf} as
 * a user would. On the way out it stops what it started in the background and removes everything.
 */
final class Installation implements AutoCloseable {
    private static final long COMMAND_SECONDS = 240;
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path base;
    private final Map<String, String> environment = new HashMap<>();

    Installation() throws IOException {
        // With a space in its name: the launcher must not care.
        base = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "it").toAbsolutePath()), "a user ");
        copy(Product.home(), home());
        environment.put("HOME", Files.createDirectories(base.resolve("home")).toString());
        environment.put("AISBF_JAVA", System.getProperty("java.home"));
        environment.put("AISBF_CONFIG", "");
        environment.put("AISBF_STATE_DIR", base.resolve("state").toString());
    }

    /** How a command ended. */
    record Result(int code, String out, String err) {}

    /** An HTTP answer. */
    record Answer(int status, String body, Map<String, List<String>> headers) {}

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    Path home() {
        return base.resolve("aisbf");
    }

    Path userHome() {
        return base.resolve("home");
    }

    /** Sets or, with an empty value, empties a variable for the commands that follow. */
    void variable(String name, String value) {
        environment.put(name, value);
    }

    /** Writes a file below the user's folder. */
    Path write(String name, String text) throws IOException {
        Path file = base.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, text);
    }

    /** Runs {@code bin/aisbf} to its end. */
    Result aisbf(String... words) throws IOException, InterruptedException {
        return launcher(home().resolve("bin").resolve("aisbf"), words);
    }

    /** Runs the launcher by another path that leads to it. */
    Result launcher(Path launcher, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        return run(base, command);
    }

    /** Starts the gateway in the background on a free port; {@return where it answers} */
    URI daemon(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("daemon", "--port", "0"));
        all.addAll(List.of(words));
        Result started = aisbf(all.toArray(String[]::new));
        Matcher address = ADDRESS.matcher(started.out());
        if (started.code() != 0 || !address.find()) {
            throw new AssertionError("it did not start: " + started);
        }
        return URI.create(address.group());
    }

    /** Asks the gateway. */
    Answer post(URI uri, String body) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer get(URI uri) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(uri).build());
    }

    private Answer answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(), response.body(), response.headers().map());
    }

    /** Builds one of the examples in the zip, as its README says; {@return the folder with the jars} */
    Path example(String name) throws IOException, InterruptedException {
        Path folder = home().resolve("examples").resolve(name);
        Result built = build(folder, true);
        if (built.code() != 0) {
            // The local repository lacked something: what the network is for.
            built = build(folder, false);
        }
        if (built.code() != 0) {
            throw new AssertionError("the example does not build: " + built);
        }
        return folder.resolve("target").resolve("plugin");
    }

    private Result build(Path folder, boolean offline) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("aisbf.maven"), "-q", "-B", "package"));
        command.add("-Dmaven.repo.local=" + System.getProperty("aisbf.repository"));
        if (offline) {
            command.add("-o");
        }
        return run(folder, command);
    }

    private Result run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(base, "out", ".txt");
        Path err = Files.createTempFile(base, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", environment.getOrDefault("JAVA_HOME", System.getProperty("java.home")));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end:\n" + Files.readString(out) + Files.readString(err));
        }
        Result result = new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
        Files.delete(out);
        Files.delete(err);
        return result;
    }

    /** Copies a built plugin in, each file under another name first, so that no half file is ever met. */
    void install(Path jars, String name) throws IOException {
        Path folder = home().resolve("plugins").resolve(name);
        Path draft = base.resolve("draft-" + name);
        Files.createDirectories(draft);
        try (Stream<Path> files = Files.list(jars)) {
            for (Path file : files.toList()) {
                Files.copy(file, draft.resolve(file.getFileName()));
            }
        }
        Files.move(draft, folder);
    }

    void uninstall(String name) throws IOException {
        remove(home().resolve("plugins").resolve(name));
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Override
    public void close() throws IOException {
        environment.put("AISBF_JAVA", System.getProperty("java.home"));
        try {
            aisbf("stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
        remove(base);
    }
}
