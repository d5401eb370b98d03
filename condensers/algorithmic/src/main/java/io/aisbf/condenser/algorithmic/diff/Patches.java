// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.diff;

import io.aisbf.condenser.algorithmic.text.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Unified diffs with one line of context instead of three: what {@code diff -U1} would have written. A hunk whose lines
 * are not as many as its heading says stays as it is.
 */
public final class Patches {
    private Patches() {}

    /** The text with narrower hunks. */
    public static String narrower(String text) {
        if (!text.contains("@@ -")) {
            return text;
        }
        List<String> lines = Lines.of(text);
        List<String> shorter = new ArrayList<>(lines.size());
        int at = 0;
        while (at < lines.size()) {
            Optional<Hunk> hunk = Hunk.at(lines, at);
            if (hunk.isPresent()) {
                hunk.get().narrow(shorter);
                at = hunk.get().end();
            } else {
                shorter.add(lines.get(at));
                at++;
            }
        }
        return Lines.join(shorter);
    }
}
