// SPDX-License-Identifier: GPL-3.0-or-later
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.provider.local.LocalFactory;

/** The provider {@code local}: embeddings in this process, by a model that comes with it. */
module io.aisbf.provider.local {
    requires io.aisbf.api;

    provides ProviderFactory with
            LocalFactory;
}
