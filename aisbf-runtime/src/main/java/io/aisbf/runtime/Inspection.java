// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.booking.Books;
import io.aisbf.runtime.dispatch.Surroundings;
import io.aisbf.runtime.plugins.Catalogue;
import io.aisbf.runtime.upstream.HttpUpstream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What can be told, and pinned, of an installation without starting it. Used by the command line; keeps nothing. */
public final class Inspection {
    private Inspection() {}

    /**
     * Looks at configuration and plugins without starting anything.
     *
     * @return warnings, and a last line that begins with OK
     * @throws SettingsException whose message holds every complaint, one a line
     */
    public static List<String> check(Gateway.Options options) {
        Loader loader = new Loader(options, new SharedRandom());
        try (HttpUpstream upstream = new HttpUpstream(HttpUpstream.Settings.DEFAULT, System::nanoTime);
                Surroundings around =
                        Surroundings.forALook(InstantSource.system(), System::nanoTime, new SharedRandom());
                Books books = loader.noBooks(InstantSource.system(), System::nanoTime);
                Generation generation = loader.load(loader.configuration(), upstream, around, books)
                        .generation()) {
            List<String> lines = new ArrayList<>(generation.warnings());
            lines.addAll(generation.severalKeys());
            lines.add("OK: " + loader.source() + " with "
                    + generation.targets().providers().size() + " providers and "
                    + generation.catalogue().units().size() + " plugins");
            return lines;
        }
    }

    /** What lies in the plugins directory: what was found, from which jar, and what was refused and why. */
    public static List<String> plugins(Gateway.Options options) {
        Loader loader = new Loader(options, new SharedRandom());
        try (Catalogue catalogue = loader.directory(loader.configuration()).scan()) {
            List<String> lines = new ArrayList<>();
            catalogue.units().forEach(unit -> lines.addAll(unit.report()));
            lines.addAll(catalogue.warnings());
            return lines;
        }
    }

    /**
     * Pins the plugins that are there now: from then on only these jars run.
     *
     * @return the paths of the jars listed
     */
    public static List<String> pinPlugins(Gateway.Options options) {
        Loader loader = new Loader(options, new SharedRandom());
        return loader.directory(loader.configuration()).pin();
    }
}
