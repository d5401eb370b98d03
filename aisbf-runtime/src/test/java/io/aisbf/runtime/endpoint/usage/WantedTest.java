// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.ledger.Ledger.By;
import io.aisbf.runtime.ledger.Ledger.Question;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedTest {
    private static final Instant NOW = Instant.parse("2026-11-22T17:30:00Z");

    private static Question question(Map<String, String> parameters) {
        return Wanted.of(parameters, NOW).question();
    }

    private static String refusal(String name, String value) {
        CallException refused = assertThrows(CallException.class, () -> Wanted.of(Map.of("?" + name, value), NOW));
        assertEquals(Failure.INVALID_REQUEST, refused.failure());
        return String.valueOf(refused.getMessage());
    }

    @Test
    void tellsOfTheLastDayByProviderAndModelUnlessToldOtherwise() {
        assertEquals(
                new Question(Instant.parse("2026-11-21T17:30:00Z"), NOW.plusMillis(1), Set.of(By.PROVIDER, By.MODEL)),
                question(Map.of("endpoint", "/api/usage")));
        assertFalse(Wanted.of(Map.of(), NOW).csv());
        assertTrue(Wanted.of(Map.of("?format", "csv"), NOW).csv());
    }

    @Test
    void aRotationIsANameThatWasAskedFor() {
        assertEquals(
                Set.of(By.ASKED, By.DAY),
                question(Map.of("?by", "rotation, day,asked")).by());
    }

    @ParameterizedTest
    @CsvSource({
        "24h, 2026-11-21T17:30:00Z",
        "7d, 2026-11-15T17:30:00Z",
        "1.5h, 2026-11-22T16:00:00Z",
        "90s, 2026-11-22T17:28:30Z",
        "100000d, 1970-01-01T00:00:00Z",
        "2026-11-01, 2026-11-01T00:00:00Z",
        "2026-11-22T17:00Z, 2026-11-22T17:00:00Z",
        "2026-11-22T17:00:00.5Z, 2026-11-22T17:00:00.5Z",
        "2026-11-22T17:00:00 02:00, 2026-11-22T15:00:00Z",
        "2026-11-22T17:00:00+02:00, 2026-11-22T15:00:00Z"
    })
    void understandsTimes(String text, String moment) {
        assertEquals(Instant.parse(moment), question(Map.of("?from", text)).from());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        yesterday | 24 | -24h | 24x | 2026-13-01 | 2026-11-31 | 22.11.2026 | 2026-11-22T25:00:00Z | 1..5h | ''
        """)
    void saysHowTimesAreWritten(
            String a, String b, String c, String d, String e, String f, String g, String h, String i, String j) {
        for (String text : List.of(a, b, c, d, e, f, g, h, i, j)) {
            for (String name : List.of("from", "until")) {
                assertEquals(
                        name + " wants a span of time before now (24h, 7d), a date (2026-11-22) or an instant"
                                + " (2026-11-22T10:00:00Z), found '" + text + "'",
                        refusal(name, text));
            }
        }
    }

    @Test
    void refusesTimesThatNoBookReaches() {
        assertTrue(refusal("from", "1969-12-31").startsWith("from wants a time from 1970-01-01T00:00:00Z to "));
        assertTrue(refusal("until", "+999999999-01-01").startsWith("until wants a time from "));
        assertEquals(
                "from is 2026-11-22T17:30:00Z and until is 2026-11-22T16:30:00Z; from must be the earlier one",
                String.valueOf(assertThrows(
                                CallException.class, () -> Wanted.of(Map.of("?from", "0s", "?until", "1h"), NOW))
                        .getMessage()));
    }

    @Test
    void saysWhatElseMayBeWritten() {
        assertEquals("format wants json or csv, found 'xml'", refusal("format", "xml"));
        assertEquals("'form' is no parameter here; did you mean 'from'?", refusal("form", "1h"));
        assertEquals("'since' is no parameter here; there is: by, format, from, until", refusal("since", "1h"));
        assertTrue(refusal("by", "").endsWith("found ''"));
        assertTrue(refusal("by", "x".repeat(1000)).length() < 300);
    }

    @Test
    void noCellIsAFormula() {
        Csv csv = new Csv();
        csv.line(List.of("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\uff1d1", "a=1", "", "a\nb", "a\"b", "\u00e9"));
        assertEquals(
                "'=1+1,'+1,'-1,'@x,'\t=1,\"'\r=1\",'\uff1d1,a=1,,\"a\nb\",\"a\"\"b\",\u00e9\r\n",
                new String(csv.bytes(), StandardCharsets.UTF_8));
    }
}
