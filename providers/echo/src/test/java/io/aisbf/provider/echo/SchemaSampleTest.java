// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.testing.PlainJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaSampleTest {
    @Test
    void suitsTypes() {
        assertSample("{}", "{}");
        assertSample("true", "{}");
        assertSample("{\"type\":\"string\"}", "\"echo\"");
        assertSample("{\"type\":[\"null\",\"integer\"]}", "0");
        assertSample("{\"type\":\"null\"}", "null");
        assertSample("{\"type\":\"boolean\"}", "true");
        assertSample("{\"type\":\"array\",\"items\":{\"type\":\"number\"},\"minItems\":2}", "[0,0]");
        assertSample(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[\"x\",\"y\"]},\"b\":{}},\"required\":[\"a\"]}",
                "{\"a\":\"x\"}");
    }

    @Test
    void staysWithinBounds() {
        assertSample("{\"type\":\"integer\",\"minimum\":3}", "3");
        assertSample("{\"type\":\"integer\",\"maximum\":-3}", "-3");
        assertSample("{\"type\":\"integer\",\"exclusiveMinimum\":3}", "4");
        assertSample("{\"type\":\"number\",\"exclusiveMinimum\":0,\"exclusiveMaximum\":1}", "0.5");
        assertSample("{\"type\":\"integer\",\"minimum\":3,\"multipleOf\":5}", "5");
        assertSample("{\"type\":\"string\",\"minLength\":6}", "\"echooo\"");
        assertSample("{\"type\":\"string\",\"maxLength\":2}", "\"ec\"");
        assertSample("{\"type\":\"string\",\"format\":\"date\"}", "\"2026-01-01\"");
    }

    @Test
    void choosesTheFirst() {
        assertSample("{\"anyOf\":[{\"const\":7},{\"type\":\"string\"}]}", "7");
        assertSample("{\"oneOf\":[{\"type\":\"boolean\"},{\"type\":\"string\"}]}", "true");
        assertSample("{\"enum\":[null,1]}", "null");
    }

    @Test
    void followsReferencesAndJoinsParts() {
        assertSample(
                "{\"$ref\":\"#/$defs/a~1b\",\"$defs\":{\"a/b\":{\"type\":\"object\",\"properties\":{\"n\":"
                    + "{\"$ref\":\"#/$defs/n\"}},\"required\":[\"n\"]},\"n\":{\"type\":\"integer\",\"minimum\":1}}}",
                "{\"n\":1}");
        assertSample(
                "{\"allOf\":[{\"properties\":{\"a\":{\"const\":1}},\"required\":[\"a\"]},"
                        + "{\"properties\":{\"b\":{\"const\":2}},\"required\":[\"b\"]}],\"type\":\"object\"}",
                "{\"a\":1,\"b\":2}");
    }

    @Test
    void refusesWhatAllowsNoSmallValue() {
        assertRefused("{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}", "at most 100 levels");
        assertRefused("{\"allOf\":[{\"$ref\":\"#\"}]}", "at most 100 levels");
        assertRefused("{\"type\":\"string\",\"minLength\":20000}", "at most 10000 characters");
        assertRefused("{\"type\":\"array\",\"minItems\":1000000000000}", "at most 10000 characters");
        assertRefused("{\"$ref\":\"#/nowhere\"}", "'#/nowhere' leads nowhere");
        assertRefused("{\"$ref\":\"https://example.com/a\"}", "leads out of the schema");
        assertRefused("{\"type\":\"tuple\"}", "there is no type 'tuple'");
        assertRefused("{\"enum\":[]}", "enum is empty");
        assertRefused("[]", "is not understood");
        assertRefused("{\"minLength\":\"x\",\"type\":\"string\"}", "is not understood");
    }

    private static void assertSample(String schema, String sample) {
        assertEquals(
                sample,
                SchemaSample.of(RawJson.of(schema), "tools", new PlainJson()).toString(),
                schema);
    }

    private static void assertRefused(String schema, String sentence) {
        CallException refusal = assertThrows(
                CallException.class, () -> SchemaSample.of(RawJson.of(schema), "tools", new PlainJson()), schema);
        assertEquals(Failure.INVALID_REQUEST, refusal.failure());
        assertEquals(Optional.of("tools"), refusal.details().member());
        assertTrue(String.valueOf(refusal.getMessage()).contains(sentence), refusal::toString);
    }
}
