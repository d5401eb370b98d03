// SPDX-License-Identifier: GPL-3.0-or-later
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.provider.echo.EchoFactory;

/** The provider {@code echo}: answers without a network, the same to the same question. */
module io.aisbf.provider.echo {
    requires io.aisbf.api;

    provides ProviderFactory with
            EchoFactory;
}
