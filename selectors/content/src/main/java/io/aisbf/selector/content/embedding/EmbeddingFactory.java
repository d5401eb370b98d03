// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.select.SessionKey;
import java.time.Duration;

/**
 * Makes {@link Embedding}. Its settings: {@code model}, who makes the embeddings; {@code refuse}, the per cent of what
 * is meant for the routes that may be taken for unlike all of them; {@code sticky}, whether a session stays with its
 * candidate; {@code margin}, how much likelier another must be for a session to move; {@code session}, how long a silent
 * session is remembered; {@code header}, the request header that names a session.
 */
public final class EmbeddingFactory implements SelectionStrategyFactory {
    private static final String USUAL_MODEL = "local/all-minilm-l6-v2";
    private static final double USUAL_REFUSE = 3;
    private static final double MOST_REFUSED = 50;
    private static final double USUAL_MARGIN = 0.7;
    private static final double PERCENT = 100;
    private static final Duration USUAL_SESSION = Duration.ofHours(1);

    /** For ServiceLoader. */
    public EmbeddingFactory() {}

    @Override
    public String type() {
        return "embedding";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        String model = settings.text("model").orElse(USUAL_MODEL);
        if (model.isBlank()) {
            throw settings.wrong("model", "names no model; write one that makes embeddings, such as " + USUAL_MODEL);
        }
        double refuse = between(settings, "refuse", USUAL_REFUSE, MOST_REFUSED, "3 for 3 per cent") / PERCENT;
        return new Embedding(new Learner(model, context, refuse), sessions(settings, context));
    }

    private static Sessions sessions(Settings settings, PluginContext context) {
        boolean sticky = settings.bool("sticky").orElse(true);
        double margin = between(settings, "margin", USUAL_MARGIN, 1, Double.toString(USUAL_MARGIN));
        Duration session = settings.duration("session").orElse(USUAL_SESSION);
        if (session.isNegative() || session.isZero()) {
            throw settings.wrong(
                    "session", "a session that is remembered for no time is none; write such as 1h, or sticky: false");
        }
        return new Sessions(sticky, margin, session, SessionKey.of(settings), context.clock());
    }

    private static double between(Settings settings, String key, double usual, double most, String example) {
        double value = settings.number(key).orElse(usual);
        if (!(value >= 0 && value <= most)) {
            throw settings.wrong(
                    key,
                    "a number from 0 to " + (int) most + " is wanted, found " + value + "; write such as " + example);
        }
        return value;
    }
}
