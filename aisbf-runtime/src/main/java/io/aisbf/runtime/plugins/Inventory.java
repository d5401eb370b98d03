// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What lies in the plugins directory: names and file attributes, nothing opened. Folders are looked into one level
 * deep; names that begin with a dot and files that are not {@code .jar} are nobody's business.
 *
 * @param units by name, in alphabetical order
 */
record Inventory(Map<String, Source> units) {
    /**
     * One folder or lone jar.
     *
     * @param path as the operator sees it
     * @param jars in alphabetical order
     * @param objection why it may not be loaded whatever is in it
     */
    record Source(String name, Path path, List<Jar> jars, Optional<String> objection) {}

    /**
     * One jar.
     *
     * @param name its path within the plugins directory, with {@code /}
     * @param stamp changes when the file is written, replaced or given other permissions
     * @param objection why it may not be read
     */
    record Jar(String name, Path path, String stamp, Optional<String> objection) {}

    /**
     * Looks at the directory.
     *
     * @param pinned whether the contents are checked against a lock, in which case it does not matter who may write
     *     them
     */
    static Inventory of(Path directory, boolean pinned) throws IOException {
        Path root = directory.toRealPath();
        Optional<String> open = pinned ? Optional.empty() : openToAll(directory, root);
        Map<String, Source> units = new TreeMap<>();
        for (Path path : children(directory)) {
            String name = path.getFileName().toString();
            if (Files.isDirectory(path)) {
                units.put(name, folder(path, root, pinned, open));
            } else if (isJar(path)) {
                units.put(name, new Source(name, path, List.of(jar(name, path, root, pinned)), open));
            }
        }
        return new Inventory(units);
    }

    private static Source folder(Path path, Path root, boolean pinned, Optional<String> open) throws IOException {
        String name = path.getFileName().toString();
        if (!path.toRealPath().startsWith(root)) {
            return new Source(name, path, List.of(), Optional.of(leavesDirectory(path, root)));
        }
        List<Jar> jars = new ArrayList<>();
        for (Path child : children(path)) {
            if (isJar(child)) {
                jars.add(jar(name + "/" + child.getFileName(), child, root, pinned));
            }
        }
        Optional<String> objection = open.or(() -> pinned ? Optional.empty() : openToAll(path, path));
        if (jars.isEmpty()) {
            objection = Optional.of(
                    "the folder has no jar in it: put the plugin's jar and its libraries there, or remove the folder");
        }
        return new Source(name, path, List.copyOf(jars), objection);
    }

    private static Jar jar(String name, Path path, Path root, boolean pinned) {
        try {
            Path real = path.toRealPath();
            Optional<String> objection = Optional.empty();
            if (!real.startsWith(root)) {
                objection = Optional.of(leavesDirectory(path, root));
            } else if (!Files.isRegularFile(real)) {
                objection = Optional.of(path + " is not a file: remove it");
            } else if (!pinned) {
                objection = openToAll(path, real);
            }
            return new Jar(name, path, stamp(real), objection);
        } catch (IOException e) {
            return new Jar(name, path, "", Optional.of(path + " cannot be looked at: " + Refusal.told(e)));
        }
    }

    private static String leavesDirectory(Path path, Path root) {
        return path + " is a symbolic link that leads out of " + root
                + ": copy the jar itself into the plugins directory";
    }

    private static Optional<String> openToAll(Path shown, Path real) {
        try {
            if (real.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(real).contains(PosixFilePermission.OTHERS_WRITE)) {
                return Optional.of("everybody on this machine may write to " + shown
                        + " and so run code in the gateway: chmod o-w " + shown
                        + ", or pin the jars with plugins.lock");
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(shown + " cannot be looked at: " + Refusal.told(e));
        }
    }

    /**
     * Everything that a replaced file has different; the time of the last status change where there is one, as `cp -p`
     * keeps the other.
     */
    private static String stamp(Path real) throws IOException {
        boolean unix = real.getFileSystem().supportedFileAttributeViews().contains("unix");
        return new TreeMap<>(Files.readAttributes(
                        real, unix ? "unix:size,lastModifiedTime,ctime,ino,mode" : "size,lastModifiedTime"))
                + " " + real;
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, Inventory::isNamed)) {
            found.forEach(children::add);
        }
        children.sort(null);
        return children;
    }

    private static boolean isNamed(Path path) {
        return !path.getFileName().toString().startsWith(".");
    }

    private static boolean isJar(Path path) {
        boolean named = path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar");
        return named && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
