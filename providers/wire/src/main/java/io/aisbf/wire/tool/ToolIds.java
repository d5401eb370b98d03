// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.tool;

import java.util.regex.Pattern;

/**
 * Ids of tool calls, which one protocol makes longer, or of other characters, than the next one takes. An id that does
 * not fit is replaced by one derived from it, always the same, so that call and result still belong together in every
 * later request and nothing need be remembered.
 */
public final class ToolIds {
    /** The longest that OpenAI takes. */
    public static final int OPENAI_LONGEST = 40;

    /** No protocol says more about the longest for Anthropic than that there is none. */
    public static final int ANTHROPIC_LONGEST = Integer.MAX_VALUE;

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_-]+");

    private ToolIds() {}

    /** The id, or one derived from it, of letters, digits, {@code _} and {@code -} and no longer than that. */
    public static String fitting(String id, int longest) {
        return id.length() <= longest && PLAIN.matcher(id).matches() ? id : "call_" + Digest.of(id, 16);
    }
}
