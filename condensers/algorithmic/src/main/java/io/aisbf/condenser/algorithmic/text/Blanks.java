// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import java.util.ArrayList;
import java.util.List;

/** Runs of blank lines become one blank line; in what is not prose nothing is changed. */
public final class Blanks {
    private Blanks() {}

    /** The text with single blank lines. */
    public static String single(String text) {
        if (!text.contains("\n\n\n") && !text.contains(" \n")) {
            return text;
        }
        List<String> shorter = new ArrayList<>();
        boolean blank = false;
        for (String line : Lines.of(text)) {
            boolean before = blank;
            blank = line.isBlank();
            if (!blank) {
                shorter.add(line);
            } else if (!before) {
                shorter.add("");
            }
        }
        return Lines.join(shorter);
    }
}
