// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.condense;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.route.Condensing;
import io.aisbf.runtime.route.ModelEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is to be otherwise than the configuration says of a model.
 *
 * @param condensing from where, how far and by which methods
 * @param size what the model is taken to read
 * @param goal what the conversation may come to
 */
record Wishes(Condensing condensing, OptionalLong size, OptionalLong goal) {
    private static final int PERCENT = 100;
    private static final int LONGEST = 60;
    private static final long MOST = 1_000_000_000;

    /**
     * Those of a body.
     *
     * @param known the methods there are
     * @param goal the member that says what the conversation may come to
     * @throws CallException {@code INVALID_REQUEST} for what is none of the methods or no number that makes sense
     */
    static Wishes of(JsonObject body, Json json, Set<String> known, String goal) {
        OptionalLong size = number(body, json, "context_size", MOST);
        OptionalLong most = number(body, json, goal, MOST);
        if (size.isPresent() && most.isPresent()) {
            throw wrong(goal, "says how large the conversation may become, and so does context_size; send one of them");
        }
        Condensing condensing = new Condensing(
                percent(body, json, "condense_context"),
                percent(body, json, "condense_to"),
                methods(body, json, known));
        return new Wishes(condensing, size, most);
    }

    private static OptionalInt percent(JsonObject body, Json json, String name) {
        OptionalLong number = number(body, json, name, PERCENT);
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    private static OptionalLong number(JsonObject body, Json json, String name, long most) {
        Optional<RawJson> value = body.present(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = json.integer(value.get());
            if (number >= 1 && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (JsonException e) {
            // Said below, as for a number that is out of bounds.
        }
        throw wrong(name, "wants a whole number from 1 to " + most + ", found " + brief(value.get()));
    }

    private static String brief(RawJson value) {
        return value.length() > LONGEST ? "something longer" : value.toString();
    }

    private static List<String> methods(JsonObject body, Json json, Set<String> known) {
        Optional<RawJson> value = body.present("condense_method");
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> names = names(value.get(), json);
        if (!known.containsAll(names)) {
            throw wrong("condense_method", "names a method that is not there; there are " + String.join(", ", known));
        }
        return names;
    }

    private static List<String> names(RawJson value, Json json) {
        try {
            return value.kind() == RawJson.Kind.ARRAY
                    ? json.array(value).stream().map(json::text).toList()
                    : List.of(json.text(value));
        } catch (JsonException e) {
            throw wrong("condense_method", "wants the name of a method or a list of names, found " + brief(value));
        }
    }

    private static CallException wrong(String member, String what) {
        return new CallException(
                Failure.INVALID_REQUEST, member + " " + what, CallException.Details.NONE.withMember(member));
    }

    /** A model as it is to be taken for. */
    ModelEntry onto(ModelEntry model) {
        Condensing how = condensing.orElse(model.condensing());
        if (goal.isEmpty()) {
            return with(model, size.isPresent() ? size : model.contextSize(), how, model.output());
        }
        // All of it may be used: whoever names a goal has thought of the answer.
        Condensing full = new Condensing(OptionalInt.of(PERCENT), how.to(), how.methods());
        return with(model, goal, full, OptionalLong.of(0));
    }

    private static ModelEntry with(ModelEntry model, OptionalLong size, Condensing how, OptionalLong output) {
        return new ModelEntry(
                model.name(),
                size,
                model.maxRequest(),
                how,
                model.patience(),
                model.price(),
                output,
                model.abilities());
    }
}
