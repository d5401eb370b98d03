// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** `aisbf usage` and `aisbf limits`: what gateways that run have used, and how full their limits are, as tables. */
final class Figures {
    private static final String UNKNOWN = "-";
    private static final List<String> TOKENS =
            List.of("attempts", "failed", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens");

    private final Running running;
    private final PrintStream out;

    Figures(Running running, PrintStream out) {
        this.running = running;
        this.out = out;
    }

    /** Prints what each has used, or, for other programs, what the only one has. */
    int usage(Arguments.Report report) throws CommandException, IOException {
        List<RunFile> files = running.somebody();
        if (report.csv() && files.size() > 1) {
            throw CommandException.failed(
                    "several gateways run, and lines of two would be mixed; name one with --port");
        }
        for (RunFile file : files) {
            Knock.Answer answer = asked(file, "/api/usage" + query(report));
            if (report.csv()) {
                out.print(answer.body());
            } else {
                out.println("aisbf on " + file.address() + " used from "
                        + answer.text("from").orElse(UNKNOWN) + " to "
                        + answer.text("until").orElse(UNKNOWN));
                print(answer);
            }
        }
        return 0;
    }

    private static String query(Arguments.Report report) {
        List<String> parameters = new ArrayList<>();
        report.by().ifPresent(by -> parameters.add("by=" + encoded(by)));
        report.last().ifPresent(last -> parameters.add("from=" + encoded(last)));
        if (report.csv()) {
            parameters.add("format=csv");
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Knock.Answer asked(RunFile file, String path) throws CommandException, IOException {
        Knock.Answer answer = Knock.get(URI.create(file.local() + path), Optional.of(file.token()));
        if (answer.status() != 200) {
            throw CommandException.failed(answer.message());
        }
        return answer;
    }

    private void print(Knock.Answer usage) {
        List<Knock.Answer> rows = usage.parts("rows");
        if (rows.isEmpty()) {
            out.println("  nothing");
            return;
        }
        List<String> by = usage.texts("by");
        Table table = new Table(by.size());
        List<String> head = new ArrayList<>(by);
        head.addAll(TOKENS);
        head.add("cost_usd");
        table.line(head);
        for (Knock.Answer row : rows) {
            table.line(figures(
                    row, by.stream().map(name -> row.text(name).orElse(UNKNOWN)).toList()));
        }
        Knock.Answer total = usage.part("total");
        List<String> label = new ArrayList<>(List.of("total"));
        by.stream().skip(1).forEach(_ -> label.add(""));
        table.line(figures(total, label));
        table.print(out);
        note(total, "unpriced", "without a known price, which cost_usd leaves out");
        note(total, "uncertain", "that broke off or that nobody counted: they used at least that much");
    }

    private static List<String> figures(Knock.Answer row, List<String> labels) {
        List<String> cells = new ArrayList<>(labels);
        TOKENS.forEach(name -> cells.add(grouped(row.number(name).orElse(0))));
        cells.add(row.raw("cost_usd").orElse(UNKNOWN));
        return cells;
    }

    private void note(Knock.Answer total, String member, String words) {
        long count = total.number(member).orElse(0);
        if (count > 0) {
            out.println("  among them " + grouped(count) + " " + words);
        }
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Prints how full the limits of each are. */
    int limits() throws CommandException, IOException {
        for (RunFile file : running.somebody()) {
            List<Knock.Answer> limits = asked(file, "/api/limits").parts("limits");
            out.println("aisbf on " + file.address() + (limits.isEmpty() ? " has no limits" : ""));
            if (!limits.isEmpty()) {
                Table table = new Table(3);
                table.line(List.of("limit", "unit", "window", "used", "reserved", "most", "fill", "resets in"));
                limits.forEach(limit -> table.line(cells(limit, Instant.now())));
                table.print(out);
            }
        }
        return 0;
    }

    private static List<String> cells(Knock.Answer limit, Instant now) {
        return List.of(
                limit.text("name").orElse(UNKNOWN),
                limit.text("unit").orElse(UNKNOWN),
                window(limit),
                limit.raw("used").orElse(UNKNOWN),
                limit.raw("reserved").orElse(UNKNOWN),
                limit.raw("most").orElse(UNKNOWN),
                limit.raw("fill_percent").map(percent -> percent + " %").orElse(UNKNOWN),
                limit.text("resets")
                        .map(end -> Running.span(Duration.between(now, Instant.parse(end))))
                        .orElse(UNKNOWN));
    }

    private static String window(Knock.Answer limit) {
        String kind = limit.text("window").orElse(UNKNOWN);
        Optional<String> length = limit.number("window_ms").stream()
                .mapToObj(millis -> millis % 1000 == 0 ? Running.span(Duration.ofMillis(millis)) : millis + " ms")
                .findFirst();
        return length.map(span -> (kind.equals("spacing") ? "every " : "") + span)
                .orElse(kind);
    }

    /** Lines whose cells stand one below the other: words at the left of their column, numbers at the right. */
    private static final class Table {
        private static final int WIDEST = 60;

        private final int words;
        private final List<List<String>> lines = new ArrayList<>();

        /** A table that begins with so many columns of words. */
        Table(int words) {
            this.words = words;
        }

        void line(List<String> cells) {
            lines.add(cells.stream().map(Table::shown).toList());
        }

        void print(PrintStream out) {
            for (List<String> line : lines) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < line.size(); i++) {
                    String space = " ".repeat(width(i) - length(line.get(i)));
                    text.append("  ").append(i < words ? line.get(i) + space : space + line.get(i));
                }
                out.println(text.toString().stripTrailing());
            }
        }

        private int width(int column) {
            return lines.stream()
                    .mapToInt(line -> length(line.get(column)))
                    .max()
                    .orElse(0);
        }

        private static int length(String text) {
            return text.codePointCount(0, text.length());
        }

        /** Without what would steer the terminal: names may come from clients. */
        private static String shown(String cell) {
            StringBuilder shown = new StringBuilder();
            cell.codePoints()
                    .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                    .limit(WIDEST)
                    .forEach(shown::appendCodePoint);
            return length(cell) > WIDEST ? shown + "..." : shown.toString();
        }
    }
}
