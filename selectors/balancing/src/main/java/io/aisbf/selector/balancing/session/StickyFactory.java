// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.session;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.select.SessionKey;

/** Makes {@link Sticky}. Its setting {@code header} is the request header that names a session. */
public final class StickyFactory implements SelectionStrategyFactory {
    /** For ServiceLoader. */
    public StickyFactory() {}

    @Override
    public String type() {
        return "sticky";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        String header = settings.text("header").orElse(SessionKey.USUAL_HEADER);
        // A field name as RFC 9110, section 5.6.2, wants it.
        if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw settings.wrong(
                    "header",
                    "'" + header + "' is not the name of a header; write one such as " + SessionKey.USUAL_HEADER);
        }
        return new Sticky(new SessionKey(header), context.random());
    }
}
