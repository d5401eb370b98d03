// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The jars one generation runs from: a directory of our own, so that an operator may overwrite, rename or remove the
 * originals while they are in use, and so that what was compared with {@code plugins.lock} is what runs. Removed by
 * {@link #close}; what a killed process left behind is removed by the next one, which can tell because nobody holds the
 * lock file any more.
 */
final class PrivateCopy implements AutoCloseable {
    private static final String PREFIX = "aisbf-plugins-";
    private static final String IN_USE = "in-use";

    /** More than this process can have in use at a time. */
    private static final int MOST_GENERATIONS = 10_000;

    private final Path directory;
    private final FileChannel inUse;

    private PrivateCopy(Path directory, FileChannel inUse) {
        this.directory = directory;
        this.inUse = inUse;
    }

    /** Makes an empty one under {@code scratch}, readable by this user only. */
    static PrivateCopy in(Path scratch) throws IOException {
        String own = PREFIX + processName() + "-";
        removeLeftovers(scratch, own);
        Path directory = fresh(scratch, own);
        FileChannel inUse =
                FileChannel.open(directory.resolve(IN_USE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            inUse.lock();
        } catch (IOException e) {
            inUse.close();
            throw e;
        }
        return new PrivateCopy(directory, inUse);
    }

    /** Tells this process from its predecessors: in a container every one of them may be process 1. */
    private static String processName() {
        ProcessHandle process = ProcessHandle.current();
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + Long.toHexString(start);
    }

    /**
     * A directory that was not there, open to nobody else. Its name can be guessed, which does no harm, as a directory
     * is made or found but never both; names that cannot be guessed (Files.createTempDirectory) took 30 ms of a cold
     * start, for the source of randomness.
     */
    private static Path fresh(Path scratch, String own) throws IOException {
        boolean posix = scratch.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] forUsOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        FileAlreadyExistsException taken =
                new FileAlreadyExistsException(scratch.resolve(own).toString());
        for (int i = 0; i < MOST_GENERATIONS; i++) {
            try {
                return Files.createDirectory(scratch.resolve(own + i), forUsOnly);
            } catch (FileAlreadyExistsException e) {
                taken = e;
            }
        }
        throw taken;
    }

    /** Copies a jar; the kernel does it where it can. */
    static void add(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(source, target);
    }

    /** Where the copies of a unit go. */
    Path folder(String unit) {
        // A folder of its own beside the lock file, whatever the unit is called.
        return directory.resolve("units").resolve(unit);
    }

    /** The SHA-256 of a file in hexadecimal. */
    static String digest(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public void close() {
        try (inUse) {
            remove(directory);
        } catch (IOException e) {
            log().log(Level.WARNING, "the private copy of the plugins in {0} could not be removed: {1}", directory, e);
        }
    }

    /** Asked for when there is something to say: making a logger costs a cold start more than a plugin does. */
    private static System.Logger log() {
        return System.getLogger(PrivateCopy.class.getName());
    }

    private static void removeLeftovers(Path scratch, String own) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(scratch, PREFIX + "*")) {
            for (Path other : others) {
                // Our own are never tried: closing a second channel would give up the lock that the first one holds.
                if (!other.getFileName().toString().startsWith(own)
                        && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)) {
                    removeIfLeft(other);
                }
            }
        }
    }

    private static void removeIfLeft(Path other) {
        try (FileChannel channel =
                        FileChannel.open(other.resolve(IN_USE), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                remove(other);
            }
        } catch (IOException e) {
            log().log(Level.DEBUG, "{0} is left alone: {1}", other, e);
        }
    }

    private static void remove(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
