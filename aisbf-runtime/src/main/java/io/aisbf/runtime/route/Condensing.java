// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import java.util.List;
import java.util.OptionalInt;

/**
 * How conversations with a model are condensed, as far as a place of the configuration says.
 *
 * @param context percent of the model's context at which they are
 * @param to percent of its context to which they are
 * @param methods the methods, in order
 */
public record Condensing(OptionalInt context, OptionalInt to, List<String> methods) {
    /** Nothing is said. */
    public static final Condensing NONE = new Condensing(OptionalInt.empty(), OptionalInt.empty(), List.of());

    /** Where nothing else is written they are condensed to a fifth of where they began: deep cuts are rare ones. */
    private static final int DEEP = 5;

    public Condensing {
        methods = List.copyOf(methods);
    }

    /** This, and where it says nothing the other. */
    public Condensing orElse(Condensing wider) {
        return new Condensing(
                context.isPresent() ? context : wider.context,
                to.isPresent() ? to : wider.to,
                methods.isEmpty() ? wider.methods : methods);
    }

    /** Whether there is a threshold, and somebody to do it. */
    public boolean inForce() {
        return context.isPresent() && context.getAsInt() > 0 && !methods.isEmpty();
    }

    /** Percent of the context at which condensation begins. */
    public int high() {
        return context.orElse(0);
    }

    /** Percent of the context at which it ends. */
    public int low() {
        return Math.min(to.orElse(Math.max(1, high() / DEEP)), high());
    }
}
