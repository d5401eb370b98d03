// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import io.aisbf.api.plugin.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operator's list of jars that may run: lines of {@code SHA-256  path}, as {@code sha256sum} writes and checks
 * them, with paths relative to the plugins directory. Empty lines and lines that begin with {@code #} are skipped.
 *
 * @param file the lock file
 * @param digests by path, in lower case
 */
record PluginLock(Path file, Map<String, String> digests) {
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *](.+)");
    private static final String HOW = "write it anew with 'aisbf plugins --pin'";

    PluginLock {
        digests = Map.copyOf(digests);
    }

    /**
     * Reads it.
     *
     * @throws SettingsException if it is not there, cannot be read or has a line that is not understood: a lock that is
     *     configured is kept, since otherwise removing the file would open the door it closes
     */
    static PluginLock read(Path file) {
        Map<String, String> digests = new TreeMap<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new SettingsException(file + ":" + number + ": '" + Refusal.printable(line)
                        + "' is not a SHA-256 in 64 hexadecimal digits, two spaces and a path; " + HOW);
            }
            String path = parts.group(2).startsWith("./") ? parts.group(2).substring(2) : parts.group(2);
            if (digests.put(path, parts.group(1).toLowerCase(Locale.ROOT)) != null) {
                throw new SettingsException(file + ":" + number + ": " + path + " is listed a second time; " + HOW);
            }
        }
        return new PluginLock(file, digests);
    }

    /** Writes it, all at once or not at all. */
    static void write(Path file, Map<String, String> digests) throws IOException {
        List<String> lines = new TreeMap<>(digests)
                .entrySet().stream()
                        .map(one -> one.getValue() + "  " + one.getKey())
                        .toList();
        Path absolute = file.toAbsolutePath();
        Path draft = Files.createTempFile(absolute.getParent(), "plugins", ".lock");
        try {
            Files.write(draft, lines);
            Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Why this jar may not run; empty if it may. */
    Optional<String> refusal(String jar, String digest) {
        String pinned = digests.get(jar);
        if (pinned == null) {
            return Optional.of(jar + " is not listed in " + file + "; if you want it to run, " + HOW);
        }
        if (!pinned.equals(digest)) {
            return Optional.of(jar + " is not the jar that is listed in " + file + " (SHA-256 " + digest
                    + " instead of " + pinned + "); if you replaced it yourself, " + HOW);
        }
        return Optional.empty();
    }

    /** A sentence for each listed jar that is not there. */
    List<String> missing(Set<String> present) {
        return digests.keySet().stream()
                .filter(jar -> !present.contains(jar))
                .sorted()
                .map(jar -> jar + " is listed in " + file + " and is not there")
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new SettingsException(
                    file + ": there is no such file, and plugins.lock names it; " + HOW
                            + ", or remove 'lock' from the configuration to run every jar in the directory",
                    e);
        } catch (IOException e) {
            throw new SettingsException(file + ": cannot be read: " + Refusal.told(e), e);
        }
    }
}
