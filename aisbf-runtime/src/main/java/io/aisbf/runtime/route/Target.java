// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import java.util.Optional;

/** Anything a client may name, resolved. */
public sealed interface Target {
    /** The name a client would ask for. */
    String name();

    /**
     * A provider's model.
     *
     * @param entry what the configuration says of it, if it says anything
     */
    record Model(ProviderEntry provider, String model, Optional<ModelEntry> entry) implements Target {
        /** A model of which is known what its provider's configuration says. */
        public static Model of(ProviderEntry provider, String model) {
            return new Model(
                    provider, model, Optional.ofNullable(provider.models().get(model)));
        }

        /** How long it is waited for. */
        public Patience patience() {
            return provider.patience(entry);
        }

        @Override
        public String name() {
            return provider.name() + "/" + model;
        }
    }

    /** A rotation or an autoselect. */
    record Choice(Group group) implements Target {
        @Override
        public String name() {
            return group.kind().word() + "/" + group.name();
        }
    }
}
