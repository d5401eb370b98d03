// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.plugin.SettingsException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@link Settings} from a map, for tests: values are strings, numbers, booleans, lists and maps of these, as a
 * configuration file would hold them. It remembers which keys were read, in its sections too, and {@link #unread} tells
 * the rest, as the gateway does at start. For one thread.
 */
public final class MapSettings implements Settings {
    private final String path;
    private final String name;
    private final Map<String, Object> values;
    private final Set<String> read = new LinkedHashSet<>();
    private final Map<String, List<MapSettings>> children = new LinkedHashMap<>();

    /** Settings of an instance of that name, at that place of an imagined file. */
    public MapSettings(String path, String name, Map<String, ?> values) {
        this.path = path;
        this.name = name;
        this.values = new LinkedHashMap<>(values);
    }

    /** Settings of an instance called {@code test}. */
    public static MapSettings of(Map<String, ?> values) {
        return new MapSettings("test", "test", values);
    }

    /** The paths of all keys that nobody has read, those in sections included. */
    public List<String> unread() {
        List<String> paths = new ArrayList<>();
        for (String key : values.keySet()) {
            if (!read.contains(key)) {
                paths.add(path + "." + key);
            }
            children.getOrDefault(key, List.of()).forEach(child -> paths.addAll(child.unread()));
        }
        return paths;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> text(String key) {
        return value(key).map(value -> scalar(key, value));
    }

    @Override
    public List<String> texts(String key) {
        return value(key)
                .map(value -> value instanceof List<?> list
                        ? list.stream().map(element -> scalar(key, element)).toList()
                        : List.of(scalar(key, value)))
                .orElse(List.of());
    }

    @Override
    public Optional<Secret> secret(String key) {
        return text(key).map(Secret::new);
    }

    @Override
    public List<Secret> secrets(String key) {
        return texts(key).stream().map(Secret::new).toList();
    }

    @Override
    public Optional<Boolean> bool(String key) {
        return value(key).map(value -> {
            if (value instanceof Boolean bool) {
                return bool;
            }
            throw wrong(key, "'" + value + "' is neither true nor false");
        });
    }

    @Override
    public Optional<Double> number(String key) {
        return get(key, Double::valueOf);
    }

    @Override
    public Optional<Duration> duration(String key) {
        return get(key, MapSettings::span);
    }

    @Override
    public Optional<RawJson> json(String key) {
        return value(key).map(value -> {
            JsonWriter writer = new JsonWriter();
            write(value, writer);
            return writer.finish();
        });
    }

    @Override
    public Optional<Settings> section(String key) {
        return value(key).map(value -> {
            if (value instanceof Map<?, ?> map) {
                MapSettings section = new MapSettings(path + "." + key, key, keyed(map));
                children.put(key, List.of(section));
                return section;
            }
            throw wrong(key, "'" + value + "' is not a section");
        });
    }

    @Override
    public List<Settings> sections(String key) {
        List<MapSettings> sections = new ArrayList<>();
        value(key).ifPresent(value -> {
            switch (value) {
                case Map<?, ?> map -> keyed(map).forEach((name, inner) -> sections.add(child(key, name, inner)));
                case List<?> list ->
                    list.forEach(inner -> sections.add(child(key, String.valueOf(sections.size()), inner)));
                default -> throw wrong(key, "'" + value + "' is neither a list nor a map of sections");
            }
        });
        children.put(key, sections);
        return List.copyOf(sections);
    }

    @Override
    public SettingsException wrong(String key, String problem) {
        return new SettingsException(path + "." + key + ": " + problem);
    }

    private MapSettings child(String key, String childName, Object inner) {
        if (inner instanceof Map<?, ?> map) {
            return new MapSettings(path + "." + key + "." + childName, childName, keyed(map));
        }
        throw wrong(key, "'" + inner + "' is not a section");
    }

    private Optional<Object> value(String key) {
        read.add(key);
        return Optional.ofNullable(values.get(key));
    }

    private String scalar(String key, Object value) {
        if (value instanceof Map || value instanceof List) {
            throw wrong(key, "a word or number is wanted, not a list or section");
        }
        return String.valueOf(value);
    }

    private static Map<String, Object> keyed(Map<?, ?> map) {
        Map<String, Object> keyed = new LinkedHashMap<>();
        map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
        return keyed;
    }

    private static Duration span(String value) {
        String unit = value.replaceFirst("^[0-9.]+", "");
        BigDecimal count = new BigDecimal(value.substring(0, value.length() - unit.length()));
        long nanos = switch (unit) {
            case "ms" -> 1_000_000L;
            case "", "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> throw new IllegalArgumentException("write a span such as 250ms, 30s, 5m, 1h or 1d");
        };
        return Duration.ofNanos(count.multiply(BigDecimal.valueOf(nanos)).longValueExact());
    }

    private static void write(Object value, JsonWriter writer) {
        switch (value) {
            case Map<?, ?> map -> {
                writer.object();
                keyed(map).forEach((name, inner) -> write(inner, writer.name(name)));
                writer.end();
            }
            case List<?> list -> {
                writer.array();
                list.forEach(inner -> write(inner, writer));
                writer.end();
            }
            case Boolean bool -> writer.bool(bool);
            case Number number -> writer.raw(RawJson.of(number.toString()));
            default -> writer.text(value.toString());
        }
    }
}
