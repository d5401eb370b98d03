// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.plugin.PluginFactory;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.wire.WireFormatFactory;

/** The four kinds of plugin: the service each is found by, and the word for it in messages. */
public enum Kind {
    /** Makes providers. */
    PROVIDER("provider", ProviderFactory.class),
    /** Makes wire formats. */
    WIRE_FORMAT("wire format", WireFormatFactory.class),
    /** Makes condensation methods. */
    CONDENSATION_METHOD("condensation method", CondensationMethodFactory.class),
    /** Makes selection strategies. */
    SELECTION_STRATEGY("selection strategy", SelectionStrategyFactory.class);

    private final String word;
    private final Class<? extends PluginFactory<?>> service;

    Kind(String word, Class<? extends PluginFactory<?>> service) {
        this.word = word;
        this.service = service;
    }

    /** What it is called in a message, such as {@code wire format}. */
    public String word() {
        return word;
    }

    /** The service interface. */
    Class<? extends PluginFactory<?>> service() {
        return service;
    }

    /** The file in a plain jar that names its factories of this kind. */
    String serviceFile() {
        return "META-INF/services/" + service.getName();
    }
}
