// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "port,port,0",
        "prot,port,1",
        "por,port,1",
        "ports,port,1",
        "part,port,1",
        "'',port,4",
        "abc,ca,3",
        "kitten,sitting,3"
    })
    void countsEdits(String a, String b, int edits) {
        assertEquals(edits, Spelling.distance(a, b));
        assertEquals(edits, Spelling.distance(b, a));
    }

    @Test
    void prefersTheNearest() {
        assertEquals(Optional.of("models"), Spelling.nearest("modles", List.of("model", "models", "modes")));
        assertEquals(
                Optional.of("rate_limit_TPM"),
                Spelling.nearest("rate_limit_tpm", List.of("rate_limit_TPH", "rate_limit_TPM")));
        assertEquals(Optional.empty(), Spelling.nearest("weather", List.of("port", "host")));
    }

    @Test
    void listsWhatThereIsWhenNothingIsNear() {
        assertEquals("; there is: host, port", Spelling.hint("weather", List.of("port", "host")));
        assertEquals("", Spelling.hint("weather", List.of()));
    }
}
