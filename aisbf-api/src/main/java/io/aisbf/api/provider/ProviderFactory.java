// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import io.aisbf.api.plugin.PluginFactory;

/** Found by {@link java.util.ServiceLoader}; makes one {@link Provider} for each configured provider of its type. */
public non-sealed interface ProviderFactory extends PluginFactory<Provider> {}
