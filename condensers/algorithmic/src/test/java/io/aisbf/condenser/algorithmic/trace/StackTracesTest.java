// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StackTracesTest {
    @Test
    void ofAJavaTraceMessagesCausesAndOwnFramesStay() {
        String library = frames("\tat org.springframework.web.Filter.doFilter(Filter.java:%d)\n", 30);
        String trace = """
            java.lang.IllegalStateException: order 4711 is closed
            \tat java.base/java.util.Objects.check(Objects.java:12)
            \tat shop.Orders.reopen(Orders.java:88)
            %s\tat shop.Main.main(Main.java:7)
            Caused by: java.io.IOException: disk full
            \tat java.base/java.io.File.write(File.java:1)
            \t... 34 more
            """.formatted(library);

        String shorter = StackTraces.shorter(trace);

        assertTrue(shorter.matches("""
            java.lang.IllegalStateException: order 4711 is closed
            \tat java.base/java.util.Objects.check\\(Objects.java:12\\)
            \tat shop.Orders.reopen\\(Orders.java:88\\)
            \t⟦aisbf:\\w{8}⟧ 30 other frames
            \tat shop.Main.main\\(Main.java:7\\)
            Caused by: java.io.IOException: disk full
            \tat java.base/java.io.File.write\\(File.java:1\\)
            \t... 34 more
            """), shorter);
    }

    @Test
    void pythonJavaScriptGoAndRustAreUnderstood() {
        String python = "Traceback (most recent call last):\n"
                + frames("""
                      File "/venv/lib/python3.12/site-packages/flask/app.py", line %d, in run
                        return go()
                    """.indent(2), 9)
                + "  File \"/app/shop.py\", line 3, in buy\n    raise KeyError('x')\nKeyError: 'x'\n";
        String javaScript = "TypeError: x is undefined\n    at buy (/app/shop.js:3:9)\n"
                + frames("    at run (/app/node_modules/express/lib/router.js:%d:5)\n", 9);
        String go = "goroutine 1 [running]:\nmain.buy(0x1)\n\t/app/shop.go:3 +0x1d\n"
                + frames("net/http.serve(0x2)\n\t/usr/local/go/src/net/http/server.go:%d +0x2\n", 9);
        String rust = "thread 'main' panicked\n"
                + frames("  %d: std::rt::lang_start\n             at /rustc/1/library/std/src/rt.rs:1\n", 9)
                + "  12: shop::buy\n             at ./src/shop.rs:3\n";

        for (String trace : new String[] {python, javaScript, go, rust}) {
            String shorter = StackTraces.shorter(trace);
            assertTrue(shorter.length() < trace.length() * .7, shorter);
            assertTrue(shorter.contains("shop") && shorter.contains("other frames"), shorter);
        }
        assertTrue(StackTraces.shorter(python).endsWith("raise KeyError('x')\nKeyError: 'x'\n"));
    }

    @Test
    void aShortTraceStaysAsItIs() {
        String trace = "Error: no\n" + frames("    at run (node:internal/a.js:%d:1)\n", 5);

        assertEquals(trace, StackTraces.shorter(trace));
    }

    private static String frames(String format, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> format.replace("%d", Integer.toString(i)))
                .collect(Collectors.joining());
    }
}
