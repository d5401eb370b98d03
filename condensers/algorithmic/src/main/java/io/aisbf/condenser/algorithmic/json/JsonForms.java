// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.json;

import io.aisbf.condenser.algorithmic.text.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON in fewer characters. Takes texts that are JSON as a whole, lines of JSON, and values that begin a line. */
public final class JsonForms {
    /** The only member of what had been one object on each line. */
    static final String LINES = "\"lines\"";

    private static final int SHORTEST = 80;
    private static final int FEWEST_LINES = 3;

    private JsonForms() {}

    /** Whether a text is one JSON object or array. */
    public static boolean isJson(String text) {
        return starts(text, 0) && JsonText.read(text).isPresent();
    }

    /** The same without white space between values. */
    public static String minified(String text) {
        return rewritten(text, false);
    }

    /** The same with rows of equal objects as tables. */
    public static String tables(String text) {
        return rewritten(text, true);
    }

    private static String rewritten(String text, boolean tables) {
        if (text.length() < SHORTEST || (text.indexOf('{') < 0 && text.indexOf('[') < 0)) {
            return text;
        }
        if (starts(text, 0)) {
            Optional<Node> whole = JsonText.read(text);
            if (whole.isPresent()) {
                return shorter(text, form(whole.get(), tables));
            }
        }
        Optional<Node> lines = tables ? lines(text).map(Node.Row::new).map(Columns::of) : Optional.empty();
        return lines.isPresent() && lines.get() instanceof Node.Members table
                ? shorter(text, "{" + LINES + ":" + table.written() + "}")
                : values(text, tables);
    }

    private static String form(Node value, boolean tables) {
        return tables && !Columns.tables(value) ? Columns.of(value).written() : value.written();
    }

    private static String shorter(String text, String other) {
        return other.length() < text.length() ? other : text;
    }

    private static boolean starts(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{' || c == '[') {
                return true;
            }
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                return false;
            }
        }
        return false;
    }

    /** The values of a text that has one object on each line. */
    private static Optional<List<Node>> lines(String text) {
        List<Node> values = new ArrayList<>();
        for (String line : Lines.of(text)) {
            if (line.isBlank()) {
                continue;
            }
            Optional<Node> value = line.startsWith("{") ? JsonText.read(line) : Optional.empty();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        boolean ambiguous = values.stream().anyMatch(Columns::tables);
        return values.size() < FEWEST_LINES || ambiguous ? Optional.empty() : Optional.of(values);
    }

    /** The text with the values in it rewritten that begin a line and end one. */
    private static String values(String text, boolean tables) {
        StringBuilder shorter = new StringBuilder();
        int copied = 0;
        int failures = 0;
        int from = 0;
        while (from < text.length() && failures < 8) {
            int next = text.indexOf('\n', from) + 1;
            char first = text.charAt(from);
            if (first == '{' || first == '[') {
                Optional<JsonText.Found> found = JsonText.read(text, from);
                if (found.isPresent() && endsLine(text, found.get().end())) {
                    int end = found.get().end();
                    shorter.append(text, copied, from).append(form(found.get().value(), tables));
                    copied = end;
                    next = text.indexOf('\n', end) + 1;
                } else {
                    failures++;
                }
            }
            if (next == 0) {
                break;
            }
            from = next;
        }
        shorter.append(text, copied, text.length());
        return shorter(text, shorter.toString());
    }

    private static boolean endsLine(String text, int at) {
        return at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }
}
