// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/**
 * An object of somebody's body and the place where it stands in it, so that whoever finds a member wrong can say which:
 * the client's fault ({@code INVALID_REQUEST}) or the upstream's ({@code MALFORMED_REPLY}). A member that is {@code
 * null} counts as missing.
 *
 * @param path where the object stands, such as {@code messages[2].content[0]}; empty for the whole body
 * @param failure what a wrong member is
 */
public record Members(Json json, JsonObject object, String path, Failure failure) {
    /** The body of a client's request. */
    public static Members ofRequest(Json json, JsonObject body) {
        return new Members(json, body, "", Failure.INVALID_REQUEST);
    }

    /** What an upstream answered. */
    public static Members ofReply(Json json, JsonObject body) {
        return new Members(json, body, "", Failure.MALFORMED_REPLY);
    }

    /** The value of a member. */
    public Optional<RawJson> get(String name) {
        return object.present(name);
    }

    /** A member that is a string. */
    public Optional<String> text(String name) {
        return read(name, RawJson.Kind.STRING, "a string", json::text);
    }

    /** A member that must be there and a string. */
    public String need(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing; a string is expected"));
    }

    /** A member that is a string with something in it. */
    public Optional<String> words(String name) {
        return text(name).filter(value -> !value.isEmpty());
    }

    /** A member that is a whole number. */
    public Optional<Long> integer(String name) {
        return read(name, RawJson.Kind.NUMBER, "a whole number", json::integer);
    }

    /** A member that is a whole number and fits 32 bits. */
    public Optional<Integer> small(String name) {
        return integer(name).map(value -> {
            if (value != value.intValue()) {
                throw wrong(name, "is out of range: " + value);
            }
            return value.intValue();
        });
    }

    /** A member that is a number. */
    public Optional<Double> number(String name) {
        return read(name, RawJson.Kind.NUMBER, "a number", json::number);
    }

    /** A member that is a number, or nothing. */
    public OptionalDouble decimal(String name) {
        return number(name).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    /** A member that is a whole number of 32 bits, or nothing. */
    public OptionalInt whole(String name) {
        return small(name).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** A member that is an array of strings; a single string is one of them, a missing member none. */
    public List<String> texts(String name) {
        if (get(name).filter(value -> value.kind() == RawJson.Kind.STRING).isPresent()) {
            return text(name).map(List::of).orElse(List.of());
        }
        List<RawJson> elements = elements(name);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).kind() != RawJson.Kind.STRING) {
                throw wrong(name + "[" + i + "]", "is not a string");
            }
        }
        return elements.stream().map(json::text).toList();
    }

    /** A member that is {@code true} or {@code false}. */
    public Optional<Boolean> bool(String name) {
        return read(name, RawJson.Kind.BOOLEAN, "true or false", json::bool);
    }

    /** A member that is an object. */
    public Optional<Members> child(String name) {
        return read(name, RawJson.Kind.OBJECT, "an object", json::object)
                .map(value -> new Members(json, value, at(name), failure));
    }

    /** A member that must be there and an object. */
    public Members needChild(String name) {
        return child(name).orElseThrow(() -> wrong(name, "is missing; an object is expected"));
    }

    /** The elements of a member that is an array; none if it is missing. */
    public List<RawJson> elements(String name) {
        return read(name, RawJson.Kind.ARRAY, "an array", json::array).orElse(List.of());
    }

    /** The elements of a member that is an array of objects; none if it is missing. */
    public List<Members> children(String name) {
        List<Members> children = new ArrayList<>();
        for (RawJson element : elements(name)) {
            children.add(element(name, children.size(), element));
        }
        return children;
    }

    /** An element of an array that must be an object. */
    public Members element(String name, int index, RawJson element) {
        String place = name + "[" + index + "]";
        if (element.kind() != RawJson.Kind.OBJECT) {
            throw wrong(place, "is " + name(element.kind()) + "; an object is expected");
        }
        return new Members(json, guarded(place, element, json::object), at(place), failure);
    }

    /**
     * The members that are not among these, by their paths: what nobody reads must not vanish. Those that are {@code
     * null} say nothing.
     */
    public SequencedMap<String, RawJson> leftovers(Set<String> known) {
        SequencedMap<String, RawJson> left = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            if (!known.contains(name) && !value.isNull()) {
                left.put(at(name), value);
            }
        });
        return left;
    }

    /** The path of a member. */
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The failure that says what is wrong with a member. */
    public CallException wrong(String name, String problem) {
        String place = at(name);
        return failure == Failure.INVALID_REQUEST
                ? new CallException(failure, place + " " + problem, CallException.Details.NONE.withMember(place))
                : new CallException(failure, "the provider's answer cannot be read: " + place + " " + problem);
    }

    /**
     * Refuses a list that has nothing in it, or is none.
     *
     * @throws CallException saying that problem
     */
    public void refuseNone(String name, String problem) {
        boolean none = get(name)
                .filter(list -> list.kind() == RawJson.Kind.ARRAY)
                .map(json::array)
                .orElse(List.of())
                .isEmpty();
        if (none) {
            throw wrong(name, problem);
        }
    }

    private <T> Optional<T> read(String name, RawJson.Kind kind, String wanted, Function<RawJson, T> reading) {
        return get(name).map(value -> {
            if (value.kind() != kind) {
                throw wrong(name, "is " + name(value.kind()) + "; " + wanted + " is expected");
            }
            return guarded(name, value, reading);
        });
    }

    private <T> T guarded(String name, RawJson value, Function<RawJson, T> reading) {
        try {
            return reading.apply(value);
        } catch (JsonException e) {
            throw wrong(name, "cannot be read: " + e.getMessage());
        }
    }

    private static String name(RawJson.Kind kind) {
        return switch (kind) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
        };
    }
}
