// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the names mean that clients ask for: {@code provider/model} (split at the first slash when the head is a
 * provider), {@code rotation/NAME}, {@code autoselect/NAME}, an alias, or the bare name of a rotation or an autoselect.
 * Immutable.
 */
public final class Targets {
    private static final int NEAR_MISSES = 3;

    private final Map<String, ProviderEntry> providers;
    private final Map<String, Group> rotations;
    private final Map<String, Group> autoselects;
    private final Map<String, String> aliases;

    /** The names there are; each map in the order of the configuration. */
    public Targets(
            Map<String, ProviderEntry> providers,
            Map<String, Group> rotations,
            Map<String, Group> autoselects,
            Map<String, String> aliases) {
        this.providers = new LinkedHashMap<>(providers);
        this.rotations = new LinkedHashMap<>(rotations);
        this.autoselects = new LinkedHashMap<>(autoselects);
        this.aliases = new LinkedHashMap<>(aliases);
    }

    /**
     * Where a call may look for its name: 0.3.2's paths name the scope, and the body's model is then a bare name within
     * it.
     */
    public sealed interface Scope {
        /** Everything there is. */
        record Everything() implements Scope {}

        /** The models of one provider. */
        record OneProvider(String provider) implements Scope {}

        /** The rotations, or the autoselects. */
        record Groups(Group.Kind kind) implements Scope {}

        /** One rotation or autoselect, whatever the body says. */
        record OneGroup(Group.Kind kind, String name) implements Scope {}
    }

    /**
     * The target of that name.
     *
     * @throws CallException {@code UNKNOWN_TARGET}, listing near misses
     */
    public Target resolve(String asked, Scope scope) {
        return find(asked, scope).orElseThrow(() -> unknown(asked, scope));
    }

    /** The target of that name among everything there is. */
    public Target resolve(String asked) {
        return resolve(asked, new Scope.Everything());
    }

    /** The scope that one of 0.3.2's path segments names: an autoselect, a rotation or a provider, in this order. */
    public Optional<Scope> scope(String segment) {
        if (segment.equals("autoselect")) {
            return Optional.of(new Scope.Groups(Group.Kind.AUTOSELECT));
        }
        if (segment.equals("rotations")) {
            return Optional.of(new Scope.Groups(Group.Kind.ROTATION));
        }
        if (autoselects.containsKey(segment)) {
            return Optional.of(new Scope.OneGroup(Group.Kind.AUTOSELECT, segment));
        }
        if (rotations.containsKey(segment)) {
            return Optional.of(new Scope.OneGroup(Group.Kind.ROTATION, segment));
        }
        return providers.containsKey(segment) ? Optional.of(new Scope.OneProvider(segment)) : Optional.empty();
    }

    /** The model that a target begins with: itself, or the first candidate's as its group limits it. */
    public Optional<Target.Model> first(Target target) {
        return switch (target) {
            case Target.Model model -> Optional.of(model);
            case Target.Choice choice ->
                choice.group().candidates().stream()
                        .flatMap(candidate -> first(choice.group().within(resolve(candidate.target()))).stream())
                        .findFirst();
        };
    }

    /** The providers, in the order of the configuration. */
    public Collection<ProviderEntry> providers() {
        return providers.values();
    }

    /** The rotations or the autoselects, in the order of the configuration. */
    public Collection<Group> groups(Group.Kind kind) {
        return byKind(kind).values();
    }

    /** The aliases and what they stand for. */
    public Map<String, String> aliases() {
        return Map.copyOf(aliases);
    }

    private Map<String, Group> byKind(Group.Kind kind) {
        return kind == Group.Kind.ROTATION ? rotations : autoselects;
    }

    private Optional<Target> find(String asked, Scope scope) {
        return switch (scope) {
            case Scope.Everything _ -> everywhere(aliases.getOrDefault(asked, asked));
            case Scope.OneProvider one ->
                Optional.ofNullable(providers.get(one.provider()))
                        .map(provider -> Target.Model.of(provider, without(asked, one.provider() + "/")));
            case Scope.Groups groups ->
                group(groups.kind(), without(asked, groups.kind().word() + "/"));
            case Scope.OneGroup one -> group(one.kind(), one.name());
        };
    }

    private Optional<Target> everywhere(String name) {
        for (Group.Kind kind : Group.Kind.values()) {
            String prefix = kind.word() + "/";
            Optional<Target> group = group(kind, without(name, prefix));
            if (group.isPresent()) {
                return group;
            }
        }
        int slash = name.indexOf('/');
        ProviderEntry provider = slash < 1 ? null : providers.get(name.substring(0, slash));
        return provider == null || slash == name.length() - 1
                ? Optional.empty()
                : Optional.of(Target.Model.of(provider, name.substring(slash + 1)));
    }

    private Optional<Target> group(Group.Kind kind, String name) {
        return Optional.ofNullable(byKind(kind).get(name)).map(Target.Choice::new);
    }

    private static String without(String name, String prefix) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private CallException unknown(String asked, Scope scope) {
        List<String> near = nearest(asked, known(scope));
        String hint = near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
        return new CallException(
                Failure.UNKNOWN_TARGET,
                "model '" + shorten(asked) + "' is none of this gateway's" + hint
                        + " (GET /v1/models lists what there is; write provider/model, rotation/NAME or"
                        + " autoselect/NAME)",
                CallException.Details.NONE.withMember("model").withCode("model_not_found"));
    }

    private Set<String> known(Scope scope) {
        Set<String> names = new LinkedHashSet<>();
        if (scope instanceof Scope.Groups groups) {
            names.addAll(byKind(groups.kind()).keySet());
            return names;
        }
        names.addAll(aliases.keySet());
        for (Group.Kind kind : Group.Kind.values()) {
            byKind(kind).keySet().forEach(name -> names.add(kind.word() + "/" + name));
        }
        for (ProviderEntry provider : providers.values()) {
            provider.models().keySet().forEach(model -> names.add(provider.name() + "/" + model));
            if (provider.models().isEmpty()) {
                names.add(provider.name() + "/...");
            }
        }
        return names;
    }

    private static List<String> nearest(String asked, Set<String> known) {
        List<String> all = new ArrayList<>(known);
        all.sort(Comparator.comparingInt(name -> distance(shorten(asked), name)));
        return all.subList(0, Math.min(NEAR_MISSES, all.size()));
    }

    private static String shorten(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "...";
    }

    /** Levenshtein distance, with nothing to pay for what one name has before or after the other. */
    private static int distance(String a, String b) {
        if (b.contains(a)) {
            return 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()] + 1;
    }
}
