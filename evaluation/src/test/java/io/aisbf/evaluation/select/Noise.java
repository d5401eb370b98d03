// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** What people do to a question without meaning another. */
enum Noise {
    CASE {
        @Override
        String of(String text, RandomGenerator random) {
            return random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
        }
    },
    /** In one word of eight two neighbouring letters change places. */
    TYPOS {
        @Override
        String of(String text, RandomGenerator random) {
            StringBuilder changed = new StringBuilder(text);
            for (int at = 1; at + 2 < text.length(); at++) {
                boolean within = Character.isLetter(text.charAt(at - 1))
                        && Character.isLetter(text.charAt(at))
                        && Character.isLetter(text.charAt(at + 1));
                if (within && random.nextInt(40) == 0) {
                    changed.setCharAt(at, text.charAt(at + 1));
                    changed.setCharAt(at + 1, text.charAt(at));
                }
            }
            return changed.toString();
        }
    },
    PADDING {
        @Override
        String of(String text, RandomGenerator random) {
            return BEFORE[random.nextInt(BEFORE.length)] + text + AFTER[random.nextInt(AFTER.length)];
        }
    };

    private static final String[] BEFORE = {
        "Hello! ",
        "Could you please help me with this: ",
        "  \n\n",
        "**Question**\n\n",
        "Good day, I have a question. ",
        "Quick one: "
    };
    private static final String[] AFTER = {
        "\n\nThanks a lot!",
        " Thank you in advance.",
        "\n\n\n  ",
        " I really appreciate your help.",
        " Cheers",
        "\n\n---\n"
    };

    /** That text so changed. */
    abstract String of(String text, RandomGenerator random);
}
