// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.Standing;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.health.Absence;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.health.Place;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How candidates stand when a choice is made: who can be asked, and what strategies want to know of them. */
final class Standings {
    /** Estimates err; only what is far too long is ruled out without asking. */
    private static final double CERTAINLY = 0.8;

    private static final Comparator<Bar> SOONEST = Comparator.comparing(Standings::back);

    private final Targets targets;
    private final Fitting fitting;
    private final Health health;

    Standings(Targets targets, Fitting fitting, Health health) {
        this.targets = targets;
        this.fitting = fitting;
        this.health = health;
    }

    /** Whether a place that failed in this call may be asked once more: second tries are allowed, and it is not away. */
    boolean willing(Place place) {
        return targets.providers().stream()
                .filter(provider -> provider.name().equals(place.provider()))
                .allMatch(provider -> provider.policy().retryPercent() > 0
                        && health.absence(place, provider.policy()).isEmpty());
    }

    /** Why somebody is not offered to a strategy. */
    sealed interface Bar {
        /** The reason in words. */
        String words();

        /** He cannot be asked at all, or has had his turn. */
        record Unable(String words) implements Bar {}

        /** He is left alone for now. */
        record Away(Absence absence) implements Bar {
            @Override
            public String words() {
                return absence.words();
            }
        }

        /** What is asked does not fit him. */
        record TooSmall(String words) implements Bar {}
    }

    /** What keeps a target of that group from being asked in this call; empty if nothing does. */
    Optional<Bar> bar(Group group, Candidate candidate, Course course) {
        return bar(group.within(targets.resolve(candidate.target())), course);
    }

    private Optional<Bar> bar(Target target, Course course) {
        return switch (target) {
            case Target.Model model -> bar(model, course);
            case Target.Choice choice -> bar(choice.group(), course);
        };
    }

    /** A group is barred by what bars its last member: by the one who is back soonest, where they are only away. */
    private Optional<Bar> bar(Group group, Course course) {
        Optional<Bar> least = Optional.empty();
        for (Candidate candidate : group.candidates()) {
            Optional<Bar> bar = bar(group, candidate, course);
            if (bar.isEmpty()) {
                return bar;
            }
            least = Stream.concat(least.stream(), bar.stream()).min(SOONEST);
        }
        return least;
    }

    /** When somebody is back; at the end of days where that is not known. */
    private static Instant back(Bar bar) {
        return bar instanceof Bar.Away away ? away.absence().until().orElse(Instant.MAX) : Instant.MAX;
    }

    private Optional<Bar> bar(Target.Model model, Course course) {
        Optional<Bar> nobody = model.provider().unavailable().<Bar>map(Bar.Unable::new);
        if (nobody.isPresent()) {
            return nobody;
        }
        OptionalLong context = model.entry().map(ModelEntry::contextSize).orElse(OptionalLong.empty());
        OptionalLong tooSmall = course.tooSmall();
        if (context.isPresent() && tooSmall.isPresent() && context.getAsLong() <= tooSmall.getAsLong()) {
            return Optional.of(new Bar.TooSmall(
                    "its context of " + context.getAsLong() + " tokens is no larger than one that was too small"));
        }
        return places(model, course);
    }

    private Optional<Bar> places(Target.Model model, Course course) {
        ProviderEntry provider = model.provider();
        Optional<Bar> least = Optional.empty();
        for (ProviderEntry.Key key : provider.keys()) {
            Place place = new Place(provider.name(), key.id(), model.model());
            Optional<Bar> bar = course.tried(place)
                    ? Optional.of(new Bar.Unable("was asked already"))
                    : key.provider()
                            .unavailable()
                            .<Bar>map(Bar.Unable::new)
                            .or(() -> health.absence(place, provider.policy()).map(Bar.Away::new));
            if (bar.isEmpty()) {
                return bar;
            }
            least = Stream.concat(least.stream(), bar.stream()).min(SOONEST);
        }
        return least;
    }

    /** Whether what is asked is certainly larger than a candidate's context, and nobody would condense it. */
    Optional<Bar> tooLong(Group group, Candidate candidate, Course course) {
        if (!(group.within(targets.resolve(candidate.target())) instanceof Target.Model model)) {
            return Optional.empty();
        }
        ModelEntry entry = model.entry().orElse(null);
        if (entry == null
                || entry.contextSize().isEmpty()
                || entry.condensing().inForce()
                || bytes(course) <= entry.contextSize().getAsLong()) {
            return Optional.empty();
        }
        long context = entry.contextSize().getAsLong();
        long tokens = fitting.count(course.request(), model.name());
        return tokens * CERTAINLY <= context
                ? Optional.empty()
                : Optional.of(new Bar.TooSmall(
                        "the prompt of about " + tokens + " tokens does not fit its context of " + context));
    }

    /** Whether what is asked needs something that a candidate is not said to be able to do. */
    Optional<Bar> lacks(Group group, Candidate candidate, Course course) {
        return group.within(targets.resolve(candidate.target())) instanceof Target.Model model
                ? model.entry()
                        .flatMap(entry -> entry.abilities().missing(course.request()))
                        .map(thing -> new Bar.Unable("its capabilities do not name " + thing))
                : Optional.empty();
    }

    /** No token is shorter than a byte, so that most prompts need no counting. */
    private static long bytes(Course course) {
        return course.request()
                .wire()
                .map(wire -> wire.json().slices().stream()
                        .mapToLong(ByteBuffer::remaining)
                        .sum())
                .orElse(Long.MAX_VALUE);
    }

    /** A candidate with what is known of it at this moment. */
    Candidate now(Group group, Candidate candidate) {
        Target target = group.within(targets.resolve(candidate.target()));
        Standing standing = switch (target) {
            case Target.Model model ->
                new Standing(
                        health.underWay(model.provider().name(), model.model()),
                        model.entry().map(ModelEntry::contextSize).orElse(OptionalLong.empty()),
                        model.entry().flatMap(ModelEntry::price));
            case Target.Choice choice -> new Standing(underWay(choice.group()), OptionalLong.empty(), Optional.empty());
        };
        return new Candidate(
                candidate.target(), candidate.weight(), candidate.description(), candidate.examples(), standing);
    }

    private int underWay(Group group) {
        return group.candidates().stream()
                .mapToInt(candidate -> switch (targets.resolve(candidate.target())) {
                    case Target.Model model -> health.underWay(model.provider().name(), model.model());
                    case Target.Choice choice -> underWay(choice.group());
                })
                .sum();
    }
}
