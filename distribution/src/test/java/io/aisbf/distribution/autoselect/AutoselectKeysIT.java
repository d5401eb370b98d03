// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.autoselect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.autoselect.Client.Answer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where clients need keys, looking at a choice is for clients and teaching for operators. */
@Timeout(240)
class AutoselectKeysIT {
    private static final Optional<String> ALICE = Optional.of("alice-0123456789abcdef");
    private static final Optional<String> ADMIN = Optional.of("admin-0123456789abcdef");
    private static final String EXPLAIN = "/api/autoselect/explain";
    private static final String FEEDBACK = "/api/autoselect/feedback";
    private static final String YAML = """
        providers:
          up: {type: openai, endpoint: "ENDPOINT", api_key: sk-up, protocols: [openai-chat], retries: 0}
        autoselect:
          smart:
            strategy: [rules, autoselect]
            selection_model: up/picker
            strategy_settings:
              rules: {rules: [{name: hers, when: {key: alice, matches: "^mine"}, use: up/coder}]}
              autoselect: {timeout: 60s}
            available_models: [{model_id: up/coder}, {model_id: up/talker}]
          other:
            selection_model: up/picker
            available_models: [{model_id: up/coder}, {model_id: up/talker}]
        access:
          keys:
            alice: {key: alice-0123456789abcdef, models: [smart]}
          admin: {key: admin-0123456789abcdef}
        """;

    @Test
    void lookingIsForClientsAndTeachingForOperators() throws Exception {
        try (Models models = new Models();
                Product product = Product.start(YAML.replace("ENDPOINT", models.endpoint()));
                Client client = new Client(product.address())) {
            models.picks("<aisbf_model_autoselection>up/talker</aisbf_model_autoselection>");
            ObjectNode mine = Client.question("smart", "mine alone");
            assertEquals(401, client.post(EXPLAIN, mine, Optional.empty()).status());
            Answer hers = client.post(EXPLAIN, mine, ALICE);
            assertEquals(200, hers.status(), hers.body());
            assertTrue(hers.body().contains("rule 'hers': key alice"), hers.body());
            assertEquals(
                    403,
                    client.post(EXPLAIN, Client.question("other", "hello"), ALICE)
                            .status());
            mine.put("target", "up/coder").put("score", 1);
            assertEquals(401, client.post(FEEDBACK, mine, Optional.empty()).status());
            assertEquals(403, client.post(FEEDBACK, mine, ALICE).status());
            Answer taught = client.post(FEEDBACK, mine, ADMIN);
            assertEquals(400, taught.status(), taught.body());
            assertTrue(taught.body().contains("none of whose strategies learns"), taught.body());
            assertEquals(0, models.asked(Models.PICKER).size());

            Answer chosen = client.post("/v1/chat/completions", Client.question("smart", "hello"), ALICE);
            assertEquals("up/talker;s=autoselect;c=0.90;of=up/talker", chosen.selected(), chosen.body());
            assertEquals(1, models.asked(Models.PICKER).size(), "she may not ask it by its name, the gateway may");
        }
    }
}
