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
        return new Sticky(SessionKey.of(settings), context.random());
    }
}
