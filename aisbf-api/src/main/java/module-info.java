// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
/**
 * What the author of a plugin sees, and nothing else: JDK types only, no third-party library, no behaviour of the
 * gateway.
 *
 * <p>A plugin brings one or more factories ({@link io.aisbf.api.plugin.PluginFactory}) that {@link
 * java.util.ServiceLoader} finds in its jar. Everything a plugin needs of the outside world (HTTP, JSON, the clock,
 * other models) is lent to it by {@link io.aisbf.api.plugin.PluginContext}.
 */
module io.aisbf.api {
    exports io.aisbf.api.call;
    exports io.aisbf.api.chat;
    exports io.aisbf.api.condense;
    exports io.aisbf.api.json;
    exports io.aisbf.api.plugin;
    exports io.aisbf.api.provider;
    exports io.aisbf.api.select;
    exports io.aisbf.api.wire;
}
