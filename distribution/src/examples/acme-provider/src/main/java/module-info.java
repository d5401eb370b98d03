// SPDX-License-Identifier: GPL-3.0-or-later
/** A provider that a stranger wrote: knows the API and its own libraries, nothing else. */
module acme.provider {
    requires com.fasterxml.jackson.databind;
    requires io.aisbf.api;

    provides io.aisbf.api.provider.ProviderFactory with
            acme.provider.AcmeFactory;
}
