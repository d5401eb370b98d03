// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * A map of a configuration file as the gateway's own sections read it: every accessor complains instead of throwing, so
 * that one reading finds all mistakes, and {@link #finish} complains of the names that nobody asked for. Used by one
 * thread.
 *
 * <p>A part of one of 0.3.2's files is lenient: 0.3.2 ignored names that it did not know and references that led
 * nowhere, so there they are warnings.
 */
public final class Part {
    /** A word and where it stands. */
    public record Word(String text, Position position, String path) {}

    /** A value under a name that the operator chose. */
    public record Named(String name, Position position, String path, Value value) {}

    private final Value.Fields fields;
    private final String path;
    private final boolean lenient;
    private final Complaints complaints;
    private final Set<String> asked = new LinkedHashSet<>();

    /** The map at that path. */
    public Part(Value.Fields fields, String path, boolean lenient, Complaints complaints) {
        this.fields = fields;
        this.path = path;
        this.lenient = lenient;
        this.complaints = complaints;
    }

    /** The map itself. */
    public Value.Fields fields() {
        return fields;
    }

    /** Such as {@code providers.openai}. */
    public String path() {
        return path;
    }

    /** Whether it stands in one of 0.3.2's files. */
    public boolean lenient() {
        return lenient;
    }

    /** Where complaints go. */
    public Complaints complaints() {
        return complaints;
    }

    /** Where the map begins. */
    public Position position() {
        return fields.position();
    }

    /** Where a name stands, or the map that lacks it. */
    public Position position(String name) {
        return fields.field(name).map(Value.Field::position).orElse(position());
    }

    /** The path of a name in this map. */
    public String path(String name) {
        return Growth.below(path, name);
    }

    /** The value of a name; what was written as nothing is absent. */
    public Optional<Value> value(String name) {
        asked.add(name);
        return fields.value(name).filter(value -> !(value instanceof Value.Scalar scalar && scalar.absent()));
    }

    /** Complains of a name's value, and stops the start. */
    public void wrong(String name, String message) {
        complaints.error(position(name), path(name), message);
    }

    /** Complains of what 0.3.2 would have passed over: an error, but a warning in 0.3.2's own files. */
    public void odd(Position position, String where, String message) {
        complaints.add(
                lenient
                        ? Complaint.warning(position, where, message + " (passed over, as 0.3.2 does)")
                        : Complaint.error(position, where, message));
    }

    /** A word or number as text. */
    public Optional<String> text(String name) {
        return read(name, Scalars::text);
    }

    /** A word and where it stands. */
    public Optional<Word> word(String name) {
        return text(name).map(text -> new Word(text, position(name), path(name)));
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> bool(String name) {
        return read(name, Scalars::bool);
    }

    /** A number within bounds. */
    public Optional<Double> number(String name, double least, double most) {
        return read(name, value -> within(Scalars.number(value), least, most, value));
    }

    /** A whole number within bounds. */
    public OptionalLong whole(String name, long least, long most) {
        return optional(read(name, value -> within(Scalars.whole(value), least, most, value)));
    }

    /** An amount of bytes within bounds. */
    public OptionalLong bytes(String name, long least, long most) {
        return optional(read(name, value -> within(Scalars.bytes(value), least, most, value)));
    }

    /** A span of time within bounds. */
    public Optional<Duration> duration(String name, Duration least, Duration most) {
        return read(name, value -> {
            Duration duration = Scalars.duration(value);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new IllegalArgumentException("a span of time from " + words(least) + " to " + words(most)
                        + " is wanted, found " + value.description());
            }
            return duration;
        });
    }

    /** A path, {@code ~} being that home directory. */
    public Optional<Path> file(String name, Path home) {
        return read(name, value -> {
            String text = Scalars.text(value);
            if (text.isBlank()) {
                throw new IllegalArgumentException("a path is wanted, found nothing");
            }
            return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
        });
    }

    /** A list of words; a single word is a list of one. */
    public List<Word> words(String name) {
        List<Word> words = new ArrayList<>();
        for (Named item : items(name)) {
            attempt(item.position(), item.path(), item.value(), Scalars::text)
                    .ifPresent(text -> words.add(new Word(text, item.position(), item.path())));
        }
        return words;
    }

    /** The items of a list; a single value is a list of one. */
    public List<Named> items(String name) {
        Optional<Value> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Value.Items items)) {
            return List.of(new Named(name, position(name), path(name), value.get()));
        }
        List<Named> named = new ArrayList<>();
        for (Value item : items.items()) {
            String index = "[" + named.size() + "]";
            named.add(new Named(index, item.position(), path(name) + index, item));
        }
        return named;
    }

    /** The maps of a list. */
    public List<Part> parts(String name) {
        if (value(name).filter(value -> !(value instanceof Value.Items)).isPresent()) {
            wrong(name, "a list is wanted, found " + value(name).orElseThrow().description());
            return List.of();
        }
        return items(name).stream().flatMap(item -> part(item).stream()).toList();
    }

    /** A map under a name. */
    public Optional<Part> part(String name) {
        return value(name).flatMap(value -> part(new Named(name, position(name), path(name), value)));
    }

    /** A value that must be a map. */
    public Optional<Part> part(Named named) {
        if (named.value() instanceof Value.Fields map) {
            return Optional.of(new Part(map, named.path(), lenient, complaints));
        }
        complaints.error(
                named.position(),
                named.path(),
                "a map is wanted, found " + named.value().description());
        return Optional.empty();
    }

    /** Everything in this map, all of whose names the operator chose. */
    public List<Named> entries() {
        return fields.fields().stream()
                .map(field -> new Named(field.name(), field.position(), path(field.name()), field.value()))
                .toList();
    }

    /** Names that are accepted without being read. */
    public void accept(Set<String> names) {
        asked.addAll(names);
    }

    /** Complains of every name that nobody asked for. */
    public void finish() {
        for (Value.Field field : fields.fields()) {
            if (!asked.contains(field.name()) && !(lenient && field.name().startsWith("_"))) {
                odd(field.position(), path(field.name()), "is not known here" + Spelling.hint(field.name(), asked));
            }
        }
    }

    private <T> Optional<T> read(String name, Function<Value, T> reading) {
        return value(name).flatMap(value -> attempt(position(name), path(name), value, reading));
    }

    /** Reads a value, or complains of it. */
    public <T> Optional<T> attempt(Position position, String where, Value value, Function<Value, T> reading) {
        try {
            return Optional.of(reading.apply(value));
        } catch (IllegalArgumentException e) {
            complaints.error(position, where, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static double within(double number, double least, double most, Value value) {
        if (number < least || number > most) {
            throw outside(BigDecimal.valueOf(least), BigDecimal.valueOf(most), value);
        }
        return number;
    }

    private static long within(long number, long least, long most, Value value) {
        if (number < least || number > most) {
            throw outside(BigDecimal.valueOf(least), BigDecimal.valueOf(most), value);
        }
        return number;
    }

    private static IllegalArgumentException outside(BigDecimal least, BigDecimal most, Value value) {
        return new IllegalArgumentException(
                "a number from " + plain(least) + " to " + plain(most) + " is wanted, found " + value.description());
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static OptionalLong optional(Optional<Long> value) {
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }
}
