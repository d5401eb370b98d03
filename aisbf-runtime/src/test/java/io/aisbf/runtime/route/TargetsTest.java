// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.route.Targets.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    private static final ModelEntry GPT =
            new ModelEntry("gpt-4o", OptionalLong.empty(), OptionalInt.empty(), List.of());

    private final Targets targets = new Targets(
            Map.of("openai", Fakes.entry("openai", Map.of("gpt-4o", GPT)), "hub", Fakes.entry("hub", Map.of())),
            Map.of("coding", Fakes.group(Group.Kind.ROTATION, "coding", "openai/gpt-4o")),
            Map.of("smart", Fakes.group(Group.Kind.AUTOSELECT, "smart", "rotation/coding")),
            Map.of("gpt-4", "rotation/coding", "mini", "openai/gpt-4o-mini"));

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o, openai/gpt-4o",
        "openai/anything, openai/anything",
        "hub/meta/llama:70b, hub/meta/llama:70b",
        "rotation/coding, rotation/coding",
        "coding, rotation/coding",
        "autoselect/smart, autoselect/smart",
        "smart, autoselect/smart",
        "gpt-4, rotation/coding",
        "mini, openai/gpt-4o-mini"
    })
    void knowsEveryWayToNameATarget(String asked, String name) {
        assertEquals(name, targets.resolve(asked).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "openai", "openai/", "/gpt-4o", "nobody/x", "rotation/", "rotation/none", "Coding"})
    void refusesOthersAndNamesNearMisses(String asked) {
        CallException e = assertThrows(CallException.class, () -> targets.resolve(asked));
        assertEquals(Failure.UNKNOWN_TARGET, e.failure());
        assertTrue(e.getMessage().contains("did you mean"), e.getMessage());
        assertEquals(Optional.of("model"), e.details().member());
    }

    @Test
    void suggestsTheNearestName() {
        CallException e = assertThrows(CallException.class, () -> targets.resolve("opnai/gpt-4o"));
        assertTrue(e.getMessage().contains("did you mean openai/gpt-4o,"), e.getMessage());
    }

    @Test
    void doesNotRepeatAnEndlessName() {
        CallException e = assertThrows(CallException.class, () -> targets.resolve("x".repeat(100_000)));
        assertTrue(e.getMessage().length() < 400, e.getMessage());
    }

    @Test
    void readsBareNamesWithinAScopeOfTheOldPaths() {
        Scope provider = targets.scope("openai").orElseThrow();
        assertEquals("openai/gpt-4o", targets.resolve("gpt-4o", provider).name());
        assertEquals("openai/gpt-4o", targets.resolve("openai/gpt-4o", provider).name());
        Scope rotations = targets.scope("rotations").orElseThrow();
        assertEquals("rotation/coding", targets.resolve("coding", rotations).name());
        assertThrows(CallException.class, () -> targets.resolve("smart", rotations));
        Scope one = targets.scope("smart").orElseThrow();
        assertEquals("autoselect/smart", targets.resolve("whatever", one).name());
        assertEquals(Optional.empty(), targets.scope("nobody"));
    }
}
