// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import static java.lang.System.Logger.Level.WARNING;

import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.dispatch.Dispatcher;
import io.aisbf.runtime.plugins.Catalogue;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One generation of plugin instances: what a configuration and a catalogue of plugins came to. A reload makes another;
 * this one is closed when its last call is over: the instances in the reverse order of their making, each in its own
 * try, then the catalogue and with it the class loaders.
 *
 * @param instances everything that was made, in this order
 * @param warnings what the operator should know
 */
record Generation(
        Catalogue catalogue,
        Collection<WireFormat> formats,
        Targets targets,
        Dispatcher dispatcher,
        List<AutoCloseable> instances,
        List<String> warnings)
        implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Generation.class.getName());

    Generation {
        formats = List.copyOf(formats);
        instances = List.copyOf(instances);
        warnings = List.copyOf(warnings);
    }

    /** The providers that are asked with more than one key, a sentence each. */
    List<String> severalKeys() {
        return targets.providers().stream()
                .filter(provider -> provider.keys().size() > 1)
                .map(provider -> "provider '" + provider.name() + "' has "
                        + provider.keys().size() + " keys, named by digest: "
                        + provider.keys().stream().map(ProviderEntry.Key::id).collect(Collectors.joining(", ")))
                .toList();
    }

    @Override
    public void close() {
        closeAll(instances);
        catalogue.close();
    }

    /** Closes plugin instances; what one throws hinders no other. */
    static void closeAll(List<AutoCloseable> instances) {
        for (AutoCloseable instance : instances.reversed()) {
            try {
                instance.close();
            } catch (Exception | LinkageError | AssertionError e) {
                LOG.log(
                        WARNING,
                        "a plugin failed to close: " + instance.getClass().getName(),
                        e);
            }
        }
    }
}
