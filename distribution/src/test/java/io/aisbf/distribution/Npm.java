// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs from npm that tests need: installed below {@code target/} by their lock file, once for each lock. */
public final class Npm {
    private static final long MINUTES = 15;

    private Npm() {}

    /**
     * Installs what {@code src/test/NAME/package-lock.json} names and copies the folder's files beside it.
     *
     * @return {@code target/NAME}
     */
    public static Path install(String name) throws IOException, InterruptedException {
        Path sources = Path.of("src/test", name).toAbsolutePath();
        Path folder = Files.createDirectories(Path.of("target", name).toAbsolutePath());
        Path done = folder.resolve("installed.json");
        Path lock = sources.resolve("package-lock.json");
        boolean installed = Files.exists(done) && Files.mismatch(lock, done) < 0;
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        if (!installed) {
            ci(folder);
            Files.write(done, Files.readAllBytes(lock));
        }
        return folder;
    }

    private static void ci(Path folder) throws IOException, InterruptedException {
        Path said = folder.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!npm.waitFor(MINUTES, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
            throw new AssertionError("npm ci did not end within " + MINUTES + " minutes; see " + said);
        }
        if (npm.exitValue() != 0) {
            throw new AssertionError("npm ci failed:\n" + Files.readString(said));
        }
    }
}
