// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

import io.aisbf.api.plugin.PluginFactory;

/**
 * Found by {@link java.util.ServiceLoader}; makes the {@link SelectionStrategy} of each rotation or autoselect that
 * names its type.
 */
public non-sealed interface SelectionStrategyFactory extends PluginFactory<SelectionStrategy> {}
