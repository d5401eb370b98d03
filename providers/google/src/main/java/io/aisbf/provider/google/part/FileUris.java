// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.part;

import java.util.regex.Pattern;

/** Addresses of files that Google opens by itself. */
final class FileUris {
    private static final Pattern OWN = Pattern.compile(
            "(?i)(?:gs://.+|https://generativelanguage\\.googleapis\\.com/v1[a-z0-9]*/files/.+|files/.+)");
    private static final Pattern YOUTUBE =
            Pattern.compile("(?i)https?://(?:(?:www\\.|m\\.)?youtube\\.com/|youtu\\.be/).+");

    private FileUris() {}

    /** Whether the address lies at Google, so that nobody else can open it. */
    static boolean isGooglesOwn(String uri) {
        return OWN.matcher(uri).matches();
    }

    /** Whether it is a video that everybody may see and Google takes by its address. */
    static boolean isVideo(String uri) {
        return YOUTUBE.matcher(uri).matches();
    }
}
