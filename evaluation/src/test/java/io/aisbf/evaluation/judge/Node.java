// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;
import java.util.Optional;

/**
 * A place in a body, to be read by a judge. What is not there is a node without a value, which has no members and no
 * text.
 */
record Node(Optional<RawJson> value) {
    private static final Json JSON = new JacksonJson();

    static Node of(byte[] body) {
        return new Node(Optional.of(JSON.object(body).raw()));
    }

    boolean is(RawJson.Kind kind) {
        return value.isPresent() && value.get().kind() == kind;
    }

    boolean present() {
        return value.isPresent();
    }

    Node get(String name) {
        return new Node(
                is(RawJson.Kind.OBJECT) ? JSON.object(value.orElseThrow()).get(name) : Optional.empty());
    }

    List<Node> items() {
        return is(RawJson.Kind.ARRAY)
                ? JSON.array(value.orElseThrow()).stream()
                        .map(item -> new Node(Optional.of(item)))
                        .toList()
                : List.of();
    }

    String text() {
        return is(RawJson.Kind.STRING) ? JSON.text(value.orElseThrow()) : "";
    }
}
