// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.chat.Part.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Addresses of media that may hold the media themselves (<a href="https://www.rfc-editor.org/rfc/rfc2397">RFC 2397</a>). */
public final class DataUrl {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64";

    private DataUrl() {}

    /** What a member holds: an address, or a {@code data:} URL in base64. */
    public static Source read(Members members, String name) {
        String url = members.need(name);
        if (!url.regionMatches(true, 0, DATA, 0, DATA.length())) {
            try {
                return new Source.Link(new URI(url));
            } catch (URISyntaxException e) {
                throw members.wrong(name, "is neither an address nor a data: URL (" + e.getReason() + ")");
            }
        }
        int comma = url.indexOf(',');
        String head = comma < 0 ? "" : url.substring(DATA.length(), comma);
        if (!head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw members.wrong(name, "is a data: URL that is not in base64; write data:<media type>;base64,<data>");
        }
        String mediaType = head.substring(0, head.length() - BASE64.length());
        return new Source.Inline(mediaType.isEmpty() ? "text/plain" : mediaType, url.substring(comma + 1));
    }

    /** A {@code data:} URL that holds these bytes. */
    public static String of(Source.Inline inline) {
        return "data:" + inline.mediaType() + BASE64 + "," + inline.base64();
    }
}
