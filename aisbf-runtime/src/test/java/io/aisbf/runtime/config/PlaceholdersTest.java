// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${NAME}           | value",
                "a${NAME}b${NAME}c | avaluebvaluec",
                "${GONE:-other}    | other",
                "${EMPTY:-other}   | other",
                "${NAME:-other}    | value",
                "${GONE:-a:-b}     | a:-b",
                "${GONE:-${NAME}}  | value",
                "${GONE:-${X:-y}}z | yz",
                "$${NAME}          | ${NAME}",
                "$$${NAME}         | $${NAME}",
                "$5 and $          | $5 and $",
                "${TRICK}          | ${NAME}",
                "${file:secret}    | from a file",
                "${file:~/secret}  | from a file",
            })
    void replaces(String written, String expected) {
        Given given = new Given(folder, Map.of("NAME", "value", "EMPTY", "", "TRICK", "${NAME}"))
                .file("secret", "from a file\r\n\n");
        Configuration configuration = given.file(
                        "aisbf.yaml", "providers: {p: {type: echo, word: '" + written.replace("'", "''") + "'}}")
                .read();
        assertEquals(
                expected,
                Given.the("p", configuration.providers())
                        .settings()
                        .open(_ -> Optional.empty())
                        .require("word"));
    }

    @Test
    void givesANumberItsTypeBackInsideQuotes() {
        Given given = Given.in(folder).with("PORT", "8080").file("aisbf.json", "{\"server\": {\"port\": \"${PORT}\"}}");
        assertEquals(8080, given.read().server().port());
    }

    @Test
    void complainsOfWhatItCannotReplace() {
        Given given = Given.in(folder).file("aisbf.yaml", """
            server:
              host: ${HOST}
              port: ${PORT
              cors: "${not a name}"
              shutdown_grace: ${file:/nowhere/at/all}
            """);
        assertEquals(
                List.of(
                        "aisbf.yaml:2: server.host: the environment variable HOST is not set; set it, or write"
                                + " ${HOST:-DEFAULT}",
                        "aisbf.yaml:3: server.port: a placeholder has no closing }; write $${ where ${ itself is meant",
                        "aisbf.yaml:4: server.cors: a placeholder is not understood; write ${NAME}, ${NAME:-default} or"
                                + " ${file:/path}, and $${ where ${ itself is meant",
                        "aisbf.yaml:5: server.shutdown_grace: there is no file /nowhere/at/all to take the value from"),
                given.complaints());
    }
}
