// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.runtime.booking.Booking;
import io.aisbf.runtime.booking.Books;
import io.aisbf.runtime.config.ModelLimits.Rates;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.config.bounds.OnLimit;
import io.aisbf.runtime.count.Tokens;
import io.aisbf.runtime.deliver.Openings;
import io.aisbf.runtime.fit.Fittings;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.health.HealthPolicy;
import io.aisbf.runtime.hedge.Delays;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.ledger.MemoryLedger;
import io.aisbf.runtime.limits.Limits;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.money.Prices;
import io.aisbf.runtime.route.Chooser;
import io.aisbf.runtime.route.Fakes;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.Patience;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A dispatcher with providers made by hand and a clock that is moved by hand: who was asked, in which order. */
final class Desk {
    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, ProviderEntry> providers = new LinkedHashMap<>();
    private final Map<String, Group> rotations = new LinkedHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Health health = new Health(this::now, nanos::get, new Random(1));
    private final Map<String, Limits.Provider> limits = new LinkedHashMap<>();
    private final Map<String, Booking.Terms> terms = new LinkedHashMap<>();
    private final Ledger ledger = new MemoryLedger();
    private final Map<String, Limits.Whole> clients = new LinkedHashMap<>();
    private List<Budget> budgets = List.of();
    private Call.Client client = Call.Client.NOBODY;
    private Optional<Dispatcher> dispatcher = Optional.empty();

    /** So many requests and tokens a minute. */
    static Rates rates(OptionalLong requests, OptionalLong tokens) {
        return new Rates(Optional.empty(), requests, tokens, OptionalLong.empty(), OptionalLong.empty());
    }

    /** What a provider does when it is asked; {@code key} is the one it is asked with. */
    @FunctionalInterface
    interface Answer {
        ChatReply to(String model, String key) throws InterruptedException;
    }

    Instant now() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }

    Desk later(Duration time) {
        nanos.addAndGet(time.toNanos());
        return this;
    }

    /** A provider with as many instances as it has keys. */
    Desk provider(String name, Answer answer, String... keys) {
        return provider(name, Map.of(), HealthPolicy.DEFAULT, answer, keys);
    }

    Desk provider(String name, Map<String, ModelEntry> models, HealthPolicy policy, Answer answer, String... keys) {
        List<ProviderEntry.Key> instances = new ArrayList<>();
        for (String key : keys.length == 0 ? new String[] {""} : keys) {
            Provider provider = (request, call) -> {
                asked.add(name + "/" + request.model() + (key.isEmpty() ? "" : "#" + key));
                return answer.to(request.model(), key);
            };
            instances.add(new ProviderEntry.Key(key, provider));
        }
        providers.put(
                name,
                new ProviderEntry(name, name + ".jar", instances, Optional.empty(), models, Patience.DEFAULT, policy));
        return this;
    }

    /** Limits of a provider's model {@code m}, and what becomes of the provider when one is reached. */
    Desk limit(String provider, Rates rates, OnLimit onLimit) {
        limits.put(provider, new Limits.Provider(Rates.NONE, Map.of("m", rates), Rates.NONE, Map.of(), List.of()));
        terms.put(provider, new Booking.Terms("test", onLimit));
        return this;
    }

    /** What may be spent in all. */
    Desk budget(Budget... all) {
        budgets = List.of(all);
        return this;
    }

    /** Calls are those of this key from now on, which has these limits. */
    Desk client(String name, Rates rates, Budget... all) {
        clients.put(name, new Limits.Whole(rates, List.of(all)));
        client = new Call.Client(_ -> Optional.empty(), Optional.empty(), name);
        return this;
    }

    /** Every attempt that was booked, as provider, outcome, certainty and tokens. */
    List<String> booked() {
        List<String> rows = new ArrayList<>();
        ledger.since(
                Instant.EPOCH,
                entry -> rows.add(entry.provider() + " " + entry.outcome() + " "
                        + entry.certainty() + " "
                        + (entry.usage().input() + entry.usage().output())));
        return rows;
    }

    /** A rotation that tries its candidates as they stand. */
    Desk rotation(String name, String... targets) {
        return rotation(name, (_, candidates, _) -> candidates, Group.Care.NONE, targets);
    }

    Desk rotation(String name, SelectionStrategy strategy, Group.Care care, String... targets) {
        List<Candidate> candidates = Arrays.stream(targets)
                .map(target -> new Candidate(target, 1, ""))
                .toList();
        rotations.put(
                name,
                new Group(
                        Group.Kind.ROTATION,
                        name,
                        "",
                        List.of(new Chooser("test", "test.jar", strategy, Chooser.USUAL_GATE)),
                        candidates,
                        Map.of(),
                        Optional.empty(),
                        care));
        return this;
    }

    static ModelEntry context(long tokens) {
        return new ModelEntry("m", OptionalLong.of(tokens), OptionalInt.empty(), List.of());
    }

    static ChatReply said(String text) {
        return Fakes.whole(text);
    }

    static CallException failure(Failure failure) {
        return new CallException(failure, failure.name());
    }

    static CallException failure(Failure failure, Duration retryAfter) {
        return new CallException(failure, failure.name(), CallException.Details.NONE.withRetryAfter(retryAfter));
    }

    /** Asks for a target and gives what was answered. */
    String ask(String target) throws InterruptedException {
        return ask(target, "hello");
    }

    String ask(String target, String text) throws InterruptedException {
        ChatRequest request = ChatRequest.of(target, List.of(Message.of(Message.Role.USER, text)));
        Call call = Call.start("c", client, Duration.ofMinutes(10), nanos::get);
        return dispatcher().ask(request, call).choices().getFirst().message().parts().stream()
                .map(part -> part instanceof Part.Text said ? said.text() : "?")
                .reduce("", String::concat);
    }

    /** What a strategy does that asks a model before it chooses: the candidates stay as they are. */
    <C> C onBehalf(Call call, String target, C candidates) throws InterruptedException {
        dispatcher().ask(ChatRequest.of(target, List.of(Message.of(Message.Role.USER, "which?"))), call.nested());
        return candidates;
    }

    /** Who was asked since the last time. */
    List<String> asked() {
        List<String> until = List.copyOf(asked);
        asked.clear();
        return until;
    }

    Health health() {
        return health;
    }

    Dispatcher dispatcher() {
        if (dispatcher.isEmpty()) {
            Surroundings around = new Surroundings(
                    health,
                    Openings.start(nanos::get),
                    new Delays(),
                    this::now,
                    nanos::get,
                    new Random(1),
                    this::later);
            Books books = new Books(
                    new MemoryLimiter(this::now, nanos::get),
                    ledger,
                    new Tokens(new Random(1)),
                    new Prices(),
                    this::now,
                    nanos::get);
            dispatcher = Optional.of(new Dispatcher(
                    new Targets(providers, rotations, Map.of(), Map.of()),
                    Fittings.none(),
                    around,
                    new Booking(
                            books,
                            new Limits(limits, Map.of(), clients, new Limits.Whole(Rates.NONE, budgets)),
                            terms,
                            health)));
        }
        return dispatcher.get();
    }
}
