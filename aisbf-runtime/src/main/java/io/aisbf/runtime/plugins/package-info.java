// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Finds, loads and names the plugins. {@link io.aisbf.runtime.plugins.PluginDirectory} reads the directory, {@link
 * io.aisbf.runtime.plugins.Catalogue} is what came of it.
 *
 * <p>A unit is a folder of jars or a lone jar. Units cannot see each other or the gateway's libraries: each sees the
 * JDK, the module {@code io.aisbf.api} and its own jars. A unit of modules gets a {@link java.lang.ModuleLayer}; a unit
 * with a plain jar in it gets a class loader over all its jars, because an automatic module in a layer would read every
 * module of the gateway and could then have no private copy of a library that the gateway uses too.
 */
package io.aisbf.runtime.plugins;
