// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Tool;
import io.aisbf.api.json.RawJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names there and back. */
class ToolNamesTest {
    private static final int LONGEST = 64;

    private static ToolNames names(String... tools) {
        List<Tool> all = Stream.of(tools)
                .map(name -> new Tool(name, Optional.empty(), RawJson.of("{}")))
                .toList();
        return ToolNames.of(all, LONGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcp.weather/get",
                "a:b",
                "",
                "\u00e9\uD83D\uDE00",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void findsTheWayBack(String name) {
        ToolNames names = names("plain", name);
        String sent = names.sent(name);
        assertTrue(sent.matches("[a-zA-Z0-9_-]{1,64}"), sent);
        assertEquals(name, names.original(sent));
        assertEquals(sent, names(name).sent(name));
    }

    @Test
    void leavesPlainNamesAndStrangersAlone() {
        ToolNames names = names("get_weather-2");
        assertEquals("get_weather-2", names.sent("get_weather-2"));
        assertEquals("get_weather-2", names.original("get_weather-2"));
        assertEquals("invented_by_the_model", names.original("invented_by_the_model"));
    }

    @Test
    void keepsAlikeNamesApart() {
        ToolNames names = names("a.b", "a/b", "a_b");
        assertNotEquals(names.sent("a.b"), names.sent("a/b"));
        assertEquals(
                List.of("a.b", "a/b", "a_b"),
                Stream.of("a.b", "a/b", "a_b")
                        .map(names::sent)
                        .map(names::original)
                        .toList());
    }
}
