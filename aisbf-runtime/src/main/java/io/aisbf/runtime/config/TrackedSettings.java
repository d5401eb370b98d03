// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.config.tree.Complaint;
import io.aisbf.runtime.config.tree.JsonSpelling;
import io.aisbf.runtime.config.tree.Keys;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.Scalars;
import io.aisbf.runtime.config.tree.Spelling;
import io.aisbf.runtime.config.tree.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One plugin instance's part of the configuration, which remembers what was asked for: a key that nobody asked for is a
 * mistake of the operator. Opened anew from its {@link Source} for each {@code create}, used by one thread, then asked
 * for {@link #unread}.
 */
public final class TrackedSettings implements Settings {
    /**
     * Where settings come from; immutable, lives as long as the configuration.
     *
     * @param fields the map as it stands in the file
     * @param path such as {@code providers.openai}
     * @param name what the operator calls the instance
     * @param lenient whether it stands in one of 0.3.2's files, where unknown keys are only warned of
     * @param owned keys that the gateway reads itself
     * @param spareKey a rotation's {@code api_key}, for a provider that has none of its own
     */
    public record Source(
            Value.Fields fields,
            String path,
            String name,
            boolean lenient,
            Set<String> owned,
            Optional<Value.Scalar> spareKey) {
        /** Fresh settings for one {@code create}; these environment variables are set. */
        public TrackedSettings open(Function<String, Optional<String>> environment) {
            return new TrackedSettings(this, environment, Optional.empty());
        }

        /** The same, as if that key were the only one in the file: for a provider that has several. */
        public TrackedSettings open(Function<String, Optional<String>> environment, Secret key) {
            return new TrackedSettings(this, environment, Optional.of(key));
        }

        /** The keys in the file, each of which an instance may be opened with. */
        public Keys keys() {
            return Keys.of(fields, path, spareKey);
        }
    }

    private final Source source;
    private final Function<String, Optional<String>> environment;
    private final Optional<Secret> onlyKey;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<TrackedSettings> parts = new ArrayList<>();

    private TrackedSettings(Source source, Function<String, Optional<String>> environment, Optional<Secret> onlyKey) {
        this.source = source;
        this.environment = environment;
        this.onlyKey = onlyKey;
    }

    /**
     * Keys that nobody asked for, here and in the parts that were opened: errors, but warnings in 0.3.2's own files.
     */
    public List<Complaint> unread() {
        List<Complaint> complaints = new ArrayList<>();
        for (Value.Field field : source.fields().fields()) {
            if (!asked.contains(field.name())
                    && !source.owned().contains(field.name())
                    && !field.name().startsWith("_")) {
                Set<String> allowed = new LinkedHashSet<>(asked);
                allowed.addAll(source.owned());
                String message = "is not known here" + Spelling.hint(field.name(), allowed);
                complaints.add(
                        source.lenient()
                                ? Complaint.warning(field.position(), path(field.name()), message)
                                : Complaint.error(field.position(), path(field.name()), message));
            }
        }
        parts.forEach(part -> complaints.addAll(part.unread()));
        return complaints;
    }

    @Override
    public String path() {
        return source.path();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Optional<String> text(String key) {
        return read(key, Scalars::text);
    }

    @Override
    public List<String> texts(String key) {
        return items(key).stream()
                .map(item -> attempt(key, item, Scalars::text))
                .toList();
    }

    @Override
    public Optional<Secret> secret(String key) {
        return secrets(key).stream().findFirst();
    }

    @Override
    public List<Secret> secrets(String key) {
        if (isOnlyKey(key)) {
            return onlyKey.stream().toList();
        }
        List<Secret> own = usable(key, items(key));
        boolean spare = own.isEmpty()
                && Keys.NAMES.contains(key)
                && Keys.NAMES.stream()
                        .allMatch(name ->
                                usable(name, Keys.items(source.fields(), name)).isEmpty());
        return spare && source.spareKey().isPresent()
                ? usable(key, List.of(source.spareKey().get()))
                : own;
    }

    /** Whether the plugin asks for the key it is to use; then it need not know that the file may hold several. */
    private boolean isOnlyKey(String key) {
        boolean only = onlyKey.isPresent() && Keys.NAMES.contains(key);
        if (only) {
            asked.addAll(Keys.NAMES);
        }
        return only;
    }

    /** Whether the plugin asked for a key: if not, one instance is as good as any number. */
    public boolean askedForKey() {
        return Keys.NAMES.stream().anyMatch(asked::contains);
    }

    private List<Secret> usable(String key, List<Value> items) {
        List<Secret> secrets = new ArrayList<>();
        for (Value item : items) {
            Value.Scalar scalar = secretScalar(key, item);
            if (Keys.usable(scalar)) {
                secrets.add(new Secret(scalar.text()));
            }
        }
        return secrets;
    }

    private Value.Scalar secretScalar(String key, Value item) {
        Optional<String> problem = Keys.problem(item);
        if (problem.isPresent() || !(item instanceof Value.Scalar scalar)) {
            throw wrong(key, problem.orElse("a secret is wanted"));
        }
        return scalar;
    }

    @Override
    public Optional<String> missing(String key) {
        if (isOnlyKey(key)) {
            return Optional.empty();
        }
        List<Value> items = items(key);
        if (items.isEmpty() || !secrets(key).isEmpty()) {
            return Optional.empty();
        }
        String noun = key.endsWith("key") || key.endsWith("keys") ? "key" : key.replace('_', ' ');
        return Optional.of("no " + noun + " (" + Keys.advice(key, secretScalar(key, items.getFirst())) + ")");
    }

    @Override
    public Optional<Secret> variable(String name) {
        Optional<String> value = environment.apply(name).filter(text -> !text.isBlank());
        if (Keys.controls(value.orElse(""))) {
            throw wrong(name, "the environment variable holds a line break or another control character");
        }
        return value.map(Secret::new);
    }

    @Override
    public Optional<Boolean> bool(String key) {
        return read(key, Scalars::bool);
    }

    @Override
    public Optional<Double> number(String key) {
        return read(key, Scalars::number);
    }

    @Override
    public Optional<Duration> duration(String key) {
        return read(key, Scalars::duration);
    }

    @Override
    public Optional<RawJson> json(String key) {
        return read(key, JsonSpelling::of);
    }

    @Override
    public Optional<Settings> section(String key) {
        return value(key).map(value -> part(key, key, path(key), value));
    }

    @Override
    public List<Settings> sections(String key) {
        Optional<Value> value = value(key);
        List<Settings> sections = new ArrayList<>();
        switch (value.orElse(new Value.Items(position(key), List.of()))) {
            case Value.Fields map ->
                map.fields()
                        .forEach(field ->
                                sections.add(part(key, field.name(), path(key) + "." + field.name(), field.value())));
            case Value.Items list -> {
                for (Value item : list.items()) {
                    int index = sections.size();
                    sections.add(part(key, Integer.toString(index), path(key) + "[" + index + "]", item));
                }
            }
            case Value.Scalar scalar -> throw wrong(key, "a list or a map is wanted, found " + scalar.description());
        }
        return sections;
    }

    private Settings part(String key, String name, String path, Value value) {
        if (!(value instanceof Value.Fields map)) {
            throw wrong(key, "a map is wanted, found " + value.description());
        }
        TrackedSettings part =
                new Source(map, path, name, source.lenient(), Set.of(), Optional.empty()).open(environment);
        // A part that the gateway reads itself was checked when it did so: the plugin knows only some of its keys.
        if (!source.owned().contains(key)) {
            parts.add(part);
        }
        return part;
    }

    @Override
    public SettingsException wrong(String key, String problem) {
        return new SettingsException(
                Complaint.error(position(key), path(key), problem).toString());
    }

    private Position position(String key) {
        return source.fields()
                .field(key)
                .map(Value.Field::position)
                .orElse(source.fields().position());
    }

    private String path(String key) {
        return source.path() + "." + key;
    }

    private Optional<Value> value(String key) {
        asked.add(key);
        return source.fields().value(key).filter(value -> !(value instanceof Value.Scalar scalar && scalar.absent()));
    }

    private List<Value> items(String key) {
        asked.add(key);
        return Keys.items(source.fields(), key);
    }

    private <T> Optional<T> read(String key, Function<Value, T> reading) {
        return value(key).map(value -> attempt(key, value, reading));
    }

    private <T> T attempt(String key, Value value, Function<Value, T> reading) {
        try {
            return reading.apply(value);
        } catch (IllegalArgumentException e) {
            throw wrong(key, String.valueOf(e.getMessage()));
        }
    }
}
