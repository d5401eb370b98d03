// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of rules begin with. */
final class Ruled {
    static final FixedContext CONTEXT = FixedContext.of(new PlainJson());
    static final List<Candidate> CANDIDATES =
            List.of(new Candidate("small", 1, ""), new Candidate("big", 1, ""), new Candidate("other", 1, ""));

    private Ruled() {}

    static Deciding strategy(FixedContext context, List<Map<String, Object>> rules) {
        return (Deciding) new RulesFactory().create(MapSettings.of(Map.of("rules", rules)), context);
    }

    static ChatRequest prompt(String text) {
        return ChatRequest.of("autoselect/x", List.of(Message.of(Role.USER, text)));
    }

    static Call call() {
        return Call.start("test", Duration.ofMinutes(1));
    }

    static Call call(Map<String, String> headers, String key) {
        Call.Client client = new Call.Client(name -> Optional.ofNullable(headers.get(name)), Optional.empty(), key);
        return Call.start("test", client, Duration.ofMinutes(1), System::nanoTime);
    }

    /** What a single rule with these conditions says. */
    static Decision decided(Map<String, Object> when, ChatRequest request, Call call) throws Exception {
        try (Deciding strategy = strategy(CONTEXT, List.of(Map.of("name", "r", "when", when, "use", "big")))) {
            return strategy.decide(request, CANDIDATES, call);
        }
    }

    static boolean holds(Map<String, Object> when, ChatRequest request) throws Exception {
        return decided(when, request, call()).decided();
    }
}
