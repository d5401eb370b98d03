// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

/**
 * Everything that requests are served with, as one piece that a reload replaces: the routes and the rules of access,
 * and below them the generation of plugin instances they lead to, which is closed with it. Immutable.
 */
public final class Serving implements AutoCloseable {
    private final Routes routes;
    private final Access access;
    private final Runnable below;

    private Serving(Routes routes, Access access, Runnable below) {
        this.routes = routes;
        this.access = access;
        this.below = below;
    }

    /**
     * What one generation offers.
     *
     * @param below closes what lies below, once the last request that uses it is over
     */
    public static Serving of(Routes routes, Access access, Runnable below) {
        return new Serving(routes, access, below);
    }

    Routes routes() {
        return routes;
    }

    Access access() {
        return access;
    }

    @Override
    public void close() {
        below.run();
    }
}
