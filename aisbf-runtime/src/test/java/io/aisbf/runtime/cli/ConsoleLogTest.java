// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ConsoleLog log = new ConsoleLog(Level.INFO, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    private final System.Logger logger = log.getLogger("a.b.C", ConsoleLogTest.class.getModule());

    @Test
    void writesOneLineARecord() {
        logger.log(Level.WARNING, "port {0} of {1}", 17765, "here");
        logger.log(Level.INFO, "no values, {0} stays");
        logger.log(Level.DEBUG, "not this");

        List<String> lines = lines();
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.getFirst().endsWith("Z WARNING a.b.C: port 17765 of here"), lines.toString());
        assertTrue(lines.getLast().endsWith("Z INFO a.b.C: no values, {0} stays"), lines.toString());
    }

    @Test
    void aLineBreakInAMessageForgesNoLine() {
        logger.log(Level.INFO, "found {0}", "x\r\n2026 INFO forged");

        assertEquals(1, lines().size(), lines().toString());
    }

    @Test
    void tellsWhatWasThrownAndWhatCausedIt() {
        logger.log(Level.ERROR, "it broke", new IllegalStateException("outer", new IllegalArgumentException("inner")));

        String all = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(all.contains("\tjava.lang.IllegalStateException: outer\n\t\tat "), all);
        assertTrue(all.contains("\tcaused by java.lang.IllegalArgumentException: inner\n"), all);
    }

    @Test
    void keepsALineThatCannotBeFilled() {
        logger.log(Level.INFO, "open {", "value");

        assertTrue(lines().getFirst().endsWith("open { value"), lines().toString());
    }

    @Test
    void heedsTheVariable() {
        assertEquals(Level.DEBUG, ConsoleLog.level(Optional.of("debug")));
        assertEquals(Level.INFO, ConsoleLog.level(Optional.of("loud")));
        assertEquals(Level.INFO, ConsoleLog.level(Optional.empty()));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
