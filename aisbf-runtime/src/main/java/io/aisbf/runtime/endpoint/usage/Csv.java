// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.usage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of comma-separated values as RFC 4180 has them. A cell that a spreadsheet would take for a formula gets an
 * apostrophe before it: names of models come from clients, and who opens the file is to read them and not to run them
 * (OWASP, "CSV Injection").
 */
final class Csv {
    /** What formulas begin with, in full width too; a tab or line break before them is passed over by some programs. */
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private final StringBuilder text = new StringBuilder();

    /** Adds a line. */
    void line(List<String> cells) {
        text.append(cells.stream().map(Csv::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(String value) {
        String safe = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
