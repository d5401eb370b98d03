// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.json;

import java.util.List;

/**
 * Reading JSON, as the gateway lends it to plugins, so that no plugin needs a JSON library of its own and one
 * strictness holds at every door: RFC 8259 without trailing tokens, without duplicate names (RFC 7493, section 2.3),
 * valid UTF-8, at most 512 levels deep. Duplicate names are looked for at every level of a document, and in a value at
 * the level that is read.
 *
 * <p>Nothing here builds trees: an object is indexed one level deep, its values stay bytes until they are read in turn.
 * Stateless; called from many threads at once; never blocks. Every method throws {@link JsonException} when the bytes
 * are not what was asked for.
 */
public interface Json {
    /** Checks a whole document to its last byte and indexes its members; white space around it is allowed. */
    JsonObject object(byte[] document);

    /** Indexes the members of an object. */
    JsonObject object(RawJson value);

    /** The elements of an array. */
    List<RawJson> array(RawJson value);

    /** The content of a string. */
    String text(RawJson value);

    /** A number that has no fraction and fits; {@code 1e3} is a thousand, {@code 1.5} and {@code 1e99} are refused. */
    long integer(RawJson value);

    /** A number, as near as a double comes; one beyond a double's range is refused. */
    double number(RawJson value);

    /** {@code true} or {@code false}. */
    boolean bool(RawJson value);
}
