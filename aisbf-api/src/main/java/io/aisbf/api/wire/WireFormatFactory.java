// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.wire;

import io.aisbf.api.plugin.PluginFactory;

/**
 * Found by {@link java.util.ServiceLoader}; makes the one {@link WireFormat} whose name its {@link #type} is. It has no
 * settings of its own.
 */
public non-sealed interface WireFormatFactory extends PluginFactory<WireFormat> {}
