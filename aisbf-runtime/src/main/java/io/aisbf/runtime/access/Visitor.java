// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.access;

/** Who asks, as far as the gateway knows. Immutable. */
public sealed interface Visitor {
    /** Somebody at a gateway that asks for no keys: whoever reaches it may do everything but change it. */
    record Anybody() implements Visitor {}

    /** Somebody who showed no key where none is needed. */
    record Stranger() implements Visitor {}

    /** Somebody with a client's key. */
    record Client(String name, Allowed models) implements Visitor {}

    /** The operator: with the admin key, or with the gateway's own command line. */
    record Operator() implements Visitor {}

    /** What the operator calls the key of a client; empty for all others. */
    default String key() {
        return this instanceof Client client ? client.name() : "";
    }

    /** Whether a key that it shows is meant for the provider, and not for the gateway. */
    default boolean ofNoGate() {
        return this instanceof Anybody;
    }

    /** What it may ask for and may know of. */
    default Allowed models() {
        return switch (this) {
            case Anybody _, Operator _ -> Allowed.EVERYTHING;
            case Stranger _ -> Allowed.NOTHING;
            case Client client -> client.models;
        };
    }
}
