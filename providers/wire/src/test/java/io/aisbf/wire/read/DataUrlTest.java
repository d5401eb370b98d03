// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, and what they may hold themselves. */
class DataUrlTest {
    private static Source read(String url) {
        JsonObject body = JsonObject.EMPTY.with("url", RawJson.text(url));
        return DataUrl.read(Members.ofRequest(new JacksonJson(), body), "url");
    }

    @ParameterizedTest
    @CsvSource({
        "'data:image/png;base64,iVBO', image/png, iVBO",
        "'DATA:image/PNG;BASE64,iVBO', image/PNG, iVBO",
        "'data:text/plain;charset=utf-8;base64,eA==', text/plain;charset=utf-8, eA==",
        "'data:;base64,eA==', text/plain, eA=="
    })
    void holdsItsMedium(String url, String mediaType, String base64) {
        assertEquals(new Source.Inline(mediaType, base64), read(url));
    }

    @Test
    void anyOtherAddressIsALink() {
        assertEquals(
                new Source.Link(URI.create("https://example.com/a%20b.png?c=d")),
                read("https://example.com/a%20b.png?c=d"));
    }

    @Test
    void writesWhatItReads() {
        Source.Inline inline = new Source.Inline("application/pdf", "JVBE");
        assertEquals("data:application/pdf;base64,JVBE", DataUrl.of(inline));
        assertEquals(inline, read(DataUrl.of(inline)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:image/png,iVBO", "data:image/png;base64", "data:", "a b"})
    void refusesWhatIsNeither(String url) {
        CallException wrong = assertThrows(CallException.class, () -> read(url));
        assertEquals(Failure.INVALID_REQUEST, wrong.failure());
        assertEquals(Optional.of("url"), wrong.details().member());
    }
}
