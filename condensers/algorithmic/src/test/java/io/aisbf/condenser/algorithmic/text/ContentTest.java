// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTest {
    @Test
    void tellsCode() {
        assertEquals(Content.CODE, content("""
            import os

            def total(rows):
                sum = 0
                for row in rows:
                    sum += row.price
                return sum
            """));
        assertEquals(Content.CODE, content("""
              1→package a.b;
              2→
              3→/** A thing. */
              4→final class Thing {
              5→    private int size;
              6→}
            """));
    }

    @Test
    void tellsWhatHasColumnsOrKeys() {
        assertEquals(Content.LAYOUT, content("services:\n  web:\n    image: nginx\n    ports:\n      - 80:80\n"));
        assertEquals(Content.LAYOUT, content("| a | b |\n|---|---|\n| 1 | 2 |\n"));
        assertEquals(
                Content.LAYOUT,
                content("NAME      READY   STATUS\nweb-1     1/1     Running\nweb-2     0/1     Pending\n"));
    }

    @Test
    void tellsLogsByTheirTimesOrLevels() {
        for (String line : List.of(
                "2015-07-29 17:41:44,747 - INFO  [QuorumPeer] - Notification time out: 3200",
                "2026-01-02T03:04:05.678Z started",
                "Jun 14 15:16:01 combo sshd[19939]: authentication failure",
                "[Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok",
                "03-17 16:13:38.811  1702  2395 D WindowManager: opening",
                "081109 203615 148 INFO dfs.DataNode: terminating",
                "- 1117838570 2005.06.03 R02-M1-N0 instruction cache parity error corrected",
                "APPREAD 1117869872 2005.06.04 R04-M1 ciod: failed",
                "127.0.0.1 [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200",
                "[INFO] Building jar",
                "level=ERROR msg=\"no\"")) {
            assertTrue(Content.isLog(line), line);
        }
        assertFalse(Content.isLog("Please have information ready by 5 o'clock."));
        assertFalse(Content.isLog("In May we sold 12 of them."));
    }

    @Test
    void proseIsProse() {
        assertEquals(Content.OTHER, content("We went there.\nIt was closed, so we came back.\nThe end.\n"));
    }

    @Test
    void theHeadingOfALineEndsWhereItBeginsToSaySomething() {
        assertEquals("combo sshd: x", said("Jun 14 15:16:01 combo sshd: x"));
        assertEquals("[notice] ok", said("[Sun Dec 04 04:47:44 2005] [notice] ok"));
        assertEquals("INFO  [a] - b", said("2015-07-29 17:41:44,747 - INFO  [a] - b"));
        assertEquals("no time at all 12:30:11", said("no time at all 12:30:11"));
    }

    private static String said(String line) {
        return line.substring(Heading.length(line, 0, line.length()));
    }

    private static Content content(String text) {
        return Content.of(Lines.of(text));
    }
}
