// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** JSON trees of the tests, written and read by a library that the gateway's formats do not share. */
public final class Tree {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Tree() {}

    /** What is written as {@code null}. */
    public static JsonNode nothing() {
        return NODES.nullNode();
    }

    /** {@return an object of names and values in turn; an empty Optional leaves its name out} */
    public static ObjectNode object(Object... namesAndValues) {
        ObjectNode object = NODES.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (!(value instanceof Optional<?> maybe)) {
                object.set((String) namesAndValues[i], node(value));
            } else if (maybe.isPresent()) {
                object.set((String) namesAndValues[i], node(maybe.get()));
            }
        }
        return object;
    }

    /** {@return an array of values} */
    public static ArrayNode array(Object... values) {
        ArrayNode array = NODES.arrayNode();
        for (Object value : values) {
            array.add(node(value));
        }
        return array;
    }

    /** {@return an array of what is listed} */
    public static ArrayNode list(Iterable<?> values) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(value -> array.add(node(value)));
        return array;
    }

    /** {@return the tree of a text} throws {@link IllegalArgumentException} where it is no JSON */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage() + ": " + json, e);
        }
    }

    /** {@return the tree as providers print whole bodies: indented} */
    public static String pretty(JsonNode tree) {
        return tree.toPrettyString();
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case JsonNode tree -> tree;
            case String text -> NODES.textNode(text);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Boolean truth -> NODES.booleanNode(truth);
            case Iterable<?> values -> list(values);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }
}
