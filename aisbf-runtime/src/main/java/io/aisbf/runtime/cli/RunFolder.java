// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The folder of the {@link RunFile}s, one for each port. Files whose process has ended are removed when they are met.
 */
record RunFolder(Path folder) {
    private static final String SUFFIX = ".json";

    /** {@code AISBF_RUN_DIR}, or {@code ~/.aisbf/run}. */
    static RunFolder of(Optional<String> variable, Path userHome) {
        return new RunFolder(variable.filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseGet(() -> userHome.resolve(".aisbf").resolve("run")));
    }

    /** Writes the file of the gateway on that port, readable by its owner alone from the first moment. */
    void write(RunFile file) throws IOException {
        Files.createDirectories(folder);
        Path draft = folder.resolve("." + file.pid() + SUFFIX);
        Files.deleteIfExists(draft);
        EnumSet<StandardOpenOption> fresh = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(draft, fresh, ownerOnly())) {
            channel.write(ByteBuffer.wrap(file.json()));
        }
        Files.move(draft, path(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the file of a gateway, unless another one has taken its place by now. */
    void remove(RunFile file) throws IOException {
        if (read(path(file)).filter(file::equals).isPresent()) {
            Files.deleteIfExists(path(file));
        }
    }

    /** The gateways that run, by port; only the one on that port if one is given. */
    List<RunFile> running(OptionalInt port) throws IOException {
        List<RunFile> running = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*" + SUFFIX)) {
            for (Path path : files) {
                Optional<RunFile> file = read(path);
                if (file.isPresent() && file.get().process().isPresent()) {
                    running.add(file.get());
                } else {
                    Files.deleteIfExists(path);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        running.removeIf(file -> port.isPresent() && file.address().getPort() != port.getAsInt());
        running.sort(Comparator.comparing(file -> file.address().getPort()));
        return running;
    }

    /** The gateway that runs as that process, if it is ready. */
    Optional<RunFile> of(long pid) throws IOException {
        return running(OptionalInt.empty()).stream()
                .filter(file -> file.pid() == pid)
                .findFirst();
    }

    private Path path(RunFile file) {
        return folder.resolve(file.address().getPort() + SUFFIX);
    }

    private static Optional<RunFile> read(Path path) throws IOException {
        try {
            return RunFile.read(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
