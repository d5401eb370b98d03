// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What tools answer and people paste: JSON, logs, diffs, code and the like. */
public final class Materials {
    private static final String CAUSE = """
        Caused by: java.io.IOException: broken pipe
        \tat io.acme.Net.write(Net.java:7)
        \t... 41 more
        """;

    private final Dice dice;
    private final Prose prose;

    /** Throws these dice. */
    public Materials(Dice dice) {
        this.dice = dice;
        this.prose = new Prose(dice);
    }

    /** Any kind, of about so many lines. */
    public String any(int lines) {
        return switch (dice.between(0, 13)) {
            case 0, 1 -> rows(lines);
            case 2 -> nested(lines);
            case 3, 4 -> log(lines);
            case 5 -> trace(lines);
            case 6 -> diff(lines);
            case 7, 8 -> file(lines);
            case 9 -> listing(lines);
            case 10 -> markdown(lines);
            case 11 -> console(lines);
            case 12 -> yaml(lines);
            default -> odd(lines);
        };
    }

    /** Objects of one shape, pretty or not. */
    public String rows(int count) {
        boolean pretty = dice.chance(50);
        String kind = dice.pick("open", "closed", "waiting");
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\": %d, \"sku\": \"%s\", \"state\": \"%s\", \"price\": %d.%d0, \"note\": %s}"
                        .formatted(
                                1000 + i,
                                dice.hex(6),
                                dice.chance(80) ? kind : "failed",
                                dice.between(1, 999),
                                dice.between(0, 9),
                                dice.chance(30)
                                        ? "null"
                                        : "\"" + dice.pick("a \\\"b\\\"", "ü\\u00e9", "c:\\\\d", "") + "\""))
                .collect(Collectors.joining(pretty ? ",\n  " : ",", pretty ? "[\n  " : "[", pretty ? "\n]" : "]"));
    }

    /** An object of objects, numbers spelled in ways that a careless reader changes. */
    public String nested(int count) {
        StringJoiner members = new StringJoiner(",\n", "{\n", "\n}");
        for (int i = 0; i < count; i++) {
            members.add(
                    "  \"key%d\": {\"deep\": {\"list\": [1, 2.50, 1e3, -0, true, null, \"%s\"], \"big\": %s}, \"at\": \"2026-%02d-01\"}"
                            .formatted(i, dice.hex(4), "9007199254740993", dice.between(1, 12)));
        }
        return members.toString();
    }

    /** A server's log, with something rare in it. */
    public String log(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("2026-11-22 %02d:%02d:%02d,%03d "
                    .formatted(i / 3600 % 24, i / 60 % 60, i % 60, dice.between(0, 999)));
            text.append(
                    dice.chance(2)
                            ? "ERROR [worker-%d] disk /dev/sd%s is failing: code %s"
                                    .formatted(dice.between(1, 9), dice.pick("a", "b"), dice.hex(4))
                            : dice.pick(
                                            "INFO  [http-%d] GET /items/%d 200 %d ms",
                                            "DEBUG [pool-%d] connection %d borrowed, %d idle",
                                            "INFO  [job-%d] batch %d done in %d ms")
                                    .formatted(dice.between(1, 8), dice.between(1, 9999), dice.between(1, 400)));
            text.append('\n');
        }
        return text.toString();
    }

    private String trace(int frames) {
        StringBuilder text =
                new StringBuilder("java.lang.IllegalStateException: order " + dice.hex(5) + " is closed\n");
        for (int i = 0; i < frames; i++) {
            text.append("\tat ")
                    .append(dice.chance(25) ? "io.acme.order.Orders" : "org.framework.deep.Filter" + i % 7)
                    .append(".call(Source.java:")
                    .append(dice.between(10, 900))
                    .append(")\n");
        }
        return text.append(CAUSE).toString();
    }

    private String diff(int lines) {
        StringBuilder text =
                new StringBuilder("diff --git a/src/A.java b/src/A.java\n--- a/src/A.java\n+++ b/src/A.java\n");
        text.append("@@ -1,%d +1,%d @@ class A {\n".formatted(lines, lines));
        for (int i = 0; i < lines; i++) {
            text.append(dice.chance(70) ? " " : dice.pick("+", "-"))
                    .append(code(i))
                    .append('\n');
        }
        return text.toString();
    }

    /** A file of a program, as a tool reads it; sometimes with line numbers. */
    public String file(int lines) {
        boolean numbered = dice.chance(40);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(numbered ? "%6d\t".formatted(i + 1) : "")
                    .append(code(i))
                    .append('\n');
        }
        return text.toString();
    }

    private String code(int line) {
        return switch (line % 6) {
            case 0 -> "def part_%d(items, *, limit=%d):".formatted(line, dice.between(1, 99));
            case 1 -> "    \"\"\"Gives  every   item, spaced   oddly.\"\"\"";
            case 2 -> "    for i, item in enumerate(items):";
            case 3 -> "\tif (item == null || x[%d] > %d) { return; }  // `quoted`".formatted(line, dice.between(0, 9));
            case 4 -> "        total += item['price'] * %d".formatted(dice.between(2, 9));
            default -> "";
        };
    }

    private String listing(int lines) {
        return IntStream.range(0, lines)
                .mapToObj(i ->
                        "src/part%d/File%s.java:%d:    %s".formatted(i % 5, dice.hex(3), dice.between(1, 400), code(i)))
                .collect(Collectors.joining("\n"));
    }

    private String markdown(int lines) {
        List<String> text = new ArrayList<>(List.of("# Read me", ""));
        for (int i = 0; i < lines; i += 4) {
            text.add("- " + prose.sentence());
            text.add(dice.chance(50) ? "| a | b |\n|---|---|\n| 1 | 2 |" : fence(3));
        }
        return String.join("\n", text);
    }

    /** A block of code between fences, closed. */
    public String fence(int lines) {
        String mark = dice.pick("```", "```", "```", "~~~", "````");
        String inner = IntStream.range(0, lines).mapToObj(this::code).collect(Collectors.joining("\n"));
        return mark + dice.pick("", "python", "java", "json title=\"a b\"") + "\n" + inner + "\n" + mark;
    }

    private String console(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("\u001b[32m✔\u001b[0m step %d of %d\r".formatted(i, lines));
            text.append(dice.chance(20) ? "\n\n\n" : "\n");
        }
        return text.append(dice.pick("exit code 0", "exit code 1", "npm ERR! code ELIFECYCLE"))
                .toString();
    }

    private String yaml(int lines) {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < lines; i++) {
            text.append("  part-%d:\n    port: %d\n    list:\n      - a\n\n".formatted(i, dice.between(1, 65_535)));
        }
        return text.toString();
    }

    private String odd(int lines) {
        return switch (dice.between(0, 7)) {
            case 0 -> "";
            case 1 -> " ";
            case 2 -> "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAAAAUA".repeat(Math.max(1, lines));
            case 3 -> "{\"cut\": [1, 2, " + "3, ".repeat(lines);
            case 4 -> "```\nopened and never closed\n" + log(lines);
            case 5 -> "[aisbf] " + dice.hex(9);
            case 6 -> "x".repeat(lines * 80);
            default -> "\"only a text in quotes\"";
        };
    }
}
