// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.RawJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Walks over JSON text by recursive descent, after the grammar of RFC 8259. */
final class JsonScanner {
    private static final int DEEPEST = 512;

    private final byte[] source;
    private final int from;
    private final int to;
    private int at;
    private int depth;

    JsonScanner(byte[] source, int from, int to) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.at = from;
    }

    /** Told of each member. */
    interface Members {
        void member(String name, int start, int end);
    }

    /** Told of each element. */
    interface Elements {
        void element(int start, int end);
    }

    /** Checks that the bytes are one value of that kind and nothing else, in valid UTF-8. */
    void document(RawJson.Kind kind) {
        decode(from, to);
        at = skipSpace(from);
        int start = at;
        value();
        if (skipSpace(at) != to) {
            throw wrong("something follows the value");
        }
        if (RawJson.slice(source, start, at).kind() != kind) {
            throw wrong("a document that is not of kind " + kind);
        }
    }

    /** Walks over the object at the start and gives where it ends. */
    int object(Members members) {
        Set<String> names = new HashSet<>();
        expect('{');
        at = skipSpace(at);
        if (peek() != '}') {
            do {
                at = skipSpace(at);
                String name = text(at);
                if (!names.add(name)) {
                    throw wrong("a second member of the same name");
                }
                at = skipSpace(at);
                expect(':');
                at = skipSpace(at);
                int start = at;
                value();
                members.member(name, start, at);
                at = skipSpace(at);
            } while (comma());
        }
        expect('}');
        return at;
    }

    /** Walks over the array at the start. */
    void array(Elements elements) {
        expect('[');
        at = skipSpace(at);
        if (peek() != ']') {
            do {
                at = skipSpace(at);
                int start = at;
                value();
                elements.element(start, at);
                at = skipSpace(at);
            } while (comma());
        }
        expect(']');
    }

    /** The content of the string that stands there. */
    String text(int start) {
        at = start;
        expect('"');
        StringBuilder text = new StringBuilder();
        int plain = at;
        while (peek() != '"') {
            int c = peek();
            if (c >= 0 && c < 0x20) {
                throw wrong("a control character in a string");
            }
            at++;
            if (c == '\\') {
                text.append(decode(plain, at - 1));
                text.append(escape());
                plain = at;
            }
        }
        text.append(decode(plain, at));
        at++;
        return text.toString();
    }

    int skipSpace(int start) {
        int end = start;
        while (end < to && (source[end] == ' ' || source[end] == '\t' || source[end] == '\n' || source[end] == '\r')) {
            end++;
        }
        return end;
    }

    private void value() {
        switch (peek()) {
            case '{' -> nested(() -> object((name, start, end) -> {}));
            case '[' -> nested(() -> array((start, end) -> {}));
            case '"' -> text(at);
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void nested(Runnable walk) {
        depth++;
        if (depth > DEEPEST) {
            throw wrong("more than " + DEEPEST + " levels");
        }
        walk.run();
        depth--;
    }

    private char escape() {
        int c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw wrong("an escape that JSON does not have");
        };
    }

    private char hex() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit((char) peek(), 16);
            if (digit < 0) {
                throw wrong("an escape without four hexadecimal digits");
            }
            unit = unit * 16 + digit;
            at++;
        }
        return (char) unit;
    }

    private void number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int whole = at;
        digits();
        if (source[whole] == '0' && at > whole + 1) {
            throw wrong("a number with a leading zero");
        }
        if (at < to && source[at] == '.') {
            at++;
            digits();
        }
        if (at < to && (source[at] | 0x20) == 'e') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        if (at == start) {
            throw wrong("no value");
        }
    }

    private void digits() {
        int start = at;
        while (at < to && source[at] >= '0' && source[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("no digit where one is wanted");
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private boolean comma() {
        if (peek() != ',') {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("no '" + c + "' where one is wanted");
        }
        at++;
    }

    private int peek() {
        if (at >= to) {
            throw wrong("the text ends too early");
        }
        return source[at];
    }

    private String decode(int start, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(source, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonException("the text is not valid UTF-8", e);
        }
    }

    private JsonException wrong(String what) {
        return new JsonException("at byte " + (at - from) + ": " + what);
    }
}
