// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;

/**
 * Looks for a member in the bytes of a value without decoding it. What it finds may stand in a string or deeper down
 * and has to be decoded to be sure; what it does not find is not there, as long as nobody escapes letters in the names
 * of members.
 */
final class ByteSearch {
    private final byte[] name;

    /** A search for members of that name. */
    ByteSearch(String member) {
        this.name = ('"' + member + '"').getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether there may be such a member whose value starts with a byte other than {@code not}. */
    boolean findsOtherThan(RawJson value, char not) {
        return value.read((source, from, to) -> {
            for (int at = find(source, from, to); at >= 0; at = find(source, at, to)) {
                int start = value(source, at + name.length, to);
                if (start < to && source[start] != not) {
                    return true;
                }
                at += name.length;
            }
            return false;
        });
    }

    /** Whether there may be such a member that is an empty array. */
    boolean findsEmptyArray(RawJson value) {
        return value.read((source, from, to) -> {
            int at = find(source, from, to);
            int start = at < 0 ? to : value(source, at + name.length, to);
            return start < to
                    && source[start] == '['
                    && skipSpace(source, start + 1, to) < to
                    && source[skipSpace(source, start + 1, to)] == ']';
        });
    }

    private int find(byte[] source, int from, int to) {
        int last = to - name.length;
        byte second = name[1];
        for (int at = from; at <= last; at++) {
            if (source[at + 1] == second && source[at] == '"' && matches(source, at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matches(byte[] source, int at) {
        for (int i = 2; i < name.length; i++) {
            if (source[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the value behind a name starts; the end if no colon follows. */
    private static int value(byte[] source, int from, int to) {
        int colon = skipSpace(source, from, to);
        return colon < to && source[colon] == ':' ? skipSpace(source, colon + 1, to) : to;
    }

    private static int skipSpace(byte[] source, int from, int to) {
        int at = from;
        while (at < to && (source[at] == ' ' || source[at] == '\t' || source[at] == '\n' || source[at] == '\r')) {
            at++;
        }
        return at;
    }
}
