// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of a file of comma-separated values (RFC 4180), whose quoted fields may hold line breaks. Stateless. */
final class Csv {
    private Csv() {}

    /** All rows but the first, which names the columns. */
    static List<List<String>> rows(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        // The last row may have no line break.
        String text = Files.readString(file).stripTrailing() + "\n";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (doubled) {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString().strip());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        return rows.isEmpty() ? rows : rows.subList(1, rows.size());
    }
}
