// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.write.Notes;
import java.util.Optional;

/**
 * The member {@code usage}, with what DeepSeek ({@code prompt_cache_hit_tokens}) and OpenRouter ({@code
 * cache_write_tokens}) add to it.
 */
public final class UsageMembers {
    private UsageMembers() {}

    /** What a body says of it; {@link Usage#NONE} if nothing. */
    public static Usage of(Members body) {
        return body.child("usage").map(UsageMembers::read).orElse(Usage.NONE);
    }

    /** Reads it; what is missing counts as none. */
    public static Usage read(Members usage) {
        Optional<Members> input = usage.child("prompt_tokens_details");
        Optional<Members> output = usage.child("completion_tokens_details");
        return new Usage(
                count(usage, "prompt_tokens"),
                input.map(details -> count(details, "cached_tokens"))
                        .filter(count -> count > 0)
                        .orElseGet(() -> count(usage, "prompt_cache_hit_tokens")),
                input.map(details -> count(details, "cache_write_tokens")).orElse(0L),
                count(usage, "completion_tokens"),
                output.map(details -> count(details, "reasoning_tokens")).orElse(0L));
    }

    /** Writes it as the next value, with what the gateway adds to it. */
    public static void write(Usage usage, UsageNote note, JsonWriter writer) {
        writer.object();
        writer.name("prompt_tokens").number(usage.input());
        writer.name("completion_tokens").number(usage.output());
        writer.name("total_tokens").number(usage.total());
        writer.name("prompt_tokens_details").object().name("cached_tokens").number(usage.cachedInput());
        if (usage.cacheWrite() > 0) {
            writer.name("cache_write_tokens").number(usage.cacheWrite());
        }
        writer.end().name("completion_tokens_details").object();
        writer.name("reasoning_tokens").number(usage.reasoning()).end();
        Notes.SNAKE.write(note, writer);
        writer.end();
    }

    private static long count(Members members, String name) {
        return Math.max(0, members.integer(name).orElse(0L));
    }
}
