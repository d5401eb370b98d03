// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static io.aisbf.runtime.guard.RefusedException.bad;

import io.aisbf.runtime.guard.Head.Octets;
import java.nio.charset.StandardCharsets;

/** The verdict on the lines of one request head, each given without its line end, and what they say of the body. */
final class HeadLines {
    private static final byte[] HEAD = "head".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HOST = "host".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTION = "connection".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "close".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODING = "transfer-encoding".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "chunked".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH_DIGITS = 18;

    private byte[] bytes = Inlet.END;
    private int hosts;
    private int codings;
    private long length;
    private String path = "";
    private boolean headMethod;
    private boolean last;

    void begin() {
        hosts = 0;
        codings = 0;
        length = -1;
        path = "";
        headMethod = false;
        last = false;
    }

    boolean chunked() {
        return codings > 0;
    }

    long length() {
        return Math.max(length, 0);
    }

    String path() {
        return path;
    }

    boolean headMethod() {
        return headMethod;
    }

    /** Whether the client asked for the connection to be closed behind the answer. */
    boolean last() {
        return last;
    }

    /** The request line. */
    void first(byte[] source, int from, int to) {
        bytes = source;
        int method = from;
        while (method < to && Octets.token(bytes[method])) {
            method++;
        }
        if (method == from || method == to || bytes[method] != ' ') {
            throw bad("The request line does not begin with a method and one space.");
        }
        int target = method + 1;
        int end = target;
        while (end < to && bytes[end] > ' ') {
            end++;
        }
        if (end == target || end == to || bytes[end] != ' ') {
            throw bad("The request line must be a method, a target in printable ASCII and HTTP/1.1, one space apart.");
        }
        headMethod = method - from == 4 && same(HEAD, from, method);
        path = new String(bytes, target, end - target, StandardCharsets.ISO_8859_1);
        version(end + 1, to);
    }

    private void version(int from, int to) {
        boolean shape = to - from == 8
                && bytes[from] == 'H'
                && bytes[from + 1] == 'T'
                && bytes[from + 2] == 'T'
                && bytes[from + 3] == 'P'
                && bytes[from + 4] == '/'
                && bytes[from + 5] >= '0'
                && bytes[from + 5] <= '9'
                && bytes[from + 6] == '.'
                && bytes[from + 7] >= '0'
                && bytes[from + 7] <= '9';
        if (!shape) {
            throw bad("The request line does not end with HTTP/1.1.");
        }
        if (bytes[from + 5] != '1' || bytes[from + 7] != '1') {
            throw new RefusedException(505, "Only HTTP/1.1 is served here; with nginx set proxy_http_version 1.1.");
        }
    }

    /** One header line, not empty. */
    void field(byte[] source, int from, int to) {
        bytes = source;
        if (Octets.blank(bytes[from])) {
            throw bad("A header line begins with white space: folded header lines are not accepted.");
        }
        int colon = from;
        while (colon < to && Octets.token(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == to || bytes[colon] != ':') {
            throw bad("A header line is not a name, a colon right behind it and a value.");
        }
        switch (colon - from) {
            case 4 -> hosts += same(HOST, from, colon) ? host(colon + 1, to) : 0;
            case 10 -> last |= same(CONNECTION, from, colon) && close(colon + 1, to);
            case 14 -> {
                if (same(LENGTH, from, colon)) {
                    contentLength(colon + 1, to);
                }
            }
            case 17 -> {
                if (same(CODING, from, colon)) {
                    transferCoding(colon + 1, to);
                }
            }
            default -> {}
        }
    }

    private int host(int from, int to) {
        int first = skipBlank(from, to);
        int last = trimBlank(first, to);
        if (first == last) {
            throw bad("The Host header is empty.");
        }
        for (int index = first; index < last; index++) {
            byte octet = bytes[index];
            if (octet <= ' ' || octet == ',' || octet == '/' || octet == '@' || octet == '?' || octet == '#') {
                throw bad("The Host header must be one host name or address, with a port if need be.");
            }
        }
        return 1;
    }

    /** Whether one of the options is {@code close} (RFC 9112 section 9.6). */
    private boolean close(int from, int to) {
        boolean found = false;
        int option = from;
        for (int index = from; index <= to; index++) {
            if (index == to || bytes[index] == ',') {
                int first = skipBlank(option, index);
                int end = trimBlank(first, index);
                found |= end - first == CLOSE.length && same(CLOSE, first, end);
                option = index + 1;
            }
        }
        return found;
    }

    private void contentLength(int from, int to) {
        int first = skipBlank(from, to);
        int last = trimBlank(first, to);
        if (length >= 0) {
            throw bad("The request has more than one Content-Length.");
        }
        if (first == last || last - first > LENGTH_DIGITS) {
            throw bad("Content-Length must be 1 to " + LENGTH_DIGITS + " digits.");
        }
        long value = 0;
        for (int index = first; index < last; index++) {
            if (bytes[index] < '0' || bytes[index] > '9') {
                throw bad("Content-Length must be digits only.");
            }
            value = value * 10 + (bytes[index] - '0');
        }
        length = value;
    }

    private void transferCoding(int from, int to) {
        int first = skipBlank(from, to);
        int last = trimBlank(first, to);
        if (++codings > 1 || last - first != CHUNKED.length || !same(CHUNKED, first, last)) {
            throw bad("Transfer-Encoding must be given once and be exactly: chunked.");
        }
    }

    /** The empty line. */
    void finish() {
        if (hosts != 1) {
            throw bad(hosts == 0 ? "The request has no Host header." : "The request has more than one Host header.");
        }
        if (codings > 0 && length >= 0) {
            throw bad("The request has both Content-Length and Transfer-Encoding.");
        }
        bytes = Inlet.END;
    }

    private int skipBlank(int from, int to) {
        int index = from;
        while (index < to && Octets.blank(bytes[index])) {
            index++;
        }
        return index;
    }

    private int trimBlank(int from, int to) {
        int index = to;
        while (index > from && Octets.blank(bytes[index - 1])) {
            index--;
        }
        return index;
    }

    private boolean same(byte[] lower, int from, int to) {
        for (int index = from; index < to; index++) {
            byte octet = bytes[index];
            byte folded = octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
            if (folded != lower[index - from]) {
                return false;
            }
        }
        return true;
    }
}
