// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.text.Entity.Kind;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EntitiesTest {
    @Test
    void areToldByTheirSpelling() {
        assertEquals(
                List.of("10,000", "3.5", "2026-11-22", "127.0.0.1:80"),
                of(Kind.NUMBER, "10,000 or 3.5 on 2026-11-22, 127.0.0.1:80."));
        assertEquals(
                List.of("/etc/app.conf", "src/A.java:42", "README.md", "~/x", "./run", "C:\\tmp\\a"),
                of(Kind.PATH, "See /etc/app.conf, src/A.java:42 (README.md) and/or ~/x, ./run, C:\\tmp\\a."));
        assertEquals(List.of("https://a.org/b?c=1"), of(Kind.URL, "At <https://a.org/b?c=1>, e.g. today"));
        assertEquals(
                List.of("maxSize", "MAX_SIZE", "GPT-4", "a@b.org", "v2"),
                of(Kind.IDENTIFIER, "maxSize MAX_SIZE GPT-4 a@b.org v2 word Word"));
        assertEquals(
                List.of("Marta", "Olsen", "Ulm", "TLS"),
                of(Kind.NAME, "Then Marta Olsen went to Ulm by TLS, I'm told. The end"));
        assertEquals(List.of("Berta"), of(Kind.FIRST_WORD, "Berta sleeps. The cat too."));
        assertEquals(
                List.of("so it is", "code", "да", "はい", "oui"),
                of(Kind.QUOTATION, "\"so it is\" `code` «да» 「はい」 'oui' don't can't"));
    }

    @Test
    void standAmongScriptsWithoutSpaces() {
        assertEquals(List.of("8080"), of(Kind.NUMBER, "我们决定用端口8080。"));
        assertEquals(List.of("/srv/a.txt"), of(Kind.PATH, "ファイルは/srv/a.txtです"));
    }

    private static List<String> of(Kind kind, String text) {
        return Entities.of(text).stream()
                .filter(entity -> entity.kind() == kind)
                .map(entity -> entity.in(text))
                .collect(Collectors.toList());
    }
}
