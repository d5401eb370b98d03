// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import java.util.List;

/** What a server answered, in the words of RESP2: https://redis.io/docs/latest/develop/reference/protocol-spec/. */
sealed interface Reply {
    /** A simple string or a bulk string. */
    record Text(String text) implements Reply {}

    /** A whole number. */
    record Whole(long number) implements Reply {}

    /** A null. */
    record Nothing() implements Reply {}

    /** An array. */
    record Items(List<Reply> items) implements Reply {}

    /** An error; the connection is in order all the same. */
    record Problem(String words) implements Reply {}
}
