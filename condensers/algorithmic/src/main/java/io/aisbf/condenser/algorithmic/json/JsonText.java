// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads JSON out of text into {@link Node}s, in one pass and with every spelling kept, which the gateway's reader, made
 * for bytes that are indexed level by level, does not offer. As strict as that one: RFC 8259, distinct names, at most
 * 512 levels; besides, no lone surrogates. What is not such JSON is empty, never an exception.
 */
final class JsonText {
    private static final int DEEPEST = 512;
    private static final int FEW = 16;

    private final String text;
    private int at;

    private JsonText(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** A value and where it ends. */
    record Found(Node value, int end) {}

    /** The one value that the text is, white space around it aside. */
    static Optional<Node> read(String text) {
        Optional<Found> found = read(text, 0);
        return found.filter(value -> blank(text, value.end())).map(Found::value);
    }

    /** The value that begins at that place, white space before it aside. */
    static Optional<Found> read(String text, int from) {
        JsonText reader = new JsonText(text, from);
        try {
            Node value = reader.value(0);
            return Optional.of(new Found(value, reader.at));
        } catch (NotJson none) {
            return Optional.empty();
        }
    }

    private static boolean blank(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!space(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Ends the reading; without a trace, since most text is not JSON. */
    private static final class NotJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NotJson() {
            super("not JSON", null, false, false);
        }
    }

    private Node value(int depth) {
        skip();
        return switch (peek()) {
            case '{' -> members(depth + 1);
            case '[' -> row(depth + 1);
            case '"' -> new Node.Leaf(string());
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private Node members(int depth) {
        deeper(depth);
        List<String> names = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        Set<String> known = HashSet.newHashSet(0);
        at++;
        skip();
        if (peek() == '}') {
            at++;
            return new Node.Members(names, values);
        }
        while (true) {
            skip();
            expect(peek() == '"');
            String name = string();
            expect(names.size() < FEW ? !names.contains(name) : distinct(names, known, name));
            names.add(name);
            skip();
            expect(peek() == ':');
            at++;
            values.add(value(depth));
            if (ends('}')) {
                return new Node.Members(names, values);
            }
        }
    }

    /** Many names are looked up, a few are gone through. */
    private static boolean distinct(List<String> names, Set<String> known, String name) {
        if (known.isEmpty()) {
            known.addAll(names);
        }
        return known.add(name);
    }

    private Node row(int depth) {
        deeper(depth);
        List<Node> elements = new ArrayList<>();
        at++;
        skip();
        if (peek() == ']') {
            at++;
            return new Node.Row(elements);
        }
        while (true) {
            elements.add(value(depth));
            if (ends(']')) {
                return new Node.Row(elements);
            }
        }
    }

    /** Goes over a comma or the end, and tells which. */
    private boolean ends(char bracket) {
        skip();
        char c = peek();
        expect(c == ',' || c == bracket);
        at++;
        return c == bracket;
    }

    private void deeper(int depth) {
        expect(depth <= DEEPEST);
    }

    private String string() {
        int from = at++;
        while (true) {
            char c = peek();
            expect(c >= 0x20);
            if (c == '"') {
                at++;
                return text.substring(from, at);
            }
            if (c == '\\') {
                escape();
            } else if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1));
                expect(pair);
                at += 2;
            } else {
                at++;
            }
        }
    }

    private void escape() {
        at++;
        char c = peek();
        at++;
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                expect(Character.digit(peek(), 16) >= 0 && peek() < 0x80);
                at++;
            }
        } else {
            expect("\"\\/bfnrt".indexOf(c) >= 0);
        }
    }

    private Node word(String word) {
        expect(text.startsWith(word, at));
        at += word.length();
        return new Node.Leaf(word);
    }

    private Node number() {
        int from = at;
        at += peek() == '-' ? 1 : 0;
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            at += peek() == '-' || peek() == '+' ? 1 : 0;
            digits();
        }
        return new Node.Leaf(text.substring(from, at));
    }

    private void digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        expect(at > from);
    }

    private void skip() {
        while (at < text.length() && space(text.charAt(at))) {
            at++;
        }
    }

    private static boolean space(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private char peek() {
        expect(at < text.length());
        return text.charAt(at);
    }

    private static void expect(boolean right) {
        if (!right) {
            throw new NotJson();
        }
    }
}
