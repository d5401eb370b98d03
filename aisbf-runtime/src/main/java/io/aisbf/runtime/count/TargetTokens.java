// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.plugin.TokenCounter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * {@link Tokens} for those who know a model by its target's name, {@code provider/model}: what decides whether a
 * conversation fits, what answers a client's question for a count, and plugins. One for each generation, called from
 * many threads; never waits.
 */
public final class TargetTokens implements TokenCounter {
    private final Tokens tokens;
    private final Map<String, String> types;

    /**
     * Counts by these.
     *
     * @param types what kind of provider each one is, by its name
     */
    public TargetTokens(Tokens tokens, Map<String, String> types) {
        this.tokens = tokens;
        this.types = Map.copyOf(types);
    }

    /** Counts roughly and knows no provider: for tests. */
    public static TargetTokens rough() {
        return new TargetTokens(new Tokens(_ -> {}, RandomGenerator.getDefault()), Map.of());
    }

    /**
     * All that a model gets to read of a request: messages, tools, the schema of the answer, and what is put round them.
     *
     * @throws io.aisbf.api.call.CallException if the request itself is at fault
     */
    public long count(ChatRequest request, String target) {
        Model model = model(target);
        return tokens.count(request, model.type(), model.name());
    }

    /** Messages, each with what its frame costs. */
    public long count(List<Message> messages, String target) {
        Model model = model(target);
        return tokens.estimate(messages, model.type(), model.name()).tokens();
    }

    @Override
    public long count(String target, CharSequence text) {
        Model model = model(target);
        return tokens.count(text, model.type(), model.name());
    }

    /** Begins to load, elsewhere, what that target is counted by; until then it is counted roughly. */
    public void prepare(String target) {
        Model model = model(target);
        tokens.prepare(model.type(), model.name());
    }

    /** A provider's kind and its own name for the model. */
    private record Model(String type, String name) {}

    /** What is no provider's model, such as a rotation, is counted by its name alone. */
    private Model model(String target) {
        int slash = target.indexOf('/');
        Optional<String> type =
                slash < 0 ? Optional.empty() : Optional.ofNullable(types.get(target.substring(0, slash)));
        return type.map(known -> new Model(known, target.substring(slash + 1))).orElseGet(() -> new Model("", target));
    }
}
