// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.access;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.config.access.AccessConfig;
import java.util.Optional;

/**
 * Knows who comes in with which key, and which doors are open to whom. One for each configuration; immutable, asked by
 * all connections' threads before anything of a request's body is read.
 */
public final class Keyring {
    private static final String SHOW =
            " as 'Authorization: Bearer KEY', 'x-api-key: KEY', 'x-goog-api-key: KEY' or '?key=KEY'";

    private final AccessConfig config;
    private final Fingerprint token;

    private Keyring(AccessConfig config, Fingerprint token) {
        this.config = config;
        this.token = token;
    }

    /**
     * The keys of a configuration.
     *
     * @param config who may come in
     * @param token what the gateway's own command line shows
     */
    public static Keyring of(AccessConfig config, Secret token) {
        return new Keyring(config, Fingerprint.of(token.reveal()));
    }

    /**
     * Lets somebody in.
     *
     * @param shown the key it showed, if it showed one
     * @param door where it wants in
     * @throws CallException {@code UNAUTHENTICATED} where a key is missing or unknown, {@code FORBIDDEN} where it is one
     *     of another door; neither says anything of any key
     */
    public Visitor admit(Optional<String> shown, Door door) {
        Visitor visitor = shown.map(key -> owner(Fingerprint.of(key))).orElseGet(Visitor.Stranger::new);
        return switch (door) {
            case OPEN -> visitor;
            case MODELS -> forClients(visitor, shown.isPresent());
            case FIGURES -> known(visitor, shown.isPresent());
            case OPERATORS -> forOperators(visitor, shown.isPresent());
        };
    }

    /** Looks at every key, so that the time it takes tells nothing about any of them. */
    private Visitor owner(Fingerprint shown) {
        Optional<AccessConfig.Key> owner = Optional.empty();
        for (AccessConfig.Key key : config.keys()) {
            if (key.fingerprint().matches(shown)) {
                owner = Optional.of(key);
            }
        }
        boolean admin = config.admin().map(shown::matches).orElse(false);
        boolean command = token.matches(shown);
        if (admin || command) {
            return new Visitor.Operator();
        }
        return owner.<Visitor>map(key -> new Visitor.Client(key.name(), key.models()))
                .orElseGet(Visitor.Stranger::new);
    }

    private static Visitor forClients(Visitor visitor, boolean shown) {
        if (visitor instanceof Visitor.Operator) {
            throw forbidden("the admin key asks no models; show one of access.keys");
        }
        return known(visitor, shown);
    }

    private static Visitor forOperators(Visitor visitor, boolean shown) {
        if (visitor instanceof Visitor.Client client) {
            throw forbidden("the key '" + client.name()
                    + "' may see its own GET /api/usage and GET /api/limits, and nothing else of the gateway; show the"
                    + " key of access.admin");
        }
        return known(visitor, shown);
    }

    private static Visitor known(Visitor visitor, boolean shown) {
        if (visitor instanceof Visitor.Stranger) {
            throw new CallException(
                    Failure.UNAUTHENTICATED,
                    shown
                            ? "the key is none of this gateway's; ask its operator for one, and show it" + SHOW
                            : "this gateway wants a key; show it" + SHOW);
        }
        return visitor;
    }

    private static CallException forbidden(String message) {
        return new CallException(Failure.FORBIDDEN, message);
    }
}
