// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.condenser.algorithmic.json.Node.Leaf;
import io.aisbf.condenser.algorithmic.json.Node.Members;
import io.aisbf.condenser.algorithmic.json.Node.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonFormsTest {
    private static final String ROWS = """
        [
          {"id": 1, "state": "open", "user": {"name": "ann", "age": 31.0}, "tags": []},
          {"id": 2, "state": "open", "user": {"name": "bob", "age": 1e2}, "tags": ["x, \\"y\\""]},
          {"id": 3, "state": "open", "user": {"name": "eve", "age": null}, "tags": []}
        ]
        """;

    @Test
    void rowsOfEqualObjectsBecomeATable() {
        assertEquals("""
            {"columns":["id",{"user":["name","age"]},"tags"],"every":{"state":"open"},\
            "rows":[[1,["ann",31.0],[]],[2,["bob",1e2],["x, \\"y\\""]],[3,["eve",null],[]]]}\
            """, JsonForms.tables(ROWS));
    }

    @Test
    void aMinifiedTextKeepsEverySpelling() {
        String spelled = """
            { "a" : [ 1.0e+3 , -0 , "\\u00e9 é  \\/" ] ,
            "much longer than eighty characters": true , "z":
            { } }\
            """;

        assertEquals(
                "{\"a\":[1.0e+3,-0,\"\\u00e9 é  \\/\"],\"much longer than eighty characters\":true,\"z\":{}}",
                JsonForms.minified(spelled));
    }

    @Test
    void whatIsNotJsonIsLeftAlone() {
        for (String text : List.of(
                "{\"a\": 1, \"a\": 2}",
                "[1, 2,]",
                "{\"a\": \"\ud800\"}",
                "{'a': 1}",
                "[01]",
                "[1] [2]",
                "{\"a\": NaN}")) {
            String padded = text + " ".repeat(100);
            assertEquals(padded, JsonForms.minified(padded));
            assertEquals(padded, JsonForms.tables(padded));
            assertFalse(JsonForms.isJson(padded), text);
        }
    }

    @Test
    void linesOfObjectsBecomeATableThatSaysSo() {
        String lines = IntStream.range(0, 9)
                .mapToObj(i -> "{\"time\":" + i + ",\"level\":\"info\",\"message\":\"started worker " + i + "\"}\n")
                .reduce("", String::concat);

        String table = JsonForms.tables(lines);

        assertTrue(
                table.startsWith("{\"lines\":{\"columns\":[\"time\",\"message\"],\"every\":{\"level\":\"info\"}"),
                table);
        assertTrue(JsonForms.isJson(table));
    }

    @Test
    void valuesBetweenWordsAreRewrittenWhereTheyBeginAndEndALine() {
        String text =
                "HTTP/1.1 200 OK\n\n{\n  \"status\" : \"ok\",\n  \"list\" : [ 1, 2, 3 ]\n}\nand [ 1, 2 ] in a line "
                        + ".".repeat(50);

        assertEquals(
                "HTTP/1.1 200 OK\n\n{\"status\":\"ok\",\"list\":[1,2,3]}\nand [ 1, 2 ] in a line " + ".".repeat(50),
                JsonForms.minified(text));
    }

    @Test
    void whatLooksLikeATableAlreadyIsNotMadeOneAgain() {
        String own = "{\"columns\": [\"a\"], \"rows\": [[1]], \"list\": " + ROWS + "}";

        assertEquals(JsonForms.minified(own), JsonForms.tables(own));
    }

    @Test
    void everyTableCanBeUndone() {
        SplittableRandom random = new SplittableRandom(7);
        int tables = 0;
        for (int i = 0; i < 3000; i++) {
            Node value = value(random, 0);
            String text = value.written() + " ".repeat(80);
            String shorter = JsonForms.tables(text);
            Node read = JsonText.read(shorter).orElseThrow();

            assertTrue(shorter.length() <= text.length());
            assertEquals(sorted(value), sorted(ColumnsReversed.of(read)), text);
            tables += Columns.tables(read) ? 1 : 0;
        }
        assertTrue(tables > 300, tables + " tables only");
    }

    @Test
    void hostileTextsTakeNoLongerThanTheirSize() {
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (String text : List.of(
                    "[".repeat(1_000_000),
                    "{\"a\":".repeat(200_000),
                    "[".repeat(500) + "]".repeat(500),
                    "[{\"a\":[{\"b\":" + "[{\"c\":1},{\"c\":2},{\"c\":3}],".repeat(20_000),
                    "\"" + "\\".repeat(1_000_000),
                    "{\n".repeat(300_000),
                    nested(8))) {
                JsonForms.minified(text);
                JsonForms.tables(text);
            }
        });
    }

    private static String nested(int depth) {
        String inner = depth == 0 ? "1" : nested(depth - 1);
        String object = "{\"a\":" + inner + "}";
        return "[" + object + "," + object + "," + object + "]";
    }

    /** Any value, with rows of equal objects more often than chance would have it. */
    private static Node value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 8)) {
            case 0 -> new Leaf("null");
            case 1 -> new Leaf(Integer.toString(random.nextInt(3)));
            case 2 -> new Leaf("\"\\u00e9" + random.nextInt(5) + "\"");
            case 3 -> new Leaf("-1.50e3");
            case 4 -> members(names(random), random, depth);
            case 5 ->
                new Row(IntStream.range(0, random.nextInt(4))
                        .mapToObj(_ -> value(random, depth + 1))
                        .toList());
            default -> {
                List<String> names = names(random);
                yield new Row(IntStream.range(0, random.nextInt(3, 7))
                        .<Node>mapToObj(_ -> members(names, random, depth))
                        .toList());
            }
        };
    }

    private static List<String> names(SplittableRandom random) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> "\"name" + i + "\"")
                .toList();
    }

    private static Members members(List<String> names, SplittableRandom random, int depth) {
        return new Members(
                names, names.stream().map(_ -> value(random, depth + 1)).toList());
    }

    /** The same with the members of all objects in one order. */
    private static Node sorted(Node value) {
        return switch (value) {
            case Leaf leaf -> leaf;
            case Row row ->
                new Row(row.elements().stream().map(JsonFormsTest::sorted).toList());
            case Members members -> {
                List<Integer> order = new ArrayList<>(
                        IntStream.range(0, members.names().size()).boxed().toList());
                order.sort(Comparator.comparing(members.names()::get));
                yield new Members(
                        order.stream().map(members.names()::get).toList(),
                        order.stream().map(i -> sorted(members.values().get(i))).toList());
            }
        };
    }
}
