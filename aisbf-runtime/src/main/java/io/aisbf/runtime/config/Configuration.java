// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Complaint;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Scalars;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One checked configuration. Immutable; a reload makes another one.
 *
 * @param files what it was read from
 * @param server the listener
 * @param providers by name, in the order of the files
 * @param rotations by name
 * @param autoselects by name
 * @param aliases another name for a target; every one leads somewhere and none in a circle
 * @param plugins where plugins lie
 * @param state the folder of what survives a restart; empty for the usual one
 * @param warnings what is odd or has no effect, to be said at start and by {@code aisbf check}
 */
public record Configuration(
        List<Path> files,
        ServerConfig server,
        Map<String, ProviderConfig> providers,
        Map<String, RotationConfig> rotations,
        Map<String, AutoselectConfig> autoselects,
        Map<String, String> aliases,
        Plugins plugins,
        Optional<Path> state,
        List<Complaint> warnings) {

    /**
     * Where plugins lie; {@code ~} is already the home directory, a relative path is relative to the installation.
     *
     * @param directory the folder of plugin jars
     * @param lock the file that pins them
     */
    public record Plugins(Optional<Path> directory, Optional<Path> lock) {
        static Plugins read(Part part, Path home) {
            Plugins plugins = new Plugins(path(part, "directory", home), path(part, "lock", home));
            part.finish();
            return plugins;
        }
    }

    /** The path under a name, {@code ~} being the home directory. */
    static Optional<Path> path(Part part, String name, Path home) {
        return part.value(name)
                .flatMap(value -> part.attempt(part.position(name), part.path(name), value, given -> {
                    String text = Scalars.text(given);
                    if (text.isBlank()) {
                        throw new IllegalArgumentException("a path is wanted, found nothing");
                    }
                    return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
                }));
    }
}
