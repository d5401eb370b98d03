// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a double got it.
 *
 * @param path what was asked for, percent-encoded as it came, without the query
 * @param query what follows the question mark; empty for nothing
 * @param headers by name in small letters
 */
public record Asked(String method, String path, String query, Map<String, String> headers, String body) {
    /** {@return the body's tree} throws {@link IllegalArgumentException} where it is no JSON */
    public JsonNode json() {
        return Tree.parse(body);
    }

    /** {@return a header, if it came} */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** {@return this request below another path} */
    Asked below(String prefix) {
        return new Asked(method, path.substring(prefix.length()), query, headers, body);
    }
}
