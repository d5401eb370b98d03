// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import java.util.OptionalLong;

/**
 * A model that can be asked for.
 *
 * @param id its name
 * @param owner who offers it: the provider, or the gateway itself for a rotation or an autoselect
 * @param contextTokens how many tokens it accepts, where known
 */
public record ModelInfo(String id, String owner, OptionalLong contextTokens) {}
