// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.choose;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Teachable;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.route.Chooser;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells who would answer a request and why, and takes what is said of answers. {@code POST /api/autoselect/explain} wants
 * the body of a chat and asks nobody outside this process. {@code POST /api/autoselect/feedback} wants the same with two
 * members more: {@code target}, the candidate that answered, and {@code score} from 0 to 1.
 */
public final class ChoiceEndpoints {
    private static final String TARGET = "target";
    private static final String SCORE = "score";

    private final WireFormat format;
    private final Desk desk;

    /** Endpoints whose clients speak this protocol. */
    public ChoiceEndpoints(WireFormat format, Desk desk) {
        this.format = format;
        this.desk = desk;
    }

    /** The routes: looking is for clients, teaching for operators, since it moves everybody's calls. */
    public List<Routes.Route> routes() {
        Optional<WireFormat> spoken = Optional.of(format);
        return List.of(
                new Routes.Route("POST", "/api/autoselect/explain", spoken, this::explain),
                new Routes.Route("POST", "/api/autoselect/feedback", spoken, this::feedback).behind(Door.OPERATORS));
    }

    private void explain(Exchange exchange, Map<String, String> parameters) throws IOException, InterruptedException {
        ChatRequest request = request(exchange, desk.body(exchange));
        Target target = desk.target(exchange, request.model());
        group(target);
        Optional<Target.Model> first = desk.explain(exchange, request, target);
        JsonWriter json = new JsonWriter().object().name("model").text(target.name());
        first.ifPresent(model -> json.name(TARGET).text(model.name()));
        exchange.record()
                .trail()
                .chosen()
                .ifPresent(how -> json.name("selected").text(how));
        exchange.record().trail().write(json);
        json.name("words").array();
        exchange.record().trail().words().forEach(json::text);
        send(exchange, json.end().end());
    }

    private void feedback(Exchange exchange, Map<String, String> parameters) throws IOException, InterruptedException {
        JsonObject body = desk.body(exchange);
        ChatRequest request = request(exchange, body);
        Group group = group(desk.target(exchange, request.model()));
        Candidate candidate = candidate(group, body);
        double score = score(body);
        List<String> learned = new ArrayList<>();
        for (Chooser chooser : group.choosers()) {
            if (chooser.strategy() instanceof Teachable pupil) {
                Contained.run(chooser.label(group), () -> {
                    pupil.learn(request, candidate, score);
                    return learned.add(chooser.word());
                });
            }
        }
        if (learned.isEmpty()) {
            throw invalid("model", "names " + group.label() + ", none of whose strategies learns; cascade does");
        }
        JsonWriter json = new JsonWriter().object().name("learned").array();
        learned.forEach(json::text);
        send(exchange, json.end().end());
    }

    private ChatRequest request(Exchange exchange, JsonObject body) throws InterruptedException {
        ChatRequest request = Contained.format(format.name(), () -> format.readRequest(body, Map.of()));
        exchange.record().asked(request.model(), false);
        return request;
    }

    private static Group group(Target target) {
        if (target instanceof Target.Choice choice) {
            return choice.group();
        }
        throw invalid(
                "model", "names " + target.name() + ", where nothing is chosen; name an autoselect or a rotation");
    }

    private Candidate candidate(Group group, JsonObject body) {
        Optional<String> named = body.present(TARGET).map(value -> read(TARGET, "the name of a candidate", value));
        return group.candidates().stream()
                .filter(candidate -> candidate.target().equals(named.orElse("")))
                .findFirst()
                .orElseThrow(() -> invalid(
                        TARGET,
                        "wants one of " + group.label() + ": "
                                + group.candidates().stream()
                                        .map(Candidate::target)
                                        .collect(Collectors.joining(", "))));
    }

    private String read(String member, String wanted, RawJson value) {
        try {
            return desk.json().text(value);
        } catch (JsonException e) {
            throw invalid(member, "wants " + wanted + " as a string");
        }
    }

    private double score(JsonObject body) {
        Optional<RawJson> value = body.present(SCORE);
        if (value.isPresent()) {
            try {
                double score = desk.json().number(value.get());
                if (score >= 0 && score <= 1) {
                    return score;
                }
            } catch (JsonException e) {
                // Said below, as for a number that is out of bounds.
            }
        }
        throw invalid(SCORE, "wants a number from 0, of no use, to 1, all that was wanted");
    }

    private static CallException invalid(String member, String what) {
        return new CallException(
                Failure.INVALID_REQUEST, member + " " + what, CallException.Details.NONE.withMember(member));
    }

    private static void send(Exchange exchange, JsonWriter json) throws IOException {
        json.finish().writeTo(exchange.sink().open(200, "application/json", Map.of()));
    }
}
