// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Notices whether other gateways use the same folder of what survives a restart. Each locks a byte of a file there, the
 * first that is free, for as long as it lives; that of one that is killed is free at once. Where files cannot be locked
 * nothing is noticed.
 */
public final class Neighbours implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Neighbours.class.getName());
    private static final String FILE = "gateways.lock";
    private static final int MOST = 16;

    private final Path folder;
    private final boolean shared;
    private final FileChannel channel;
    private final int own;
    private boolean said;

    private Neighbours(Path folder, boolean shared, FileChannel channel) throws IOException {
        this.folder = folder;
        this.shared = shared;
        this.channel = channel;
        this.own = place();
    }

    /**
     * Takes a place in that folder, which is made if it is not there; empty where that is not possible.
     *
     * @param shared whether limits are kept elsewhere, in common
     */
    public static Optional<Neighbours> in(Path folder, boolean shared) {
        try {
            Files.createDirectories(folder, owner("rwx------"));
            FileChannel channel = FileChannel.open(
                    folder.resolve(FILE),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    owner("rw-------"));
            return Optional.of(new Neighbours(folder, shared, channel));
        } catch (IOException e) {
            LOG.log(DEBUG, "Whether another gateway uses {0} cannot be told: {1}", folder, e.toString());
            return Optional.empty();
        }
    }

    /** What is made here is its owner's alone, where the file system knows such a thing. */
    private static FileAttribute<?>[] owner(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private int place() throws IOException {
        for (int i = 0; i < MOST; i++) {
            if (lock(i).isPresent()) {
                return i;
            }
        }
        return MOST;
    }

    private Optional<FileLock> lock(int place) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(place, 1, false));
        } catch (OverlappingFileLockException _) {
            // A gateway in the same process.
            return Optional.empty();
        }
    }

    /**
     * What the operator should know, if there is another gateway now; said in the log once, where the folder is named as
     * well.
     */
    public synchronized Optional<String> warning() {
        if (!others()) {
            return Optional.empty();
        }
        String words =
                "another gateway writes the same record of what was used; give each a folder of its own, by state:"
                        + " FOLDER in its configuration."
                        + (shared
                                ? ""
                                : " Each keeps limits, budgets and cooldowns for itself, so that together they allow"
                                        + " more than is written; let them share these by store: redis://HOST");
        if (!said) {
            said = true;
            LOG.log(WARNING, "The folder {0} is not this gateway''s alone: {1}", folder, words);
        }
        return Optional.of(words);
    }

    private boolean others() {
        try {
            for (int i = 0; i < MOST; i++) {
                Optional<FileLock> free = i == own ? Optional.empty() : lock(i);
                if (free.isEmpty() && i != own) {
                    return true;
                }
                if (free.isPresent()) {
                    free.get().release();
                }
            }
        } catch (IOException e) {
            LOG.log(DEBUG, "Whether another gateway uses {0} cannot be told: {1}", folder, e.toString());
        }
        return false;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(DEBUG, "The lock in {0} could not be given back: {1}", folder, e.toString());
        }
    }
}
