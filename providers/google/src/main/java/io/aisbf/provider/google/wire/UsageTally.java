// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.wire;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.wire.write.Notes;
import java.util.HashMap;
import java.util.Map;

/**
 * The member {@code usageMetadata}, which any chunk of a stream may hold, whole or in part: the last value of each field
 * counts. For one thread.
 */
public final class UsageTally {
    private static final String PROMPT = "promptTokenCount";
    private static final String TOOL_PROMPT = "toolUsePromptTokenCount";
    private static final String CACHED = "cachedContentTokenCount";
    private static final String CANDIDATES = "candidatesTokenCount";
    private static final String THOUGHTS = "thoughtsTokenCount";

    private final Map<String, Long> counts = new HashMap<>();

    /** Nothing counted yet. */
    public UsageTally() {}

    /** What a whole answer says of it. */
    public static Usage of(Fields body) {
        UsageTally tally = new UsageTally();
        tally.add(body);
        return tally.usage();
    }

    /** Takes what a chunk says; one that cannot be read is not worth breaking an answer for. Tells whether it did. */
    public boolean add(Fields chunk) {
        try {
            return chunk.child("usageMetadata").map(this::read).orElse(false);
        } catch (CallException e) {
            return false;
        }
    }

    private boolean read(Fields usage) {
        for (String name : new String[] {PROMPT, TOOL_PROMPT, CACHED, CANDIDATES, THOUGHTS}) {
            usage.integer(name).ifPresent(count -> counts.put(name, Math.max(0, count)));
        }
        return true;
    }

    /** Thoughts are counted apart from the candidates, results of the provider's own tools apart from the prompt. */
    public Usage usage() {
        if (counts.isEmpty()) {
            return Usage.NONE;
        }
        return new Usage(
                count(PROMPT) + count(TOOL_PROMPT),
                count(CACHED),
                0,
                count(CANDIDATES) + count(THOUGHTS),
                count(THOUGHTS));
    }

    /** Writes what was counted as the next value, with what the gateway adds to it. */
    public static void write(Usage usage, UsageNote note, JsonWriter writer) {
        writer.object().name(PROMPT).number(usage.input());
        writer.name(CANDIDATES).number(Math.max(0, usage.output() - usage.reasoning()));
        writer.name("totalTokenCount").number(usage.total());
        if (usage.cachedInput() > 0) {
            writer.name(CACHED).number(usage.cachedInput());
        }
        if (usage.reasoning() > 0) {
            writer.name(THOUGHTS).number(usage.reasoning());
        }
        Notes.CAMEL.write(note, writer);
        writer.end();
    }

    private long count(String name) {
        return counts.getOrDefault(name, 0L);
    }
}
