// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedShareTest {
    @ParameterizedTest(name = "examples: {0}")
    @ValueSource(booleans = {false, true})
    void aModelIsAskedForNoMoreThanAQuarterOfVariedPrompts(boolean examples) throws Exception {
        try (LocalModels models = new LocalModels()) {
            Optional<AskedShare> share = AskedShare.of(Traffic.read(examples), models);
            assumeTrue(share.isPresent(), "a strategy of the chain is not on the class path");
            AskedShare found = share.get();
            assertTrue(4 * found.asked() <= found.prompts(), found::toString);
            assertTrue(10 * found.before() >= 8 * (found.prompts() - found.asked()), found::toString);
        }
    }
}
