// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of loghub, with what its authors found in it.
 *
 * @param name the system
 * @param lines as they were written
 * @param contents what each line says, without time and component
 * @param events the template of each line
 */
record SystemLog(String name, List<String> lines, List<String> contents, List<String> events) {
    /** Reads {@code NAME.log} and {@code NAME.csv}. */
    static SystemLog read(Path folder, String name) {
        List<String> lines = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        List<String> events = new ArrayList<>();
        List<String> raw = lines(folder.resolve(name + ".log"));
        List<List<String>> table = lines(folder.resolve(name + ".csv")).stream()
                .map(SystemLog::cells)
                .toList();
        int content = table.getFirst().indexOf("Content");
        int event = table.getFirst().indexOf("EventId");
        for (int i = 1; i < table.size() && i <= raw.size(); i++) {
            String said = table.get(i).get(content).strip();
            if (!said.isEmpty() && raw.get(i - 1).contains(said)) {
                lines.add(raw.get(i - 1));
                contents.add(said);
                events.add(table.get(i).get(event));
            }
        }
        return new SystemLog(name, lines, contents, events);
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String row) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c == '"' && quoted && i + 1 < row.length() && row.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    /** A line of this log that says something else, with time and component of that one. */
    String saying(int line, String said) {
        return lines.get(line).replace(contents.get(line), said);
    }
}
