// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.logs;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Answers of tools in JSON, as most tools write them: with line breaks and two spaces a level. */
final class JsonRows {
    private static final int ROWS = 300;

    private JsonRows() {}

    /** Tokens with white space, without it, and as the method says it. */
    static Table table(CondensationMethod method, Path loghub) throws IOException, InterruptedException {
        Table table = new Table(
                "Tokens of JSON (o200k)",
                List.of("answer of a tool", "as written", "without white space", "algorithmic", "ratio"),
                List.of(),
                "The last loses nothing: rows of equal objects are written as a table, which a test undoes.");
        table = row(table, "300 rows of a log", method, log(SystemLog.read(loghub, "Hadoop")));
        table = row(table, "300 orders with nested customers", method, orders());
        return row(
                table,
                "nested, no two objects alike",
                method,
                mixed(new SplittableRandom(4), 0).finish().toString());
    }

    private static Table row(Table table, String name, CondensationMethod method, String minified)
            throws IOException, InterruptedException {
        String pretty = pretty(minified);
        String shorter = new LogSurvey(method, 1).condensed(pretty, 1_000_000, "");
        long before = count(pretty);
        long after = count(shorter);
        return table.row(name, before, count(minified), after, (double) before / after);
    }

    private static long count(String text) {
        return Counting.tokens().count(Counting.MODEL, text);
    }

    private static String log(SystemLog log) {
        JsonWriter json = new JsonWriter().array();
        for (int i = 0; i < ROWS; i++) {
            json.object().name("id").number(i).name("source").text("hadoop").name("message");
            json.text(log.contents().get(i)).name("template").text(log.events().get(i));
            json.name("acknowledged").bool(false).end();
        }
        return json.end().finish().toString();
    }

    private static String orders() {
        SplittableRandom random = new SplittableRandom(3);
        JsonWriter json = new JsonWriter()
                .object()
                .name("total")
                .number(ROWS)
                .name("orders")
                .array();
        for (int i = 0; i < ROWS; i++) {
            json.object()
                    .name("number")
                    .number(random.nextInt(10_000, 99_999))
                    .name("currency")
                    .text("EUR");
            json.name("customer").object().name("id").number(i * 7L).name("country");
            json.text(random.nextBoolean() ? "DE" : "IT")
                    .name("vip")
                    .bool(random.nextInt(9) == 0)
                    .end();
            json.name("amount")
                    .number(random.nextInt(1, 900_000) / 100.0)
                    .name("note")
                    .raw(RawJson.NULL);
            json.end();
        }
        return json.end().end().finish().toString();
    }

    private static JsonWriter mixed(SplittableRandom random, int depth) {
        JsonWriter json = new JsonWriter().object();
        int members = random.nextInt(4, 7);
        for (int i = 0; i < members; i++) {
            json.name("field_" + random.nextInt(1000) + "_" + i);
            if (depth < 4) {
                json.raw(mixed(random, depth + 1).finish());
            } else {
                json.text("value " + random.nextInt(100_000));
            }
        }
        return json.end();
    }

    /** The same with white space; strings have none that matters here but spaces. */
    private static String pretty(String minified) {
        StringBuilder pretty = new StringBuilder();
        int level = 0;
        boolean quoted = false;
        for (int i = 0; i < minified.length(); i++) {
            char c = minified.charAt(i);
            quoted ^= c == '"' && minified.charAt(i - 1) != '\\';
            if (!quoted && (c == '{' || c == '[')) {
                pretty.append(c).append('\n').repeat(' ', 2 * ++level);
            } else if (!quoted && (c == '}' || c == ']')) {
                pretty.append('\n').repeat(' ', 2 * --level).append(c);
            } else if (!quoted && c == ',') {
                pretty.append(c).append('\n').repeat(' ', 2 * level);
            } else {
                pretty.append(c).append(!quoted && c == ':' ? " " : "");
            }
        }
        return pretty.toString();
    }
}
