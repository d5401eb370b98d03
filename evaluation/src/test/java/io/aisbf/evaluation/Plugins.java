// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.plugin.PluginFactory;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The plugins on the class path, made as the gateway makes them. They are found by what their module descriptors
 * provide, which {@link java.util.ServiceLoader} does not read from a class path.
 */
public final class Plugins {
    private Plugins() {}

    /** Every condensation method, without settings and without a model, by its type. */
    public static SequencedMap<String, CondensationMethod> methods(TokenCounter counter) {
        SequencedMap<String, CondensationMethod> methods = new TreeMap<>();
        provided(CondensationMethodFactory.class)
                .forEach(factory ->
                        methods.put(factory.type(), make(factory, counter, FixedContext.REFUSING, Map.of())));
        return Collections.unmodifiableSequencedMap(methods);
    }

    /**
     * One condensation method.
     *
     * @param type its type or one of its aliases
     * @param models the models it can ask
     * @param settings what the operator set; a method that is to ask is told whom as {@code "model"}
     */
    public static CondensationMethod method(
            String type, TokenCounter counter, Models models, Map<String, Object> settings) {
        return provided(CondensationMethodFactory.class)
                .filter(factory ->
                        factory.type().equals(type) || factory.aliases().contains(type))
                .findFirst()
                .map(factory -> make(factory, counter, models, settings))
                .orElseThrow(
                        () -> new IllegalArgumentException("no condensation method " + type + " on the class path"));
    }

    /**
     * The selection strategy of that type; empty if no plugin on the class path has it.
     *
     * @param models the models it can ask
     */
    public static Optional<SelectionStrategy> strategy(
            String type, TokenCounter counter, Models models, Map<String, Object> settings) {
        return provided(SelectionStrategyFactory.class)
                .filter(factory -> factory.type().equals(type))
                .findFirst()
                .map(factory -> factory.create(MapSettings.of(settings), context(counter, models)));
    }

    /** The wire format of that type, such as {@code openai-chat}. */
    public static WireFormat format(String type) {
        return provided(WireFormatFactory.class)
                .filter(factory -> factory.type().equals(type))
                .findFirst()
                .map(factory -> factory.create(MapSettings.of(Map.of()), FixedContext.of(new JacksonJson())))
                .orElseThrow(() -> new IllegalArgumentException("no wire format " + type + " on the class path"));
    }

    private static CondensationMethod make(
            CondensationMethodFactory factory, TokenCounter counter, Models models, Map<String, Object> settings) {
        return factory.create(MapSettings.of(settings), context(counter, models));
    }

    private static FixedContext context(TokenCounter counter, Models models) {
        FixedContext fixed = FixedContext.of(new JacksonJson());
        return new FixedContext(
                models, counter, fixed.formats(), fixed.http(), fixed.json(), fixed.clock(), fixed.random());
    }

    /** What the modules on the class path provide, in the order of the classes' names. */
    private static <T extends PluginFactory<?>> Stream<T> provided(Class<T> kind) {
        try {
            return Collections.list(Plugins.class.getClassLoader().getResources("module-info.class")).stream()
                    .map(Plugins::descriptor)
                    .flatMap(module -> module.provides().stream())
                    .filter(provided -> provided.service().equals(kind.getName()))
                    .map(ModuleDescriptor.Provides::providers)
                    .flatMap(List::stream)
                    .distinct()
                    .sorted(Comparator.naturalOrder())
                    .map(name -> instance(kind, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModuleDescriptor descriptor(URL url) {
        try (InputStream bytes = url.openStream()) {
            return ModuleDescriptor.read(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T instance(Class<T> kind, String name) {
        try {
            return Class.forName(name).asSubclass(kind).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " is announced by its module and cannot be made", e);
        }
    }
}
