// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.PluginFactory;
import io.aisbf.api.wire.WireFormat;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every plugin promises, whatever its kind. A plugin's test extends the contract of its kind ({@link
 * ProviderContract}, {@link WireFormatContract}, {@link CondensationMethodContract}, {@link SelectionStrategyContract})
 * and gets these tests too.
 *
 * @param <T> what the factory makes
 */
@SuppressWarnings("try") // a close that throws InterruptedException fails the test, as it should
public abstract class PluginContract<T extends AutoCloseable> {
    private static final String STRANGE_KEY = "a_setting_of_nobody";

    /** For the contracts of the four kinds. */
    protected PluginContract() {}

    /** A new factory, made as ServiceLoader would. */
    protected abstract PluginFactory<T> factory();

    /**
     * Settings as {@link MapSettings} takes them, with every key the plugin knows of, or as many as fit together. Empty
     * if it needs none.
     */
    protected Map<String, Object> settings() {
        return Map.of();
    }

    /** What is lent to the instances under test. */
    protected FixedContext context() {
        return FixedContext.of(json());
    }

    /** How JSON is read; {@link PlainJson} unless a test has the gateway's own at hand. */
    protected Json json() {
        return new PlainJson();
    }

    /** An instance with {@link #settings}. */
    protected final T create(FixedContext context) {
        return factory().create(MapSettings.of(settings()), context);
    }

    @Test
    void theFactoryHasAPublicNoArgumentConstructor() throws Exception {
        Class<?> type = factory().getClass();
        assertTrue(Modifier.isPublic(type.getModifiers()), type + " is not public: ServiceLoader cannot make it");
        assertTrue(
                Modifier.isPublic(type.getDeclaredConstructor().getModifiers()), type + " has no public constructor");
    }

    @Test
    void theTypeIsAWord() {
        Set<String> words = new HashSet<>(factory().aliases());
        assertTrue(words.add(factory().type()), "an alias repeats the type");
        for (String word : words) {
            assertTrue(word.matches("[a-z0-9][a-z0-9_-]*"), "'" + word + "' has more than a-z, 0-9, - and _");
        }
        assertEquals(factory().type(), factory().type(), "the type changes");
        assertEquals(factory().aliases(), factory().aliases(), "the aliases change");
    }

    @Test
    void creatingOpensNoConnectionAsksNoModelAndStartsNoThread() throws Exception {
        FixedContext silent = FixedContext.of(json())
                .withModels((request, call) -> {
                    throw new AssertionError("create asks a model");
                })
                .withFormats(context().formats().toArray(WireFormat[]::new));
        factory().create(MapSettings.of(settings()), silent).close();
        Set<Thread> before = threads();
        try (T instance = factory().create(MapSettings.of(settings()), silent)) {
            Set<Thread> started = threads();
            started.removeAll(before);
            assertTrue(started.isEmpty(), () -> "create of " + instance + " starts " + started);
        }
    }

    @Test
    void readsItsOwnSettingsAndNoOthers() throws Exception {
        Map<String, Object> values = new LinkedHashMap<>(settings());
        values.put(STRANGE_KEY, "1");
        MapSettings settings = MapSettings.of(values);
        factory().create(settings, context()).close();
        assertEquals(List.of("test." + STRANGE_KEY), settings.unread(), "keys that create left unread");
    }

    @Test
    void eachInstanceIsItsOwn() throws Exception {
        FixedContext context = context();
        try (T one = create(context);
                T other = create(context)) {
            assertNotSame(one, other, "closing one instance must not close the other");
        }
    }

    @Test
    void closingTwiceIsHarmless() throws Exception {
        T instance = create(context());
        instance.close();
        instance.close();
        assertFalse(Thread.currentThread().isInterrupted(), "close leaves the thread interrupted");
    }

    /** Those of the caller's thread group; the JVM's own and the carriers of virtual threads are in others. */
    private static Set<Thread> threads() {
        ThreadGroup own = Thread.currentThread().getThreadGroup();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() == own)
                .collect(Collectors.toSet());
    }
}
