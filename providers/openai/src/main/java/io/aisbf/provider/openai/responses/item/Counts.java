// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.item;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.write.Notes;
import java.util.Optional;

/** The member {@code usage}. */
public final class Counts {
    private Counts() {}

    /** What a response says of it; empty if nothing. */
    public static Optional<Usage> of(Members response) {
        return response.child("usage").map(Counts::read);
    }

    private static Usage read(Members usage) {
        Optional<Members> input = usage.child("input_tokens_details");
        Optional<Members> output = usage.child("output_tokens_details");
        return new Usage(
                count(usage, "input_tokens"),
                input.map(details -> count(details, "cached_tokens")).orElse(0L),
                input.map(details -> count(details, "cache_write_tokens")).orElse(0L),
                count(usage, "output_tokens"),
                output.map(details -> count(details, "reasoning_tokens")).orElse(0L));
    }

    /** The member's value, with what the gateway adds to it. */
    public static RawJson write(Usage usage, UsageNote note) {
        JsonWriter writer = new JsonWriter().object().name("input_tokens").number(usage.input());
        writer.name("input_tokens_details").object().name("cached_tokens").number(usage.cachedInput());
        if (usage.cacheWrite() > 0) {
            writer.name("cache_write_tokens").number(usage.cacheWrite());
        }
        writer.end().name("output_tokens").number(usage.output());
        writer.name("output_tokens_details").object().name("reasoning_tokens").number(usage.reasoning());
        writer.end().name("total_tokens").number(usage.total());
        Notes.SNAKE.write(note, writer);
        return writer.end().finish();
    }

    private static long count(Members members, String name) {
        return Math.max(0, members.integer(name).orElse(0L));
    }
}
