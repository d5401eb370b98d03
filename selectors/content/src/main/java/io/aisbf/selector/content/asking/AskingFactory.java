// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes {@link Asking}: AISBF 0.3.2's way to choose. Its settings: {@code selection_model}, the target that is asked;
 * {@code fallback}, the candidate that it is to name when in doubt; {@code prompt}, what it is told instead of the
 * built-in text; {@code timeout} (1500ms); {@code max_tokens} of its answer; {@code cache_size} (1024 decisions, 0 for
 * none) and {@code cache_time} (1h).
 */
public final class AskingFactory implements SelectionStrategyFactory {
    private static final System.Logger LOG = System.getLogger(AskingFactory.class.getName());
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);
    private static final int CACHE_SIZE = 1_024;
    private static final Duration CACHE_TIME = Duration.ofHours(1);

    /** For ServiceLoader. */
    public AskingFactory() {}

    @Override
    public String type() {
        return "autoselect";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        Duration timeout = time(settings, "timeout", TIMEOUT);
        Memory memory = new Memory(
                atLeast(settings, "cache_size", 0).orElse(CACHE_SIZE),
                time(settings, "cache_time", CACHE_TIME),
                context.clock());
        Asking.Terms terms = new Asking.Terms(
                settings.text("selection_model").filter(model -> !model.isBlank()),
                settings.text("fallback"),
                settings.text("prompt").filter(text -> !text.isBlank()),
                timeout,
                atLeast(settings, "max_tokens", 1));
        if (terms.model().isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: the strategy autoselect has no selection_model to ask, so it never has an opinion",
                    settings.path());
        }
        return new Asking(terms, context, memory);
    }

    private static Duration time(Settings settings, String key, Duration usual) {
        Duration time = settings.duration(key).orElse(usual);
        if (!time.isPositive()) {
            throw settings.wrong(key, time + " is no time; write one such as " + usual.toMillis() + "ms");
        }
        return time;
    }

    private static Optional<Integer> atLeast(Settings settings, String key, int least) {
        Optional<Integer> number = settings.integer(key);
        if (number.isPresent() && number.get() < least) {
            throw settings.wrong(key, "found " + number.get() + "; write " + least + " or more");
        }
        return number;
    }
}
