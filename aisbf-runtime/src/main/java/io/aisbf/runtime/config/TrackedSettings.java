// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.config.tree.Complaint;
import io.aisbf.runtime.config.tree.JsonSpelling;
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
import java.util.regex.Pattern;

/**
 * One plugin instance's part of the configuration, which remembers what was asked for: a key that nobody asked for is a
 * mistake of the operator. Opened anew from its {@link Source} for each {@code create}, used by one thread, then asked
 * for {@link #unread}.
 */
public final class TrackedSettings implements Settings {
    /** As 0.3.2's own files have them where a key belongs. */
    private static final Pattern KEY_TO_BE_REPLACED = Pattern.compile("(?i)your[-_ ].*|<.*>");

    private static final Set<String> KEYS = Set.of("api_key", "api_keys");

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
            return new TrackedSettings(this, environment);
        }
    }

    private final Source source;
    private final Function<String, Optional<String>> environment;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<TrackedSettings> parts = new ArrayList<>();

    private TrackedSettings(Source source, Function<String, Optional<String>> environment) {
        this.source = source;
        this.environment = environment;
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
        List<Secret> own = usable(key, items(key));
        boolean spare = own.isEmpty()
                && KEYS.contains(key)
                && usable("api_key", named("api_key")).isEmpty()
                && usable("api_keys", named("api_keys")).isEmpty();
        return spare && source.spareKey().isPresent()
                ? usable(key, List.of(source.spareKey().get()))
                : own;
    }

    private List<Secret> usable(String key, List<Value> items) {
        List<Secret> secrets = new ArrayList<>();
        for (Value item : items) {
            Value.Scalar scalar = secretScalar(key, item);
            if (usable(scalar)) {
                secrets.add(new Secret(scalar.text()));
            }
        }
        return secrets;
    }

    /** Complaints about secrets never quote what was found. */
    private Value.Scalar secretScalar(String key, Value item) {
        if (!(item instanceof Value.Scalar scalar)) {
            throw wrong(key, "a secret is wanted, found " + item.description());
        }
        if (scalar.broken().isPresent()) {
            throw wrong(key, scalar.broken().get());
        }
        if (controls(scalar.text())) {
            throw wrong(key, "the secret holds a line break or another control character");
        }
        return scalar;
    }

    /** Whether a key is there and meant. */
    static boolean usable(Value.Scalar scalar) {
        return scalar.unset().isEmpty()
                && !scalar.text().isBlank()
                && !KEY_TO_BE_REPLACED.matcher(scalar.text()).matches();
    }

    @Override
    public Optional<String> missing(String key) {
        List<Value> items = items(key);
        if (items.isEmpty() || !secrets(key).isEmpty()) {
            return Optional.empty();
        }
        String noun = key.endsWith("key") || key.endsWith("keys") ? "key" : key.replace('_', ' ');
        return Optional.of("no " + noun + " (" + advice(key, secretScalar(key, items.getFirst())) + ")");
    }

    private static String advice(String key, Value.Scalar scalar) {
        if (scalar.unset().isPresent()) {
            return "set " + scalar.unset().get();
        }
        return scalar.text().isBlank() ? key + " is empty" : "replace " + scalar.text();
    }

    @Override
    public Optional<Secret> variable(String name) {
        Optional<String> value = environment.apply(name).filter(text -> !text.isBlank());
        if (controls(value.orElse(""))) {
            throw wrong(name, "the environment variable holds a line break or another control character");
        }
        return value.map(Secret::new);
    }

    private static boolean controls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
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
        return named(key);
    }

    private List<Value> named(String key) {
        return switch (source.fields()
                .value(key)
                .orElse(new Value.Items(source.fields().position(), List.of()))) {
            case Value.Items list -> list.items();
            case Value.Scalar scalar when scalar.absent() -> List.of();
            case Value single -> List.of(single);
        };
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
