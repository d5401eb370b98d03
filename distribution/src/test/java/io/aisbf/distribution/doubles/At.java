// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A place in a request's body; its methods check what is there and throw {@link Violation}. */
public record At(JsonNode json, String path) {
    /** {@return a member, which may be missing} */
    public At get(String name) {
        JsonNode member = json.has(name) ? json.get(name) : MissingNode.getInstance();
        return new At(member, path.isEmpty() ? name : path + "." + name);
    }

    /** {@return a member that must be there} */
    public At need(String name) {
        At member = get(name);
        if (!member.present()) {
            throw Violation.missing(member.path);
        }
        return member;
    }

    /** {@return whether it is there} */
    public boolean present() {
        return !json.isMissingNode();
    }

    /** {@return its elements; none where it is no array} */
    public List<At> items() {
        List<At> items = new ArrayList<>();
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            items.add(new At(json.get(i), path + "[" + i + "]"));
        }
        return items;
    }

    /** It is an object with no other members than these, and none of them is null. */
    public At only(String... names) {
        if (!json.isObject()) {
            throw wrong("Expected an object, got " + json.getNodeType());
        }
        Set<String> known = Set.of(names);
        for (Iterator<String> each = json.fieldNames(); each.hasNext(); ) {
            String name = each.next();
            if (!known.contains(name)) {
                throw Violation.unknown(get(name).path);
            }
            if (json.get(name).isNull()) {
                throw get(name).wrong("Expected a value, got null");
            }
        }
        return this;
    }

    /** It is an object without null members. */
    public At noNulls() {
        json.properties().stream()
                .filter(member -> member.getValue().isNull())
                .findFirst()
                .ifPresent(member -> {
                    throw get(member.getKey()).wrong("Expected a value, got null");
                });
        return this;
    }

    /** {@return the string that it is} */
    public String text() {
        if (!json.isTextual()) {
            throw wrong("Expected a string, got " + json.getNodeType());
        }
        return json.textValue();
    }

    /** {@return whether it is a string with nothing in it} */
    public boolean emptyText() {
        return json.isTextual() && json.textValue().isEmpty();
    }

    /** It is one of these strings. */
    public String one(String... values) {
        if (!List.of(values).contains(text())) {
            throw wrong("Invalid value: '" + text() + "'. Supported values are: " + String.join(", ", values));
        }
        return text();
    }

    /** It matches. */
    public String matches(String pattern) {
        if (!text().matches(pattern)) {
            throw wrong("String should match pattern '" + pattern + "', got '" + text() + "'");
        }
        return text();
    }

    /** It is missing or a number between these. */
    public At between(double low, double high) {
        if (present() && (!json.isNumber() || json.doubleValue() < low || json.doubleValue() > high)) {
            throw wrong("Expected a number between " + low + " and " + high + ", got " + json);
        }
        return this;
    }

    /** It is missing or a truth value. */
    public At truth() {
        return when(present() && !json.isBoolean(), "Expected a boolean, got " + json);
    }

    /** It is missing or an array of one to that many elements. */
    public At atMost(int count) {
        return when(
                present() && (!json.isArray() || json.isEmpty() || json.size() > count),
                "Expected an array with 1 to " + count + " elements, got " + json);
    }

    /** It is base64 and nothing else. */
    public At base64() {
        try {
            Base64.getDecoder().decode(text());
        } catch (IllegalArgumentException e) {
            throw wrong("Invalid base64 data");
        }
        return when(text().isEmpty(), "Invalid base64 data");
    }

    /** It is an object or missing. */
    public At object() {
        return when(present() && !json.isObject(), "Expected an object, got " + json);
    }

    /** Breaks the rule where that holds. */
    public At when(boolean broken, String words) {
        if (broken) {
            throw wrong(words);
        }
        return this;
    }

    /** {@return the violation of a rule here} */
    public Violation wrong(String words) {
        return Violation.of(path, words);
    }
}
