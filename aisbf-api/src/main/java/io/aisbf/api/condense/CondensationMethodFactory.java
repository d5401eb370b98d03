// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.condense;

import io.aisbf.api.plugin.PluginFactory;

/**
 * Found by {@link java.util.ServiceLoader}; makes the {@link CondensationMethod} that a model names in {@code
 * condense_method}.
 */
public non-sealed interface CondensationMethodFactory extends PluginFactory<CondensationMethod> {}
