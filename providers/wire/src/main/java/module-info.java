// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What the bundled providers share: reading bodies and streams of upstreams, reaching them, understanding their refusals,
 * and fitting ids and names of tools. A private library of each plugin, no part of the API.
 */
module io.aisbf.wire {
    requires transitive io.aisbf.api;

    exports io.aisbf.wire.reach;
    exports io.aisbf.wire.read;
    exports io.aisbf.wire.refuse;
    exports io.aisbf.wire.tool;
    exports io.aisbf.wire.write;
}
