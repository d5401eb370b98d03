// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A plugins directory with one plugin in it that works.
 *
 * @param plugins the directory
 * @param scratch where private copies go
 */
record PluginsFolder(Path plugins, Path scratch) {
    static PluginsFolder in(Path temp) throws IOException {
        PluginsFolder folder = new PluginsFolder(
                Files.createDirectory(temp.resolve("plugins")), Files.createDirectory(temp.resolve("scratch")));
        JarMaker.plain("good", "good").write(folder.plugins.resolve("good.jar"));
        return folder;
    }

    Path resolve(String name) {
        return plugins.resolve(name);
    }

    Catalogue scan() {
        return new PluginDirectory(plugins, Optional.empty(), Host.own(), scratch).scan();
    }

    /** Asserts that the unit is refused with these words, and that the other one works all the same. */
    void refuses(String name, String told) {
        try (Catalogue catalogue = scan()) {
            Unit unit = catalogue.units().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertFalse(unit.loaded());
            String refusals = String.join("\n", unit.refusals());
            assertTrue(refusals.contains(told), refusals);
            assertTrue(catalogue.selectionStrategy("good").isPresent());
        }
    }
}
