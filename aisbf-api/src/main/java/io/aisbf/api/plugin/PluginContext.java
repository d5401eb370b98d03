// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

import io.aisbf.api.json.Json;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the gateway lends to a plugin instance for as long as it lives. All of it may be used from many threads at once.
 */
public interface PluginContext {
    /** Any model, rotation or autoselect; usable once calls come in, not during {@code create}. */
    Models models();

    /** How tokens are counted. */
    TokenCounter tokens();

    /**
     * The protocol of that name, whichever plugin brought it.
     *
     * @throws SettingsException if no plugin did, naming those there are
     */
    WireFormat format(WireName name);

    /** HTTP to the outside. */
    Upstream http();

    /** Reading JSON. */
    Json json();

    /** The time of day. */
    InstantSource clock();

    /** Randomness. */
    RandomGenerator random();
}
