// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the ledger lies: the file, what SQLite keeps beside it, and the folder into which SQLite's native library is
 * unpacked. All of it is its owner's alone. Used by the writer's thread.
 */
final class LedgerPlace {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Libraries that another gateway has just unpacked are left to it. */
    private static final Duration FRESH = Duration.ofHours(1);

    private final Path file;

    LedgerPlace(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** The database itself. */
    Path file() {
        return file;
    }

    /** Whether there is something in it already. */
    boolean exists() throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    /** Whether whoever wrote it last was cut short. */
    boolean leftInHaste() throws IOException {
        Path log = beside(file, "-wal");
        return Files.exists(log) && Files.size(log) > 0;
    }

    /** Makes folder and file, the latter readable by its owner alone from the first moment; SQLite's own files inherit that. */
    void prepare() throws IOException {
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, owner("rwx------"));
        }
        if (!Files.exists(file)) {
            FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner("rw-------"))
                    .close();
        }
    }

    /** Takes the file from the eyes of others, where an older version had made it for all to read. */
    void hide() throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /**
     * Has SQLite's native library unpacked beside the database: a folder that others may write to, as /tmp, would let them
     * put their own in its place. What gateways that were killed left behind is removed.
     *
     * @param now the moment, to tell what is old
     */
    void prepareLibrary(Instant now) throws IOException {
        Path folder = beside(file, ".native");
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, owner("rwx------"));
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path left : files.toList()) {
                if (Files.getLastModifiedTime(left).toInstant().isBefore(now.minus(FRESH))) {
                    Files.deleteIfExists(left);
                }
            }
        }
        if (System.getProperty("org.sqlite.tmpdir") == null) {
            System.setProperty("org.sqlite.tmpdir", folder.toString());
        }
    }

    /** Moves a damaged database out of the way, with all that belongs to it; says where it lies now. */
    Path setAside(Instant now) throws IOException {
        String name = file.getFileName() + ".corrupt-" + STAMP.format(now);
        Path aside = file.resolveSibling(name);
        for (int next = 2; Files.exists(aside); next++) {
            aside = file.resolveSibling(name + "-" + next);
        }
        for (String companion : COMPANIONS) {
            Path from = beside(file, companion);
            if (Files.exists(from)) {
                Files.move(from, beside(aside, companion));
            }
        }
        return aside;
    }

    private static Path beside(Path path, String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    private static FileAttribute<?>[] owner(String rights) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
