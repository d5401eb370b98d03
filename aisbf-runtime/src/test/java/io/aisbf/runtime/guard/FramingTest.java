// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Raw requests and their verdicts: the body that is echoed, or a status after which the connection is closed. */
class FramingTest {
    /** Rides behind every refused request: no answer to it may ever appear. */
    private static final String SMUGGLED = "GET /hello HTTP/1.1\r\nHost: smuggled\r\n\r\n";

    private static final String CHUNKED = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static GuardedServer server;

    @BeforeAll
    static void start() {
        server = new GuardedServer(GuardedServer.patient());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    record Case(String name, String bytes, int status, String body) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("legal")
    void acceptsTheLegalAndKeepsTheConnection(Case legal) throws IOException {
        try (Wire wire = server.wire()) {
            wire.send(legal.bytes + SMUGGLED);
            Wire.Answer answer = wire.answer();
            assertEquals(200, answer.status());
            assertEquals(legal.body, answer.text());
            assertEquals("hello", wire.answer().text());
        }
    }

    @ParameterizedTest
    @MethodSource("legal")
    void acceptsTheLegalByteByByte(Case legal) throws IOException {
        try (Wire wire = server.wire()) {
            for (int index = 0; index < legal.bytes.length(); index++) {
                wire.send(legal.bytes.substring(index, index + 1));
            }
            assertEquals(legal.body, wire.answer().text());
            assertEquals("hello", wire.get("/hello").answer().text());
        }
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void refusesTheIllegalAndCloses(Case illegal) throws IOException {
        try (Wire wire = server.wire()) {
            wire.send(illegal.bytes + SMUGGLED);
            Wire.Answer answer = wire.answer();
            assertEquals(illegal.status, answer.status(), answer.head());
            assertTrue(answer.text().startsWith("{\""), answer.text());
            assertTrue(wire.closedByServer(), "a second answer or an open connection");
        }
    }

    static Stream<Case> legal() {
        // long method: one table
        List<Case> cases = new ArrayList<>();
        body(cases, "one chunk", "3\r\nabc\r\n0\r\n\r\n", "abc");
        body(cases, "two chunks", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde");
        body(
                cases,
                "upper and lower case size",
                "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n",
                "0123456789".repeat(2));
        body(cases, "leading zeros", "003\r\nabc\r\n000\r\n\r\n", "abc");
        body(cases, "extension", "3;a=b\r\nabc\r\n0\r\n\r\n", "abc");
        body(cases, "extension without value", "3;a\r\nabc\r\n0;b\r\n\r\n", "abc");
        body(cases, "extensions with blanks", "3 ; a = b ;c\r\nabc\r\n0\r\n\r\n", "abc");
        body(cases, "quoted extension", "3;a=\"x;\\\"y \"\r\nabc\r\n0\r\n\r\n", "abc");
        body(cases, "trailer", "3\r\nabc\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\n", "abc");
        body(cases, "trailer that names framing is dropped", "3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n", "abc");
        body(cases, "empty", "0\r\n\r\n", "");
        body(cases, "CR LF in data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n");
        cases.add(new Case("length", head("Content-Length: 3") + "abc", 200, "abc"));
        cases.add(new Case("length 0", head("Content-Length: 0"), 200, ""));
        cases.add(new Case("length with zeros", head("Content-Length: 0003") + "abc", 200, "abc"));
        cases.add(new Case("no body", head("X: y"), 200, ""));
        cases.add(new Case("blanks around values", head("Content-Length: \t3 \t") + "abc", 200, "abc"));
        cases.add(new Case("no blank after the colon", head("Content-Length:3") + "abc", 200, "abc"));
        cases.add(new Case("coding in capitals", head("TRANSFER-ENCODING: Chunked") + "1\r\na\r\n0\r\n\r\n", 200, "a"));
        cases.add(new Case("one empty line before", "\r\n" + head("Content-Length: 1") + "a", 200, "a"));
        cases.add(new Case("empty value", head("X-Empty:") + "", 200, ""));
        cases.add(new Case("path and query", request("POST /echo?a=b%20c HTTP/1.1\r\nHost: x\r\n"), 200, ""));
        cases.add(new Case("host with port", request("POST /echo HTTP/1.1\r\nHost: [::1]:80\r\n"), 200, ""));
        return cases.stream();
    }

    static Stream<Case> illegal() {
        List<Case> cases = new ArrayList<>();
        chunkCases(cases);
        lengthCases(cases);
        headCases(cases);
        return cases.stream();
    }

    private static void chunkCases(List<Case> cases) {
        // long method: one table
        chunk(cases, "plus", "+3\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "minus", "-1\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "0x", "0x3\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "17 digits", "00000000000000003\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "17 significant digits", "10000000000000003\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "16 digits", "FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "overflow of int kept small", "1" + "0".repeat(15) + "\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "LF only", "3\nabc\n0\n\n");
        chunk(cases, "LF after the size", "3\nabc\r\n0\r\n\r\n");
        chunk(cases, "LF after the data", "3\r\nabc\n0\r\n\r\n");
        chunk(cases, "LF at the end", "3\r\nabc\r\n0\r\n\n");
        chunk(cases, "CR only", "3\rabc\r0\r\r");
        chunk(cases, "over-long size line", "3;" + "a".repeat(400) + "\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "endless size line", "3".repeat(5000));
        chunk(cases, "no CR LF after data", "3\r\nabc0\r\n\r\n");
        chunk(cases, "data longer than size", "3\r\nabcd\r\n0\r\n\r\n");
        chunk(cases, "data shorter than size", "5\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "empty size", "\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "size is no number", "xyz\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "size with letters behind", "3g\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "blank before size", " 3\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "blank behind size", "3 \r\nabc\r\n0\r\n\r\n");
        chunk(cases, "tab behind size", "3\t\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "underscore in size", "1_0\r\n0123456789abcdef\r\n0\r\n\r\n");
        chunk(cases, "comma in size", "3,3\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "extension without name", "3;\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "extension without value after equals", "3;a=\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "open quote in extension", "3;a=\"b\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "LF in extension", "3;a\nb\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "NUL in extension", "3;a=\0\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "NUL behind size", "3\0\r\nabc\r\n0\r\n\r\n");
        chunk(cases, "extensions without measure", ("1;" + "a".repeat(200) + "\r\nx\r\n").repeat(100) + "0\r\n\r\n");
        chunk(cases, "trailer without colon", "3\r\nabc\r\n0\r\nrubbish\r\n\r\n");
        chunk(cases, "trailer with space before colon", "3\r\nabc\r\n0\r\nA : b\r\n\r\n");
        chunk(cases, "folded trailer", "3\r\nabc\r\n0\r\nA: b\r\n c\r\n\r\n");
        chunk(cases, "LF in trailer", "3\r\nabc\r\n0\r\nA: b\n\r\n");
        chunk(cases, "trailers without measure", "0\r\n" + "A: 0123456789abcdef\r\n".repeat(600) + "\r\n");
        chunk(cases, "request in place of last chunk", "3\r\nabc\r\n");
        chunk(cases, "full-width digit", "\u00ef\u00bc\u0093\r\nabc\r\n0\r\n\r\n");
    }

    private static void lengthCases(List<Case> cases) {
        bad(cases, "length and coding", head("Content-Length: 3", "Transfer-Encoding: chunked") + "0\r\n\r\n");
        bad(cases, "coding and length", head("Transfer-Encoding: chunked", "Content-Length: 3") + "0\r\n\r\n");
        bad(cases, "two lengths", head("Content-Length: 3", "Content-Length: 4") + "abc");
        bad(cases, "the same length twice", head("Content-Length: 3", "Content-Length: 3") + "abc");
        bad(cases, "list of lengths", head("Content-Length: 3, 3") + "abc");
        bad(cases, "length with plus", head("Content-Length: +3") + "abc");
        bad(cases, "length with minus", head("Content-Length: -3") + "abc");
        bad(cases, "length in hex", head("Content-Length: 0x3") + "abc");
        bad(cases, "empty length", head("Content-Length:") + "abc");
        bad(cases, "length with blank inside", head("Content-Length: 1 0") + "abc");
        bad(cases, "length with fraction", head("Content-Length: 3.0") + "abc");
        bad(cases, "length of 20 digits", head("Content-Length: 99999999999999999999") + "abc");
        bad(cases, "coding identity", head("Transfer-Encoding: identity") + "abc");
        bad(cases, "coding gzip, chunked", head("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n");
        bad(cases, "coding chunked, identity", head("Transfer-Encoding: chunked, identity") + "0\r\n\r\n");
        bad(cases, "chunked twice", head("Transfer-Encoding: chunked, chunked") + "0\r\n\r\n");
        bad(cases, "two codings", head("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + "0\r\n\r\n");
        bad(cases, "coding and empty coding", head("Transfer-Encoding: chunked", "Transfer-Encoding:") + "0\r\n\r\n");
        bad(cases, "xchunked", head("Transfer-Encoding: xchunked") + "0\r\n\r\n");
        bad(cases, "chunked quoted", head("Transfer-Encoding: \"chunked\"") + "0\r\n\r\n");
        bad(cases, "chunked with parameter", head("Transfer-Encoding: chunked;q=1") + "0\r\n\r\n");
        bad(cases, "empty coding", head("Transfer-Encoding:") + "0\r\n\r\n");
        bad(cases, "vertical tab before chunked", head("Transfer-Encoding: \u000bchunked") + "0\r\n\r\n");
    }

    private static void headCases(List<Case> cases) {
        // long method: one table
        bad(cases, "LF in head", "POST /echo HTTP/1.1\nHost: x\n\n");
        bad(cases, "LF after the request line", "POST /echo HTTP/1.1\nHost: x\r\n\r\n");
        bad(cases, "LF after a header", "POST /echo HTTP/1.1\r\nHost: x\nA: b\r\n\r\n");
        bad(cases, "LF as end of head", "POST /echo HTTP/1.1\r\nHost: x\r\n\n");
        bad(cases, "CR in a header", head("A: b\rContent-Length: 3"));
        bad(cases, "folded header", head("A: b\r\n c"));
        bad(cases, "folded header with tab", head("A: b\r\n\tc"));
        bad(cases, "folded coding", head("Transfer-Encoding:\r\n chunked"));
        bad(cases, "blank before the first header", "POST /echo HTTP/1.1\r\n Host: x\r\n\r\n");
        bad(cases, "NUL in value", head("A: b\0c"));
        bad(cases, "NUL in name", head("A\0: b"));
        bad(cases, "DEL in value", head("A: b\u007f"));
        bad(cases, "space before colon", head("Content-Length : 3") + "abc");
        bad(cases, "tab before colon", head("Transfer-Encoding\t: chunked") + "0\r\n\r\n");
        bad(cases, "name with space", head("A b: c"));
        bad(cases, "name with slash", head("A/b: c"));
        bad(cases, "name not ASCII", head("\u00e4: c"));
        bad(cases, "no name", head(": c"));
        bad(cases, "no colon", head("Content-Length 3"));
        bad(cases, "no host", "POST /echo HTTP/1.1\r\n\r\n");
        bad(cases, "two hosts", head("Host: y"));
        bad(cases, "the same host twice", head("Host: x"));
        bad(cases, "empty host", "POST /echo HTTP/1.1\r\nHost:\r\n\r\n");
        bad(cases, "host with path", "POST /echo HTTP/1.1\r\nHost: x/y\r\n\r\n");
        bad(cases, "host list", "POST /echo HTTP/1.1\r\nHost: x, y\r\n\r\n");
        bad(cases, "two empty lines before", "\r\n\r\n" + head("A: b"));
        bad(cases, "two spaces", "POST  /echo HTTP/1.1\r\nHost: x\r\n\r\n");
        bad(cases, "space in the target", "POST /echo /x HTTP/1.1\r\nHost: x\r\n\r\n");
        bad(cases, "tab in the request line", "POST\t/echo HTTP/1.1\r\nHost: x\r\n\r\n");
        bad(cases, "target not ASCII", "POST /\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n");
        bad(cases, "no version", "POST /echo\r\nHost: x\r\n\r\n");
        bad(cases, "version in lower case", "POST /echo http/1.1\r\nHost: x\r\n\r\n");
        bad(cases, "version without minor", "POST /echo HTTP/1\r\nHost: x\r\n\r\n");
        bad(cases, "space behind the version", "POST /echo HTTP/1.1 \r\nHost: x\r\n\r\n");
        bad(cases, "method with colon", "PO:ST /echo HTTP/1.1\r\nHost: x\r\n\r\n");
        bad(cases, "TLS", "\u0016\u0003\u0001\u0002\u0000\u0001");
        refused(cases, "HTTP/1.0", 505, "POST /echo HTTP/1.0\r\nHost: x\r\n\r\n");
        refused(cases, "HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        refused(cases, "endless request line", 414, "GET /" + "a".repeat(20_000));
        refused(cases, "endless header", 431, "POST /echo HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(20_000));
        refused(cases, "too many headers", 431, head("A: 0123456789\r\n".repeat(2000) + "B: c"));
    }

    private static void body(List<Case> cases, String name, String chunks, String body) {
        cases.add(new Case("chunked: " + name, CHUNKED + chunks, 200, body));
    }

    private static void chunk(List<Case> cases, String name, String chunks) {
        cases.add(new Case("chunked: " + name, CHUNKED + chunks, 400, ""));
    }

    private static void bad(List<Case> cases, String name, String bytes) {
        refused(cases, name, 400, bytes);
    }

    private static void refused(List<Case> cases, String name, int status, String bytes) {
        cases.add(new Case(name, bytes, status, ""));
    }

    private static String head(String... lines) {
        return request("POST /echo HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", lines) + "\r\n");
    }

    private static String request(String head) {
        return head + "\r\n";
    }
}
