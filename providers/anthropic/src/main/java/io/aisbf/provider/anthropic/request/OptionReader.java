// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.request;

import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.wire.read.Members;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Decodes what a client asks for besides the answer itself. */
final class OptionReader {
    /** How a schema is called where the protocol gives it no name. */
    private static final String NAMELESS = "response";

    private static final Set<String> THINKING = Set.of("type", "budget_tokens", "display");
    private static final Set<String> CONFIG = Set.of("effort", "format");
    private static final Set<String> FORMAT = Set.of("type", "schema");
    private static final Set<String> METADATA = Set.of("user_id");

    private final Members body;
    private final Leftovers left;

    private OptionReader(Members body, Leftovers left) {
        this.body = body;
        this.left = left;
    }

    static Options read(Members body, Optional<Boolean> parallel, Leftovers left) {
        OptionReader reader = new OptionReader(body, left);
        Optional<Members> metadata = body.child("metadata");
        metadata.ifPresent(members -> left.hints(members, METADATA));
        Optional<Members> config = body.child("output_config");
        config.ifPresent(members -> left.hints(members, CONFIG));
        return new Options(
                reader.shape(config),
                reader.thinking(config),
                parallel,
                OptionalInt.empty(),
                metadata.flatMap(members -> members.words("user_id")),
                Map.of(),
                body.words("service_tier"),
                Optional.empty());
    }

    /** The older beta had the format at the top. */
    private Optional<Shape> shape(Optional<Members> config) {
        Optional<Members> format =
                config.flatMap(members -> members.child("format")).or(() -> body.child("output_format"));
        return format.flatMap(members -> {
            left.hints(members, FORMAT);
            if (!members.need("type").equals("json_schema")) {
                left.binding(members.path(), members.object().raw());
                return Optional.empty();
            }
            return Optional.of(new Shape.Schema(
                    NAMELESS,
                    Optional.empty(),
                    members.needChild("schema").object().raw(),
                    Optional.of(true)));
        });
    }

    private Optional<Thinking> thinking(Optional<Members> config) {
        Optional<Effort> effort = config.flatMap(this::effort);
        Optional<Members> thinking = body.child("thinking");
        if (thinking.isEmpty()) {
            return effort.map(word -> new Thinking(Optional.of(word), OptionalInt.empty(), Optional.empty()));
        }
        Members members = thinking.get();
        left.hints(members, THINKING);
        // Thoughts are told unless the client says otherwise.
        Optional<Boolean> shown =
                Optional.of(!members.words("display").filter("omitted"::equals).isPresent());
        String type = members.need("type");
        return Optional.of(
                switch (type) {
                    case "enabled" -> new Thinking(effort, OptionalInt.of(budget(members)), shown);
                    case "disabled" -> new Thinking(Optional.of(Effort.NONE), OptionalInt.empty(), Optional.empty());
                    case "adaptive" -> new Thinking(effort, OptionalInt.empty(), shown);
                    default -> {
                        members.get("type").ifPresent(value -> left.hint("thinking.type", value));
                        yield new Thinking(effort, OptionalInt.empty(), shown);
                    }
                });
    }

    private static int budget(Members thinking) {
        return thinking.small("budget_tokens")
                .orElseThrow(() -> thinking.wrong("budget_tokens", "is missing; a whole number is expected"));
    }

    private Optional<Effort> effort(Members config) {
        Optional<Effort> known = config.words("effort").flatMap(word -> switch (word.toLowerCase(Locale.ROOT)) {
            case "low" -> Optional.of(Effort.LOW);
            case "medium" -> Optional.of(Effort.MEDIUM);
            case "high" -> Optional.of(Effort.HIGH);
            case "xhigh" -> Optional.of(Effort.XHIGH);
            case "max" -> Optional.of(Effort.MAX);
            default -> Optional.empty();
        });
        if (known.isEmpty()) {
            config.get("effort").ifPresent(value -> left.hint("output_config.effort", value));
        }
        return known;
    }
}
