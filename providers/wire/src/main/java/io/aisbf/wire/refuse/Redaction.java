// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import java.util.regex.Pattern;

/** Masks what looks like a key in words that come from a provider: some quote the key they refuse. */
public final class Redaction {
    private static final Pattern KEY = Pattern.compile(
            "(?i)(?<![a-z0-9])(?:(?:sk|pk|rk|gsk|xai|csk|hf|r8|nvapi|pplx|fw|tgp|key|api[-_]?key)[-_][a-z0-9_.*\\-]{4,}"
                    + "|AIza[a-z0-9_\\-]{8,}|eyJ[a-z0-9_\\-]{8,}\\.[a-z0-9_.\\-]+)");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[^\\s\"',]{4,}");
    private static final String MASK = "***";

    private Redaction() {}

    /** The words without keys. */
    public static String of(String words) {
        return KEY.matcher(BEARER.matcher(words).replaceAll("$1 " + MASK)).replaceAll(MASK);
    }

    /** The words without keys, at most so many characters of them. */
    public static String of(String words, int length) {
        String clean = of(words).strip();
        if (clean.length() <= length) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(length - 1)) ? length - 1 : length;
        return clean.substring(0, end) + "...";
    }
}
