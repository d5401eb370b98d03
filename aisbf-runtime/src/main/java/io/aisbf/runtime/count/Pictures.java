// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import java.util.Locale;
import java.util.Optional;

/** What pictures come to, by the providers' published formulas; a picture of unknown size is taken for a usual one. */
final class Pictures {
    private static final PictureSize USUAL = new PictureSize(1024, 1024);

    private Pictures() {}

    /** Tokens of a picture for that model. */
    static long tokens(Family family, String model, Optional<PictureSize> size, Optional<String> detail) {
        return switch (family) {
            case OPENAI, OPENAI_OLD ->
                openAi(model, size.orElse(USUAL), detail.filter("low"::equals).isPresent());
            case CLAUDE -> size.map(Pictures::claude).orElse(CLAUDE_MOST);
            case GEMINI -> gemini(size.orElse(USUAL));
            case LLAMA, MISTRAL, QWEN, DEEPSEEK, OTHER -> OTHERS;
        };
    }

    /** For models that run anywhere nobody publishes one; what a picture of a megapixel comes to with most of them. */
    private static final long OTHERS = 1400;

    private static final long CLAUDE_MOST = 1600;
    private static final double CLAUDE_EDGE = 1568;
    private static final double CLAUDE_PIXELS = 750;

    /** https://platform.claude.com/docs/en/build-with-claude/vision#calculate-image-costs */
    private static long claude(PictureSize size) {
        double shrunk = Math.min(1, CLAUDE_EDGE / Math.max(size.width(), size.height()));
        return Math.min(CLAUDE_MOST, (long) Math.ceil(size.width() * shrunk * size.height() * shrunk / CLAUDE_PIXELS));
    }

    private static final long GEMINI_TILE = 258;
    private static final int GEMINI_SMALL = 384;

    /** https://ai.google.dev/gemini-api/docs/image-understanding#calculate-tokens */
    private static long gemini(PictureSize size) {
        if (size.width() <= GEMINI_SMALL && size.height() <= GEMINI_SMALL) {
            return GEMINI_TILE;
        }
        int crop = Math.clamp((long) (Math.min(size.width(), size.height()) / 1.5), 256, 768);
        return GEMINI_TILE * Math.ceilDiv((long) size.width(), crop) * Math.ceilDiv((long) size.height(), crop);
    }

    /** https://developers.openai.com/api/docs/guides/images-vision#calculating-costs */
    private static long openAi(String model, PictureSize size, boolean low) {
        String name = model.toLowerCase(Locale.ROOT);
        double patch = patchFactor(name);
        if (patch > 0) {
            return (long) Math.ceil(patches(size) * patch);
        }
        if (name.contains("gpt-4o-mini")) {
            return tiles(size, low, 2833, 5667);
        }
        if (name.startsWith("o1") || name.startsWith("o3")) {
            return tiles(size, low, 75, 150);
        }
        return name.contains("gpt-5") ? tiles(size, low, 70, 140) : tiles(size, low, 85, 170);
    }

    private static double patchFactor(String name) {
        if (name.contains("gpt-5-nano") || name.contains("gpt-4.1-nano")) {
            return 2.46;
        }
        if (name.contains("gpt-5-mini") || name.contains("gpt-4.1-mini")) {
            return 1.62;
        }
        return name.contains("o4-mini") ? 1.72 : 0;
    }

    private static final int PATCH = 32;
    private static final long PATCHES = 1536;

    private static long patches(PictureSize size) {
        return Math.min(PATCHES, Math.ceilDiv((long) size.width(), PATCH) * Math.ceilDiv((long) size.height(), PATCH));
    }

    private static final double SQUARE = 2048;
    private static final double SHORT_SIDE = 768;
    private static final double TILE = 512;

    private static long tiles(PictureSize size, boolean low, long base, long tile) {
        if (low) {
            return base;
        }
        double shrunk = Math.min(1, SQUARE / Math.max(size.width(), size.height()));
        shrunk = Math.min(shrunk, SHORT_SIDE / Math.min(size.width(), size.height()));
        long across = (long) Math.ceil(size.width() * shrunk / TILE);
        long down = (long) Math.ceil(size.height() * shrunk / TILE);
        return base + tile * across * down;
    }
}
