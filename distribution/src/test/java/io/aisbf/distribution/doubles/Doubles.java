// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.doubles.anthropic.Anthropic;
import io.aisbf.distribution.doubles.google.Google;
import io.aisbf.distribution.doubles.ollama.Ollama;
import io.aisbf.distribution.doubles.openai.OpenAi;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Doubles of all providers on one loopback port, each under its own path, each as strict as its provider: a request
 * that breaks a rule gets the provider's own error, and everything that arrives is kept for assertions.
 *
 * <p>The name of the model is the scenario, with anything after two hyphens ({@code text--7}) only telling requests
 * apart. Scenarios that decide the answer: those of {@link Said#in}; that go wrong: {@code error-400}, {@code 401},
 * {@code 404}, {@code 429}, {@code quota}, {@code 500}, {@code overloaded}, {@code overflow}, {@code html}, {@code
 * garbage}, {@code cut}, {@code stream} and {@code silence}; every other name answers {@code Hello, world!}.
 *
 * <p>A test in another process reads what was seen behind {@code /control/}: {@code last/MODEL} is the body of the last
 * request for that model, {@code headers/MODEL} its headers as JSON, {@code count/MODEL} how many there were.
 */
public final class Doubles implements AutoCloseable {
    private final List<Dialect> dialects = List.of(new OpenAi(), new Anthropic(), new Google(), new Ollama());
    private final Map<String, List<Seen>> seen = new ConcurrentHashMap<>();
    private final Loopback server;

    private Doubles(int port) {
        server = new Loopback(port, this::answer);
        server.start();
    }

    /** A request that was seen. */
    public record Seen(String protocol, Asked asked) {}

    /** {@return doubles on a free port} */
    public static Doubles start() {
        return new Doubles(0);
    }

    /** {@return doubles on that port} */
    public static Doubles start(int port) {
        return new Doubles(port);
    }

    /** Runs until it is killed; the port is the first argument. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Doubles doubles = start(Integer.parseInt(arguments[0]))) {
            IO.println("doubles at " + doubles.address());
            Thread.currentThread().join();
        }
    }

    /** {@return where they are, without a path} */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** {@return the configuration of a gateway with a provider for each protocol} */
    public String configuration() {
        return Product.NO_COOLDOWN + """
            providers:
              double-openai: {type: openai, endpoint: %1$s/openai/v1, api_key: sk-double, protocols: [openai-chat], max_tokens_member: max_completion_tokens, retries: 0}
              double-responses: {type: openai, endpoint: %1$s/openai/v1, api_key: sk-double, protocols: [openai-responses], retries: 0}
              double-anthropic: {type: anthropic, endpoint: %1$s/anthropic, api_key: sk-ant-double, retries: 0}
              double-google: {type: google, endpoint: %1$s/google/v1beta, api_key: AIza-double, retries: 0}
              double-ollama: {type: ollama, endpoint: %1$s/ollama, api_key: ollama-double, retries: 0}
            """.formatted(address());
    }

    /** {@return what came for a model, the oldest first} */
    public List<Seen> seen(String model) {
        return List.copyOf(seen.getOrDefault(model, List.of()));
    }

    /** Forgets what came for a model. */
    public void forget(String model) {
        seen.remove(model);
    }

    @Override
    public void close() {
        server.close();
    }

    private Answer answer(Asked asked) {
        if (asked.path().startsWith("/control/")) {
            return control(asked.path().split("/", 4));
        }
        for (Dialect dialect : dialects) {
            if (asked.path().startsWith(dialect.prefix() + "/")) {
                return answer(dialect, asked.below(dialect.prefix()));
            }
        }
        return Answer.json(404, "{\"error\":\"no double at " + asked.path() + "\"}");
    }

    private Answer answer(Dialect dialect, Asked asked) {
        try {
            Optional<String> model = dialect.model(asked);
            model.ifPresent(name -> keep(name, new Seen(dialect.protocol(asked), asked)));
            String scenario = Dialect.scenario(model.orElse(""));
            return scenario.startsWith("error-") ? Faults.of(scenario, dialect, asked) : dialect.answer(asked);
        } catch (Violation violation) {
            return dialect.refused(violation);
        } catch (IllegalArgumentException noJson) {
            return dialect.refused(Violation.of("", "We could not parse the JSON body of your request."));
        }
    }

    private void keep(String model, Seen one) {
        seen.compute(model, (_, before) -> {
            List<Seen> all = new ArrayList<>(before == null ? List.of() : before);
            all.add(one);
            return all;
        });
    }

    private Answer control(String[] path) {
        List<Seen> requests = path.length < 4 ? List.of() : seen(path[3]);
        if (path.length > 3 && path[2].equals("count")) {
            return Answer.json(200, Integer.toString(requests.size()));
        }
        if (requests.isEmpty()) {
            return Answer.json(404, "{}");
        }
        Asked last = requests.getLast().asked();
        return Answer.json(200, path[2].equals("headers") ? headers(last) : last.body());
    }

    private static String headers(Asked asked) {
        var headers = Tree.object();
        asked.headers().forEach(headers::put);
        return headers.toString();
    }
}
