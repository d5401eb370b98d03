// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.tool;

import io.aisbf.api.chat.Tool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of tools, which some protocols want of letters, digits, {@code _} and {@code -} while clients have others in
 * use (dots, slashes and colons of MCP servers). A name that does not fit is replaced by one derived from it; whoever
 * reads the answer knows the request, so the way back needs no memory. Immutable; one for each request.
 */
public final class ToolNames {
    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final int DIGEST_BYTES = 4;

    private final int longest;
    private final Map<String, String> originals = new HashMap<>();

    private ToolNames(int longest) {
        this.longest = longest;
    }

    /** The names of these tools, for a protocol that takes names no longer than that. */
    public static ToolNames of(List<Tool> tools, int longest) {
        ToolNames names = new ToolNames(longest);
        for (Tool tool : tools) {
            String sent = names.sent(tool.name());
            if (!sent.equals(tool.name())) {
                names.originals.put(sent, tool.name());
            }
        }
        return names;
    }

    /** The name as the upstream is to see it. */
    public String sent(String name) {
        if (!name.isEmpty() && name.length() <= longest && PLAIN.matcher(name).matches()) {
            return name;
        }
        String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        int kept = Math.min(plain.length(), longest - 2 * DIGEST_BYTES - 1);
        return plain.substring(0, kept) + "_" + Digest.of(name, DIGEST_BYTES);
    }

    /** The name as the client knows it. */
    public String original(String sent) {
        return originals.getOrDefault(sent, sent);
    }
}
