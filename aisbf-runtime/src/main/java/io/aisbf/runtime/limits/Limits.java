// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import io.aisbf.runtime.config.ModelLimits.Rates;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The book of limits: all that the configuration has, and which of them an attempt counts towards. Made anew with each
 * configuration; never changes, so any thread may ask it. A limit is called by where it stands in the configuration.
 */
public final class Limits {
    /** No limit at all. */
    public static final Limits NONE = new Limits(Map.of(), Map.of(), Map.of(), Whole.NONE);

    private static final String TOTAL = "limits";
    private static final String KEYS = "access.keys.";

    /** Names of models may come from clients, so that there is no end of them. */
    private static final int REMEMBERED = 1_000;

    private final Map<String, Written> providers;
    private final Map<String, Map<String, List<Limit>>> rotations;
    private final Map<String, List<Limit>> clients;
    private final List<Limit> total;

    /**
     * What was answered, so that an attempt makes no list of its own (half a microsecond), and so that the limiter knows a
     * list again.
     */
    private final Map<Attempt, List<Limit>> answers = new ConcurrentHashMap<>();

    /** Whose limits are asked for. */
    private record Attempt(String client, String provider, String key, String model, Optional<String> group) {}

    /**
     * What is configured at a provider.
     *
     * @param whole of all its models together
     * @param models of each model that is described
     * @param others of each model that is not, each for itself
     * @param keys of each of its keys that has any
     * @param budgets of all its models together
     */
    public record Provider(
            Rates whole, Map<String, Rates> models, Rates others, Map<String, Rates> keys, List<Budget> budgets) {
        public Provider {
            models = copy(models);
            keys = copy(keys);
            budgets = List.copyOf(budgets);
        }
    }

    /**
     * What is configured for all of something: for the gateway, or for one client's key.
     *
     * @param rates how often and how much may be asked
     * @param budgets how much may be spent
     */
    public record Whole(Rates rates, List<Budget> budgets) {
        /** No limit at all. */
        public static final Whole NONE = new Whole(Rates.NONE, List.of());

        public Whole {
            budgets = List.copyOf(budgets);
        }
    }

    /** A provider's limits, as far as their names are known beforehand. */
    private record Written(
            String path,
            List<Limit> whole,
            Map<String, List<Limit>> models,
            Rates others,
            Map<String, List<Limit>> keys) {
        static Written of(String name, Provider provider) {
            String path = "providers." + name;
            List<Limit> whole = new ArrayList<>(limits(path, provider.whole()));
            whole.addAll(budgets(path + ".", provider.budgets()));
            return new Written(
                    path,
                    List.copyOf(whole),
                    each(path + ".models.", provider.models()),
                    provider.others(),
                    each(path + ".keys.", provider.keys()));
        }

        List<Limit> model(String model) {
            List<Limit> known = models.get(model);
            return known == null ? limits(path + ".models." + model, others) : known;
        }
    }

    /**
     * A book.
     *
     * @param providers by their names
     * @param rotations of each rotation's targets ({@code provider/model}), by the rotation's name
     * @param clients of each client's key, by the key's name
     * @param total of all there is
     */
    public Limits(
            Map<String, Provider> providers,
            Map<String, Map<String, Rates>> rotations,
            Map<String, Whole> clients,
            Whole total) {
        this.providers = new LinkedHashMap<>();
        providers.forEach((name, provider) -> this.providers.put(name, Written.of(name, provider)));
        this.rotations = new LinkedHashMap<>();
        rotations.forEach((name, targets) -> this.rotations.put(name, each("rotations." + name + ".models.", targets)));
        this.clients = new LinkedHashMap<>();
        clients.forEach((name, whole) -> this.clients.put(name, whole(KEYS + name, KEYS + name + ".", whole)));
        this.total = whole(TOTAL, "", total);
    }

    /**
     * All limits that an attempt counts towards; nearly always the very same list for the same attempt.
     *
     * @param client the name of the key for which it is made; empty where nobody shows one
     * @param provider the provider that is asked
     * @param key with which of its keys
     * @param model the provider's name of the model
     * @param group the rotation that asks it
     */
    public List<Limit> of(String client, String provider, String key, String model, Optional<String> group) {
        Attempt attempt = new Attempt(client, provider, key, model, group);
        List<Limit> known = answers.get(attempt);
        if (known != null) {
            return known;
        }
        List<Limit> found = found(attempt);
        if (answers.size() < REMEMBERED) {
            answers.put(attempt, found);
        }
        return found;
    }

    private List<Limit> found(Attempt attempt) {
        List<Limit> limits = new ArrayList<>(total);
        limits.addAll(clients.getOrDefault(attempt.client(), List.of()));
        Written written = providers.get(attempt.provider());
        if (written != null) {
            limits.addAll(written.whole());
            limits.addAll(written.keys().getOrDefault(attempt.key(), List.of()));
            limits.addAll(written.model(attempt.model()));
        }
        String target = attempt.provider() + "/" + attempt.model();
        attempt.group()
                .ifPresent(name ->
                        limits.addAll(rotations.getOrDefault(name, Map.of()).getOrDefault(target, List.of())));
        return List.copyOf(limits);
    }

    /** All limits whose names are known: those of models that are not described come to be when they are asked for. */
    public List<Limit> all() {
        Set<Limit> all = new LinkedHashSet<>(total);
        clients.values().forEach(all::addAll);
        for (Written provider : providers.values()) {
            all.addAll(provider.whole());
            provider.keys().values().forEach(all::addAll);
            provider.models().values().forEach(all::addAll);
        }
        rotations.values().forEach(targets -> targets.values().forEach(all::addAll));
        return List.copyOf(all);
    }

    /** Whether those limits have all of these, though perhaps with other amounts. */
    public boolean within(Limits others) {
        return others.kinds().containsAll(kinds());
    }

    private Set<Limit> kinds() {
        Set<Limit> kinds = new LinkedHashSet<>();
        all().forEach(limit -> kinds.add(limit.kind()));
        providers
                .values()
                .forEach(written -> limits(written.path() + ".models.*", written.others())
                        .forEach(limit -> kinds.add(limit.kind())));
        return kinds;
    }

    /** Whether that limit is one of that client's key. */
    public static boolean belongs(Limit limit, String client) {
        return limit.name().startsWith(KEYS)
                && limit.name()
                        .substring(KEYS.length(), limit.name().lastIndexOf('.'))
                        .equals(client);
    }

    /**
     * Whether nobody else may be asked in the place of whom that limit does not allow: it counts all that its client
     * asks of whomever, or all that is asked at all.
     */
    public static boolean holdsEverywhere(Limit limit) {
        return limit.name().startsWith(KEYS) || limit.name().startsWith(TOTAL + ".");
    }

    private static List<Limit> whole(String ratesPath, String budgetsPath, Whole whole) {
        List<Limit> limits = new ArrayList<>(limits(ratesPath, whole.rates()));
        limits.addAll(budgets(budgetsPath, whole.budgets()));
        return List.copyOf(limits);
    }

    private static Map<String, List<Limit>> each(String path, Map<String, Rates> rates) {
        Map<String, List<Limit>> limits = new LinkedHashMap<>();
        rates.forEach((name, rate) -> limits.put(name, limits(path + name, rate)));
        return limits;
    }

    private static List<Limit> limits(String path, Rates rates) {
        List<Limit> limits = new ArrayList<>();
        rates.between()
                .ifPresent(between ->
                        limits.add(new Limit(path + ".rate_limit", Unit.REQUESTS, 1, new Window.Spacing(between))));
        add(limits, path + ".rate_limit_RPM", Unit.REQUESTS, rates.requestsPerMinute(), Duration.ofMinutes(1));
        add(limits, path + ".rate_limit_TPM", Unit.TOKENS, rates.tokensPerMinute(), Duration.ofMinutes(1));
        add(limits, path + ".rate_limit_TPH", Unit.TOKENS, rates.tokensPerHour(), Duration.ofHours(1));
        add(limits, path + ".rate_limit_TPD", Unit.TOKENS, rates.tokensPerDay(), Duration.ofDays(1));
        return List.copyOf(limits);
    }

    private static void add(List<Limit> limits, String name, Unit unit, OptionalLong most, Duration length) {
        most.ifPresent(amount -> limits.add(new Limit(name, unit, amount, new Window.Sliding(length))));
    }

    private static List<Limit> budgets(String path, List<Budget> budgets) {
        return budgets.stream()
                .map(budget -> new Limit(
                        path + "budget", Unit.MICRO_USD, budget.microUsd(), new Window.Calendar(budget.period())))
                .toList();
    }

    private static Map<String, Rates> copy(Map<String, Rates> rates) {
        return new LinkedHashMap<>(rates);
    }
}
