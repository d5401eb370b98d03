// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs from npm that tests need: installed below {@code target/} once for each change of what names them, by the lock
 * file where there is one. Programs with packages for platforms that not every registry has go without.
 */
public final class Npm {
    private static final long MINUTES = 15;

    private Npm() {}

    /**
     * Installs what {@code src/test/NAME} names and copies the folder's files beside it. Two classes of tests that run
     * side by side may want the same: the second waits for the first, and what is there already is left as it is.
     *
     * @return {@code target/NAME}
     */
    public static synchronized Path install(String name) throws IOException, InterruptedException {
        Path sources = Path.of("src/test", name).toAbsolutePath();
        Path folder = Files.createDirectories(Path.of("target", name).toAbsolutePath());
        Path done = folder.resolve("installed.json");
        Path lock = sources.resolve("package-lock.json");
        boolean locked = Files.exists(lock);
        Path named = locked ? lock : sources.resolve("package.json");
        boolean installed = Files.exists(done) && Files.mismatch(named, done) < 0;
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(file.getFileName());
                if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        if (!installed) {
            npm(folder, locked ? List.of("npm", "ci") : List.of("npm", "install", "--no-package-lock"));
            Files.write(done, Files.readAllBytes(named));
        }
        return folder;
    }

    private static void npm(Path folder, List<String> command) throws IOException, InterruptedException {
        Path said = folder.resolve("npm.log");
        Process npm = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!npm.waitFor(MINUTES, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
            throw new AssertionError(command + " did not end within " + MINUTES + " minutes; see " + said);
        }
        if (npm.exitValue() != 0) {
            throw new AssertionError(command + " failed:\n" + Files.readString(said));
        }
    }
}
