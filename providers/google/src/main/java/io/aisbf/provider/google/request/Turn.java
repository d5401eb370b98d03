// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A content in the making: consecutive messages of one side make one. Results stand first, in the order of the calls
 * they answer. For one thread.
 */
final class Turn {
    private final boolean models;
    private final List<Result> results = new ArrayList<>();
    private final List<RawJson> parts = new ArrayList<>();
    private final Optional<RawJson> whole;
    private boolean called;

    /** A result and the place of its call among those of the turn before. */
    private record Result(int place, List<RawJson> parts) {}

    private Turn(boolean models, Optional<RawJson> whole) {
        this.models = models;
        this.whole = whole;
    }

    /** A content without parts yet. */
    static Turn empty(boolean models) {
        return new Turn(models, Optional.empty());
    }

    /** A content that goes out as it came in. */
    static Turn of(boolean models, RawJson content) {
        return new Turn(models, Optional.of(content));
    }

    /** This content as one that can be added to. */
    Turn opened(Json json) {
        if (whole.isEmpty()) {
            return this;
        }
        Turn open = empty(models);
        json.object(whole.get()).present("parts").ifPresent(parts -> {
            if (parts.kind() == RawJson.Kind.ARRAY) {
                json.array(parts).forEach(open::add);
            } else {
                open.add(parts);
            }
        });
        open.called = open.parts.stream().anyMatch(part -> part.toString().contains("\"functionCall\""));
        return open;
    }

    boolean models() {
        return models;
    }

    boolean isEmpty() {
        return whole.isEmpty() && parts.isEmpty() && results.isEmpty();
    }

    List<RawJson> parts() {
        return List.copyOf(parts);
    }

    void add(RawJson part) {
        parts.add(part);
    }

    void addResult(int place, List<RawJson> spelled) {
        results.add(new Result(place, List.copyOf(spelled)));
    }

    /** Whether this is the first call of the turn. */
    boolean firstCall() {
        boolean first = !called;
        called = true;
        return first;
    }

    RawJson written() {
        if (whole.isPresent()) {
            return whole.get();
        }
        JsonWriter writer = new JsonWriter().object().name("role").text(models ? "model" : "user");
        writer.name("parts").array();
        results.stream()
                .sorted(Comparator.comparingInt(Result::place))
                .map(result -> result.parts().getFirst())
                .forEach(writer::raw);
        results.forEach(result -> result.parts().stream().skip(1).forEach(writer::raw));
        parts.forEach(writer::raw);
        return writer.end().end().finish();
    }
}
