// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.faults.RawUpstream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The official JavaScript SDKs talk through the unzipped product: on every protocol that clients speak, to a double of
 * every provider. The tests themselves are in {@code src/test/js}, one file for each SDK; each of them is a test here.
 */
class JavaScriptSdkIT {
    private static final List<String> SDKS = List.of(
            "ai-sdk.test.mjs",
            "openai-chat.test.mjs",
            "openai-responses.test.mjs",
            "anthropic.test.mjs",
            "genai.test.mjs",
            "ollama.test.mjs",
            "langchain.test.mjs");

    @TestFactory
    Stream<DynamicTest> everySdkWorksWithEveryProvider() throws Exception {
        try (Doubles doubles = Doubles.start();
                Product product = Product.start(doubles.configuration())) {
            Map<String, String> environment = Map.of(
                    "GATEWAY", product.address().toString(),
                    "DOUBLES", doubles.address().toString());
            List<NodeTests.Outcome> outcomes = NodeTests.run(environment, SDKS);
            Summary summary = new Summary();
            outcomes.forEach(
                    outcome -> summary.add(outcome.name(), outcome.failure().isEmpty()));
            summary.tell("sdk-javascript.txt");
            return tests(outcomes);
        }
    }

    @TestFactory
    Stream<DynamicTest> theOpenAiSdkSeesWhatGoesWrong() throws Exception {
        try (RawUpstream upstream = new RawUpstream(new OpenAiAnswers());
                Product product = Product.start(Product.yaml(upstream.endpoint()))) {
            Map<String, String> environment = Map.of(
                    "GATEWAY",
                    product.address() + "/v1",
                    "UPSTREAM",
                    upstream.endpoint().replace("/v1", ""));
            return tests(NodeTests.run(environment, List.of("faults.test.mjs")));
        }
    }

    private static Stream<DynamicTest> tests(List<NodeTests.Outcome> outcomes) throws Exception {
        assertFalse(outcomes.isEmpty(), NodeTests.said());
        return outcomes.stream()
                .map(outcome -> DynamicTest.dynamicTest(
                        outcome.name(), () -> outcome.failure().ifPresent(failure -> fail(failure))));
    }
}
