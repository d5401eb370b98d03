// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownTypesTest {
    private static final KnownTypes KNOWN =
            new KnownTypes(Set.of("openai", "echo"), Set.of("weighted"), Set.of("semantic"));

    @TempDir
    Path folder;

    @Test
    void acceptsTypesThatAreThere() {
        Given given = Given.in(folder).file("aisbf.yaml", """
            providers: {a: {type: openai, default_condense_method: semantic}}
            rotations: {r: {models: {a/m: 1}}}
            """);
        assertEquals(List.of(), KNOWN.check(given.read()));
    }

    @Test
    void namesWhatToWriteInsteadOfATypeThatNobodyServesAnyMore() {
        Given given = Given.in(folder).file("aisbf.yaml", "providers: {a: {type: cohere}}");
        assertEquals(
                List.of("aisbf.yaml:1: providers.a.type: no plugin for type 'cohere': use type openai with endpoint:"
                        + " https://api.cohere.ai/compatibility/v1"),
                given.lines(KNOWN.check(given.read())));
        KnownTypes served = new KnownTypes(Set.of("cohere"), Set.of(), Set.of());
        assertEquals(List.of(), served.check(given.read()));
    }

    @Test
    void stopsTheStartForWordsThatNobodyKnows() {
        Given given = Given.in(folder).file("aisbf.yaml", """
            providers:
              a:
                type: opnai
                models:
                  - {name: m, condense_method: [hierarchical, semntic]}
            rotations:
              r: {models: {a/m: 1}, strategy: weigthed}
            autoselect: {s: {available_models: [{model_id: r}]}}
            """);
        assertEquals(
                List.of(
                        "ERROR aisbf.yaml:3: providers.a.type: no plugin for type 'opnai'; did you mean 'openai'?",
                        "ERROR aisbf.yaml:7: rotations.r.strategy: no plugin for strategy 'weigthed'; did you mean"
                                + " 'weighted'?",
                        "WARNING aisbf.yaml:8: autoselect.s.strategy: no plugin for strategy 'autoselect'; there is:"
                                + " weighted",
                        "WARNING aisbf.yaml:5: providers.a.models m.condense_method: no plugin for condensation method"
                                + " 'hierarchical'; there is: semantic",
                        "ERROR aisbf.yaml:5: providers.a.models m.condense_method: no plugin for condensation method"
                                + " 'semntic'; did you mean 'semantic'?"),
                KNOWN.check(given.read()).stream()
                        .map(complaint -> complaint.severity() + " "
                                + given.lines(List.of(complaint)).getFirst())
                        .toList());
    }
}
