// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model knows, as far as its name tells (<a
 * href="https://docs.anthropic.com/en/docs/about-claude/models/overview">models</a>). A Claude without a version in its
 * name is taken for the newest; what is no Claude, for an imitator that speaks the protocol as it was for long.
 */
final class ModelTraits {
    private static final Pattern VERSION =
            Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");
    private static final int NEWEST = 9999;

    private final boolean claude;
    private final int version;
    private final Manner manner;

    private ModelTraits(boolean claude, int version, Manner manner) {
        this.claude = claude;
        this.version = version;
        this.manner = manner;
    }

    static ModelTraits of(String model, Manner manner) {
        String name = model.toLowerCase(Locale.ROOT);
        Matcher found = VERSION.matcher(name);
        if (!found.find()) {
            return new ModelTraits(name.contains("claude"), NEWEST, manner);
        }
        int minor = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        return new ModelTraits(true, 100 * Integer.parseInt(found.group(1)) + minor, manner);
    }

    /** The limit of an answer for which the client set none: the protocol wants one. */
    int maxTokens() {
        int own = version < 305 ? 4096 : version < 307 ? 8192 : 32_000;
        return manner.maxTokens().orElse(own);
    }

    Manner.Way thinking() {
        Manner.Way own =
                version < 307 ? Manner.Way.NONE : claude && version >= 406 ? Manner.Way.ADAPTIVE : Manner.Way.BUDGET;
        return manner.thinking().orElse(own);
    }

    /** Whether it has to be told when it is not to think. */
    boolean canBeSilenced() {
        return claude && thinking() != Manner.Way.NONE;
    }

    /** Whether it knows an effort above {@code high} that is not yet {@code max}. */
    boolean knowsExtraHigh() {
        return version >= 407;
    }

    /** Whether it takes a temperature and a {@code top_p} in one request. */
    boolean takesBothDraws() {
        return !claude || version < 401;
    }

    /** Whether it can be held to a schema. */
    boolean knowsSchemas() {
        return version >= 401;
    }
}
