// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.PluginFactory;
import io.aisbf.api.plugin.Settings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One factory that a plugin brought. {@link #type} and {@link #aliases} are what the plugin answered when it was
 * loaded; it is not asked again. Usable until the {@link Catalogue} it came from is closed.
 *
 * @param <T> what the factory makes
 * @param kind which of the four kinds
 * @param type the word that picks it in a configuration file
 * @param aliases other words for it that are not taken by anybody else
 * @param factory the plugin's own object
 * @param unit the folder or lone jar under the plugins directory it came from
 * @param jar the very jar, as the operator put it there (the gateway runs from a private copy)
 * @param loader what loaded it; the thread's context class loader while plugin code runs
 */
public record LoadedFactory<T extends AutoCloseable>(
        Kind kind,
        String type,
        Set<String> aliases,
        PluginFactory<T> factory,
        String unit,
        Path jar,
        ClassLoader loader) {
    public LoadedFactory {
        aliases = Collections.unmodifiableSet(new TreeSet<>(aliases));
    }

    /**
     * Makes an instance, with the plugin's loader as the calling thread's context class loader. Whatever the plugin
     * throws passes through.
     *
     * @throws io.aisbf.api.plugin.SettingsException if the plugin does not like its settings
     */
    public T create(Settings settings, PluginContext context) {
        return within(loader, () -> factory.create(settings, context));
    }

    /** How messages name it, such as {@code provider 'acme' of plugins/acme/acme.jar}. */
    public String title() {
        return kind.word() + " '" + type + "' of " + jar;
    }

    LoadedFactory<T> withAliases(Set<String> left) {
        return new LoadedFactory<>(kind, type, left, factory, unit, jar, loader);
    }

    /**
     * Runs plugin code with its own loader as context class loader, as libraries that look up services expect, and puts
     * the old one back.
     */
    static <R> R within(ClassLoader loader, Supplier<R> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
