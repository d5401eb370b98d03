// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Complaints;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every name that the configuration gives to something, and so whether a reference leads anywhere. */
final class Names {
    private static final Set<String> RESERVED = Set.of(
            "rotation",
            "rotations",
            "autoselect",
            "chat",
            "generate",
            "embed",
            "embeddings",
            "tags",
            "ps",
            "show",
            "version",
            "pull",
            "push",
            "create",
            "copy",
            "delete",
            "blobs",
            "me",
            "hello",
            "calls",
            "forgive",
            "reload",
            "v1",
            "models");

    private final Map<String, Part.Named> providers = new HashMap<>();
    private final Map<String, Part.Named> rotations = new HashMap<>();
    private final Map<String, Part.Named> autoselects = new HashMap<>();
    private final Map<String, Part.Named> aliases = new HashMap<>();

    void addProviders(Part section) {
        for (Part.Named entry : section.entries()) {
            if (RESERVED.contains(entry.name())) {
                section.odd(entry.position(), entry.path(), "'" + entry.name() + "' is reserved; choose another name");
            }
            add(providers, section, entry, List.of(providers), false);
        }
    }

    void addRotations(Part section) {
        section.entries()
                .forEach(entry -> add(rotations, section, entry, List.of(rotations, autoselects, aliases), false));
    }

    void addAutoselects(Part section) {
        section.entries()
                .forEach(entry -> add(autoselects, section, entry, List.of(rotations, autoselects, aliases), false));
    }

    void addAliases(Part section) {
        section.entries()
                .forEach(entry -> add(aliases, section, entry, List.of(rotations, autoselects, aliases), true));
    }

    private void add(
            Map<String, Part.Named> kind,
            Part section,
            Part.Named entry,
            List<Map<String, Part.Named>> unique,
            boolean slashes) {
        String name = entry.name();
        boolean slash = !slashes && name.contains("/");
        if (name.isBlank()
                || !name.strip().equals(name)
                || slash
                || name.chars().anyMatch(Character::isISOControl)) {
            section.complaints()
                    .error(
                            entry.position(),
                            entry.path(),
                            "'" + name.replaceAll("\\p{Cntrl}", "?")
                                    + "' cannot be a name: no slash, no control character, no blank at either end");
        }
        for (Map<String, Part.Named> other : unique) {
            Part.Named first = other.get(name);
            if (first != null) {
                section.odd(
                        entry.position(),
                        entry.path(),
                        "the name '" + name + "' is taken by " + first.path() + " (" + first.position()
                                + "); names are unique across rotations, autoselects and aliases");
            }
        }
        kind.putIfAbsent(name, entry);
    }

    /** Whether this very entry has the name: the first one does. */
    boolean isFirst(Part.Named entry) {
        return entry.equals(providers.get(entry.name()))
                || entry.equals(rotations.get(entry.name()))
                || entry.equals(autoselects.get(entry.name()))
                || entry.equals(aliases.get(entry.name()));
    }

    boolean isRotation(String name) {
        return rotations.containsKey(name);
    }

    /** Why there is no such provider; empty when there is. */
    Optional<String> providerProblem(String name) {
        return providers.containsKey(name)
                ? Optional.empty()
                : Optional.of("there is no provider '" + name + "'" + Spelling.hint(name, providers.keySet()));
    }

    /** Why a target leads nowhere; empty when it leads somewhere. */
    Optional<String> problem(String target) {
        if (node(target).isPresent()) {
            return Optional.empty();
        }
        int slash = target.indexOf('/');
        if (slash < 0) {
            return Optional.of(
                    providers.containsKey(target)
                            ? "'" + target + "' is a provider; write " + target + "/MODEL"
                            : "there is no target '" + target + "'" + Spelling.hint(target, targets()));
        }
        String head = target.substring(0, slash);
        String rest = target.substring(slash + 1);
        return switch (head) {
            case "rotation" ->
                Optional.of("there is no rotation '" + rest + "'" + Spelling.hint(rest, rotations.keySet()));
            case "autoselect" ->
                Optional.of("there is no autoselect '" + rest + "'" + Spelling.hint(rest, autoselects.keySet()));
            default ->
                providers.containsKey(head) && rest.isBlank()
                        ? Optional.of("no model stands after the slash; write " + head + "/MODEL")
                        : providerProblem(head);
        };
    }

    private Set<String> targets() {
        Set<String> targets = new LinkedHashSet<>(rotations.keySet());
        targets.addAll(autoselects.keySet());
        targets.addAll(aliases.keySet());
        providers.keySet().forEach(provider -> targets.add(provider + "/MODEL"));
        return targets;
    }

    /** Where a reference leads when that is not a provider's model. */
    private Optional<String> node(String target) {
        if (aliases.containsKey(target)) {
            return Optional.of("aliases." + target);
        }
        if (autoselects.containsKey(target)) {
            return Optional.of("autoselect/" + target);
        }
        if (rotations.containsKey(target)) {
            return Optional.of("rotation/" + target);
        }
        return Optional.of(target)
                .filter(same -> names(same, "rotation/", rotations) || names(same, "autoselect/", autoselects));
    }

    private static boolean names(String target, String prefix, Map<String, Part.Named> kind) {
        return target.startsWith(prefix) && kind.containsKey(target.substring(prefix.length()));
    }

    /** Complains of every way in which rotations, autoselects and aliases lead back to themselves. */
    void refuseCircles(
            Map<String, RotationConfig> rotations,
            Map<String, AutoselectConfig> autoselects,
            Map<String, String> aliases,
            Complaints complaints) {
        Map<String, Set<String>> edges = new HashMap<>();
        rotations
                .values()
                .forEach(rotation -> link(
                        edges,
                        "rotation/" + rotation.name(),
                        rotation.candidates().stream()
                                .map(CandidateConfig::target)
                                .toList()));
        for (AutoselectConfig autoselect : autoselects.values()) {
            List<String> targets = new ArrayList<>(autoselect.candidates().stream()
                    .map(CandidateConfig::target)
                    .toList());
            autoselect.fallback().ifPresent(targets::add);
            autoselect.selectionModel().ifPresent(targets::add);
            link(edges, "autoselect/" + autoselect.name(), targets);
        }
        aliases.forEach((alias, target) -> link(edges, "aliases." + alias, List.of(target)));
        Set<String> done = new HashSet<>();
        for (String start : edges.keySet().stream().sorted().toList()) {
            walk(start, edges, new LinkedHashSet<>(), done, complaints);
        }
    }

    private void link(Map<String, Set<String>> edges, String from, List<String> targets) {
        Set<String> to = edges.computeIfAbsent(from, absent -> new LinkedHashSet<>());
        targets.forEach(target -> node(target).ifPresent(to::add));
    }

    private void walk(
            String node, Map<String, Set<String>> edges, Set<String> way, Set<String> done, Complaints complaints) {
        if (way.contains(node)) {
            List<String> circle = new ArrayList<>(way);
            circle = circle.subList(circle.indexOf(node), circle.size());
            Part.Named place = place(node);
            complaints.error(
                    place.position(),
                    place.path(),
                    "leads back to itself: " + String.join(" -> ", circle) + " -> " + node);
            return;
        }
        if (way.size() > 200 || !done.add(node)) {
            return;
        }
        way.add(node);
        edges.getOrDefault(node, Set.of()).forEach(next -> walk(next, edges, way, done, complaints));
        way.remove(node);
    }

    private Part.Named place(String node) {
        Map<String, Part.Named> kind =
                node.startsWith("aliases.") ? aliases : node.startsWith("rotation/") ? rotations : autoselects;
        String name = node.substring(node.startsWith("aliases.") ? "aliases.".length() : node.indexOf('/') + 1);
        Part.Named place = kind.get(name);
        if (place == null) {
            throw new IllegalStateException(node + " is no name of this configuration");
        }
        return place;
    }
}
