// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlobsTest {
    private static final byte[] BYTES = new byte[600];

    static {
        new Random(1).nextBytes(BYTES);
    }

    @Test
    void base64AndHexadecimalBecomeAMark() {
        String base64 = Base64.getEncoder().encodeToString(BYTES);
        String hexadecimal = HexFormat.of().formatHex(BYTES);

        assertEquals(
                "{\"image\":\"data:image/png;base64," + Handle.of(base64, "base64, 800 characters") + "\"}",
                Blobs.marked("{\"image\":\"data:image/png;base64," + base64 + "\"}"));
        assertEquals(
                "sum: " + Handle.of(hexadecimal, "hexadecimal, 1200 characters") + ".",
                Blobs.marked("sum: " + hexadecimal + "."));
    }

    @Test
    void aBlobGoesOverFullLines() {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(BYTES);
        String pem = "-----BEGIN THING-----\n" + lines + "\n-----END THING-----\n";

        String shorter = Blobs.marked(pem);

        assertTrue(
                shorter.matches("-----BEGIN THING-----\n⟦aisbf:\\w{8} base64, \\d+ characters⟧\n-----END THING-----\n"),
                shorter);
    }

    @Test
    void longWordsPathsNumbersAndRulesAreNoBlobs() {
        for (String text : List.of(
                "a/very/long/path/".repeat(40),
                "1234567890".repeat(60),
                "-".repeat(500),
                "Donaudampfschifffahrt".repeat(30),
                "CONSTANT_NAME_".repeat(50))) {
            assertEquals(text, Blobs.marked(text));
        }
    }
}
