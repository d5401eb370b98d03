// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.access.AccessConfig;
import io.aisbf.runtime.config.bounds.Bounds;
import io.aisbf.runtime.config.bounds.LedgerConfig;
import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.config.tree.Complaint;
import io.aisbf.runtime.config.tree.Part;
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
 * @param access who may ask; empty where nobody needs a key
 * @param rates how often and how much may be asked in all
 * @param bounds money that may be spent in all, and what an exceeded limit means to providers that do not say it
 * @param ledger how the record of what was used is kept
 * @param store where limits and cooldowns are shared with other gateways; empty for nowhere
 * @param state the folder of what survives a restart; empty for the usual one
 * @param condensation the small model that condensers may ask, and their settings
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
        Optional<AccessConfig> access,
        ModelLimits.Rates rates,
        Bounds bounds,
        LedgerConfig ledger,
        Optional<StoreConfig> store,
        Optional<Path> state,
        CondensationConfig condensation,
        List<Complaint> warnings) {

    /**
     * Where plugins lie; {@code ~} is already the home directory, a relative path is relative to the installation.
     *
     * @param directory the folder of plugin jars
     * @param lock the file that pins them
     */
    public record Plugins(Optional<Path> directory, Optional<Path> lock) {
        static Plugins read(Part part, Path home) {
            Plugins plugins = new Plugins(part.file("directory", home), part.file("lock", home));
            part.finish();
            return plugins;
        }
    }
}
