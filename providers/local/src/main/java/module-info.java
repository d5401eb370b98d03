// SPDX-License-Identifier: GPL-3.0-or-later
/** The provider {@code local}: embeddings in this process. */
module io.aisbf.provider.local {
    requires io.aisbf.api;
    requires static org.jspecify;
}
