// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who gets which word. A type that two factories of one kind claim goes to neither, because which of them ran would
 * depend on the names of files; an alias yields to a type, and is dropped when two claim it. Used by one thread, during
 * a scan.
 */
final class Claims {
    private final Map<Kind, Map<String, LoadedFactory<?>>> types = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, LoadedFactory<?>>> words = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, String>> disputed = new EnumMap<>(Kind.class);
    private final Map<String, List<String>> refusals = new HashMap<>();
    private final Map<String, List<String>> notes = new HashMap<>();

    /** Settles the claims of all factories of all units. */
    Claims(List<LoadedFactory<?>> all) {
        for (Kind kind : Kind.values()) {
            types.put(kind, new TreeMap<>());
            words.put(kind, new TreeMap<>());
            disputed.put(kind, new TreeMap<>());
            settle(kind, all.stream().filter(factory -> factory.kind() == kind).toList());
        }
    }

    /** By type. */
    Map<String, LoadedFactory<?>> types(Kind kind) {
        return found(types, kind);
    }

    /** By type and by alias. */
    Map<String, LoadedFactory<?>> words(Kind kind) {
        return found(words, kind);
    }

    /** Words that nobody got, with the reason. */
    Map<String, String> disputed(Kind kind) {
        return found(disputed, kind);
    }

    List<String> refusals(String unit) {
        return refusals.getOrDefault(unit, List.of());
    }

    List<String> notes(String unit) {
        return notes.getOrDefault(unit, List.of());
    }

    private void settle(Kind kind, List<LoadedFactory<?>> all) {
        Map<String, List<LoadedFactory<?>>> byType =
                all.stream().collect(Collectors.groupingBy(LoadedFactory::type, TreeMap::new, Collectors.toList()));
        Map<String, List<LoadedFactory<?>>> byAlias = new TreeMap<>();
        byType.forEach((type, claimants) -> {
            if (claimants.size() > 1) {
                dispute(kind, type, claimants, refusals, "the type");
            } else {
                claimants.getFirst().aliases().stream()
                        .filter(alias -> !alias.equals(type))
                        .forEach(alias -> byAlias.computeIfAbsent(alias, key -> new ArrayList<>())
                                .add(claimants.getFirst()));
            }
        });
        byAlias.entrySet().removeIf(alias -> !granted(kind, alias.getKey(), alias.getValue(), byType));
        byType.values().stream()
                .filter(claimants -> claimants.size() == 1)
                .map(List::getFirst)
                .forEach(factory -> {
                    Set<String> aliases = new TreeSet<>(factory.aliases());
                    aliases.retainAll(byAlias.keySet());
                    LoadedFactory<?> settled = factory.withAliases(aliases);
                    types(kind).put(factory.type(), settled);
                    words(kind).put(factory.type(), settled);
                    aliases.forEach(alias -> words(kind).put(alias, settled));
                });
    }

    private boolean granted(
            Kind kind, String alias, List<LoadedFactory<?>> claimants, Map<String, List<LoadedFactory<?>>> byType) {
        Optional<LoadedFactory<?>> owner =
                Optional.ofNullable(byType.get(alias)).map(List::getFirst);
        if (owner.isPresent()) {
            claimants.forEach(factory -> tell(
                    notes,
                    factory,
                    "the alias '" + alias + "' is not used, because "
                            + owner.get().jar() + " brings a " + kind.word() + " of that type"));
        } else if (claimants.size() > 1) {
            dispute(kind, alias, claimants, notes, "the alias");
        }
        return owner.isEmpty() && claimants.size() == 1;
    }

    private void dispute(
            Kind kind, String word, List<LoadedFactory<?>> claimants, Map<String, List<String>> told, String what) {
        String makers = claimants.stream()
                .map(factory ->
                        factory.jar() + " (" + factory.factory().getClass().getName() + ")")
                .collect(Collectors.joining(" and "));
        String sentence = what + " '" + word + "' for a " + kind.word() + " is claimed by " + makers
                + ", so none of them gets it: remove all but one";
        disputed(kind).put(word, sentence);
        claimants.stream()
                .map(LoadedFactory::unit)
                .distinct()
                .forEach(unit ->
                        told.computeIfAbsent(unit, key -> new ArrayList<>()).add(sentence));
    }

    private static void tell(Map<String, List<String>> told, LoadedFactory<?> factory, String sentence) {
        told.computeIfAbsent(factory.unit(), key -> new ArrayList<>()).add(sentence);
    }

    private static <V> Map<String, V> found(Map<Kind, Map<String, V>> byKind, Kind kind) {
        return byKind.getOrDefault(kind, Map.of());
    }
}
