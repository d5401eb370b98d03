// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import static java.lang.System.Logger.Level.DEBUG;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.contain.Contained;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lists what clients can ask for: models as {@code provider/model}, rotations, autoselects, aliases. A provider whose
 * models the configuration names is not asked; another is, and what it said is kept for five minutes. One that does not
 * answer is left out rather than failing the list, and is not asked again for half a minute.
 */
public final class ModelList {
    private static final System.Logger LOG = System.getLogger(ModelList.class.getName());
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration SILENT = Duration.ofSeconds(30);
    private static final String GATEWAY = "aisbf";

    private final Targets targets;
    private final LongSupplier nanoTime;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    /** A list over these targets. */
    public ModelList(Targets targets, LongSupplier nanoTime) {
        this.targets = targets;
        this.nanoTime = nanoTime;
    }

    /** What a provider said, or that it said nothing, and until when it is not asked again. */
    private record Heard(long untilNanos, List<ModelInfo> models) {}

    /** What there is in a scope. */
    public List<ModelInfo> list(Targets.Scope scope, Call call) throws InterruptedException {
        return switch (scope) {
            case Targets.Scope.Everything _ -> everything(call);
            case Targets.Scope.OneProvider one -> {
                List<ModelInfo> models = new ArrayList<>();
                for (ProviderEntry provider : targets.providers()) {
                    if (provider.name().equals(one.provider())) {
                        models.addAll(offered(provider, call));
                    }
                }
                yield models;
            }
            case Targets.Scope.Groups groups ->
                targets.groups(groups.kind()).stream()
                        .map(group -> new ModelInfo(group.name(), GATEWAY, OptionalLong.empty()))
                        .toList();
            case Targets.Scope.OneGroup one ->
                targets.groups(one.kind()).stream()
                        .filter(group -> group.name().equals(one.name()))
                        .flatMap(group -> group.candidates().stream())
                        .map(candidate -> new ModelInfo(candidate.target(), GATEWAY, OptionalLong.empty()))
                        .toList();
        };
    }

    /**
     * One entry, for a name that can be asked for without being listed.
     *
     * @throws CallException {@code UNKNOWN_TARGET} if the name means nothing
     */
    public ModelInfo describe(String name) {
        Target target = targets.resolve(name);
        String owner = target instanceof Target.Model model ? model.provider().name() : GATEWAY;
        return new ModelInfo(name, owner, OptionalLong.empty());
    }

    private List<ModelInfo> everything(Call call) throws InterruptedException {
        List<ModelInfo> all = new ArrayList<>();
        for (Group.Kind kind : Group.Kind.values()) {
            for (Group group : targets.groups(kind)) {
                all.add(new ModelInfo(kind.word() + "/" + group.name(), GATEWAY, OptionalLong.empty()));
            }
        }
        targets.aliases().keySet().stream()
                .sorted()
                .forEach(alias -> all.add(new ModelInfo(alias, GATEWAY, OptionalLong.empty())));
        for (ProviderEntry provider : targets.providers()) {
            for (ModelInfo model : offered(provider, call)) {
                all.add(new ModelInfo(provider.name() + "/" + model.id(), provider.name(), model.contextTokens()));
            }
        }
        return all;
    }

    private List<ModelInfo> offered(ProviderEntry provider, Call call) throws InterruptedException {
        if (!provider.models().isEmpty()) {
            return provider.models().values().stream()
                    .map(model -> new ModelInfo(model.name(), provider.name(), model.contextSize()))
                    .toList();
        }
        Heard known = heard.get(provider.name());
        if (known != null && nanoTime.getAsLong() - known.untilNanos() < 0) {
            return known.models();
        }
        if (provider.unavailable().isPresent() || !(provider.instance() instanceof Provider.Models listing)) {
            return List.of();
        }
        try {
            List<ModelInfo> models = List.copyOf(Contained.run(provider.label(), () -> listing.models(call)));
            keep(provider, KEPT, models);
            return models;
        } catch (CallException e) {
            LOG.log(DEBUG, "{0} does not list its models: {1}", provider.label(), e.getMessage());
            keep(provider, SILENT, List.of());
            return List.of();
        }
    }

    private void keep(ProviderEntry provider, Duration time, List<ModelInfo> models) {
        heard.put(provider.name(), new Heard(nanoTime.getAsLong() + time.toNanos(), models));
    }
}
