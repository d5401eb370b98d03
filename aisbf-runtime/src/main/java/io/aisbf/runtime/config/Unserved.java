// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Part;

/**
 * Sections of the format that this version does not serve: still read and checked, so that a file is right or wrong for
 * every version alike.
 */
final class Unserved {
    private Unserved() {}

    static void store(Part root) {
        root.text("store").filter(store -> !store.equals("memory")).ifPresent(store -> {
            if (store.startsWith("redis://") || store.startsWith("rediss://")) {
                root.complaints().notEnforced("store: redis", root.position("store"), root.path("store"));
            } else {
                root.wrong("store", "memory or redis://HOST:PORT is wanted, found '" + store + "'");
            }
        });
    }
}
