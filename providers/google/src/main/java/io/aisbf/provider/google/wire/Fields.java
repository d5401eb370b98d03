// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.wire;

import io.aisbf.api.call.CallException;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The members of a message of Google's, which may be spelled two ways: as the JSON name ({@code mimeType}) or as the
 * field's own name ({@code mime_type}), both of which a parser has to take (<a
 * href="https://protobuf.dev/programming-guides/json/">ProtoJSON</a>). Asked for by the first, in one's own code.
 */
public record Fields(Members members) {
    /** The body of a client's request. */
    public static Fields ofRequest(Json json, JsonObject body) {
        return new Fields(Members.ofRequest(json, body));
    }

    /** What an upstream answered. */
    public static Fields ofReply(Json json, JsonObject body) {
        return new Fields(Members.ofReply(json, body));
    }

    /** The name under which a member is there, or its JSON name if it is not. */
    public String spelled(String name) {
        if (members.object().get(name).isPresent()) {
            return name;
        }
        String other = snake(name);
        return members.object().get(other).isPresent() ? other : name;
    }

    /** The value of a member. */
    public Optional<RawJson> get(String name) {
        return members.get(spelled(name));
    }

    /** Whether a member is there and is not {@code null}. */
    public boolean has(String name) {
        return get(name).isPresent();
    }

    /** Whether a member is {@code true}. */
    public boolean isTrue(String name) {
        return members.bool(spelled(name)).orElse(false);
    }

    /** A member that is a string. */
    public Optional<String> text(String name) {
        return members.text(spelled(name));
    }

    /** A member that is a string with something in it. */
    public Optional<String> words(String name) {
        return members.words(spelled(name));
    }

    /** A member that must be there and a string. */
    public String need(String name) {
        return members.need(spelled(name));
    }

    /** A member that is a whole number. */
    public Optional<Long> integer(String name) {
        return members.integer(spelled(name));
    }

    /** A member that is a whole number and fits 32 bits. */
    public Optional<Integer> small(String name) {
        return members.small(spelled(name));
    }

    /** A member that is a number. */
    public Optional<Double> number(String name) {
        return members.number(spelled(name));
    }

    /** A member that is {@code true} or {@code false}. */
    public Optional<Boolean> bool(String name) {
        return members.bool(spelled(name));
    }

    /** A member that is an object. */
    public Optional<Fields> child(String name) {
        return members.child(spelled(name)).map(Fields::new);
    }

    /** The elements of a member that is an array of objects, or a single one of them; none if it is missing. */
    public List<Fields> children(String name) {
        if (get(name).filter(value -> value.kind() == RawJson.Kind.OBJECT).isPresent()) {
            return child(name).stream().toList();
        }
        return members.children(spelled(name)).stream().map(Fields::new).toList();
    }

    /** The elements of a member that is an array of strings; none if it is missing. */
    public List<String> texts(String name) {
        List<RawJson> elements = members.elements(spelled(name));
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).kind() != RawJson.Kind.STRING) {
                throw wrong(name + "[" + i + "]", "is not a string");
            }
        }
        return elements.stream().map(json()::text).toList();
    }

    /** The members that are not among these, in either spelling, by their paths. */
    public SequencedMap<String, RawJson> leftovers(Set<String> known) {
        Set<String> both = new HashSet<>(known);
        known.forEach(name -> both.add(snake(name)));
        return members.leftovers(both);
    }

    /** The path of a member. */
    public String at(String name) {
        return members.at(spelled(name));
    }

    /** The failure that says what is wrong with a member. */
    public CallException wrong(String name, String problem) {
        return members.wrong(spelled(name), problem);
    }

    /** How JSON is read. */
    public Json json() {
        return members.json();
    }

    /** The object as it came. */
    public RawJson raw() {
        return members.object().raw();
    }

    private static String snake(String name) {
        StringBuilder spelled = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            spelled.append(Character.isUpperCase(c) ? "_" : "")
                    .append(String.valueOf(c).toLowerCase(Locale.ROOT));
        }
        return spelled.toString();
    }
}
