// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.wire;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.write.Notes;
import java.util.OptionalLong;

/**
 * The member {@code usage}. Anthropic counts input that came from the cache, or went into it, apart from {@code
 * input_tokens}; the gateway's {@link Usage#input} has all of it.
 *
 * @param fresh input that has nothing to do with the cache
 */
public record UsageMembers(
        OptionalLong fresh, OptionalLong read, OptionalLong written, OptionalLong output, OptionalLong thinking) {
    /** Nothing was told. */
    public static final UsageMembers NONE = new UsageMembers(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    /** What a body, or an event, says of it. */
    public static UsageMembers of(Members body) {
        return body.child("usage").map(UsageMembers::read).orElse(NONE);
    }

    private static UsageMembers read(Members usage) {
        return new UsageMembers(
                count(usage, "input_tokens"),
                count(usage, "cache_read_input_tokens"),
                count(usage, "cache_creation_input_tokens"),
                count(usage, "output_tokens"),
                usage.child("output_tokens_details")
                        .map(details -> count(details, "thinking_tokens"))
                        .orElseGet(OptionalLong::empty));
    }

    /** This, with whatever a later event told instead. */
    public UsageMembers then(UsageMembers later) {
        return new UsageMembers(
                last(fresh, later.fresh),
                last(read, later.read),
                last(written, later.written),
                last(output, later.output),
                last(thinking, later.thinking));
    }

    /** What it comes to; what was never told counts as none. */
    public Usage usage() {
        long cached = read.orElse(0);
        long stored = written.orElse(0);
        return new Usage(fresh.orElse(0) + cached + stored, cached, stored, output.orElse(0), thinking.orElse(0));
    }

    /** Writes it as the next value, with what the gateway adds to it. */
    public static void write(Usage usage, UsageNote note, JsonWriter writer) {
        writer.object();
        writer.name("input_tokens").number(Math.max(0, usage.input() - usage.cachedInput() - usage.cacheWrite()));
        writer.name("cache_creation_input_tokens").number(usage.cacheWrite());
        writer.name("cache_read_input_tokens").number(usage.cachedInput());
        writer.name("output_tokens").number(usage.output());
        if (usage.reasoning() > 0) {
            writer.name("output_tokens_details").object();
            writer.name("thinking_tokens").number(usage.reasoning()).end();
        }
        Notes.SNAKE.write(note, writer);
        writer.end();
    }

    private static OptionalLong last(OptionalLong before, OptionalLong later) {
        return later.isPresent() ? later : before;
    }

    private static OptionalLong count(Members members, String name) {
        return members.integer(name)
                .map(count -> OptionalLong.of(Math.max(0, count)))
                .orElseGet(OptionalLong::empty);
    }
}
