// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.wire.WireFormatFactory;
import java.util.Set;

/**
 * What every plugin is found by: one of four kinds, each a {@link java.util.ServiceLoader} service. A factory has a
 * public no-argument constructor and does nothing until asked; the gateway makes one of it when it loads the jar and
 * may ask its {@link #type} at any time.
 *
 * @param <T> what it makes
 */
public sealed interface PluginFactory<T extends AutoCloseable>
        permits ProviderFactory, WireFormatFactory, CondensationMethodFactory, SelectionStrategyFactory {
    /**
     * The word that picks this plugin in a configuration file, such as {@code openai}: lower case letters, digits,
     * {@code -} and {@code _}.
     */
    String type();

    /** Other words for it, kept so that old configuration files go on working. */
    default Set<String> aliases() {
        return Set.of();
    }

    /**
     * Makes one configured instance. Called once per instance at start and at each reload, by one thread, in the order
     * of the file. Opens no connection and starts no thread: both belong to the first call. What it returned is closed
     * once nobody uses it any more.
     *
     * @throws SettingsException if the settings are not right; the start (or the reload) stops with that message
     */
    T create(Settings settings, PluginContext context);
}
