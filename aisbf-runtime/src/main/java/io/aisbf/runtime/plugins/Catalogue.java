// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.wire.WireFormat;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What one scan of the plugins directory found. Immutable, usable from any thread, until it is closed. A reload makes
 * another one; this one is closed after everything its factories made has been closed. Its class loaders go with the
 * garbage collection after the last reference to it, to its factories and to what they made is dropped.
 */
public final class Catalogue implements AutoCloseable {
    private final Claims claims;
    private final List<Unit> units;
    private final Map<String, Opened> opened;
    private final List<String> warnings;
    private final Scanned scanned;
    private final PrivateCopy copy;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What the scan saw, for telling later whether anything is different.
     *
     * @param copies the private copy of each jar that was read
     * @param pins what the lock said; empty without a lock
     */
    record Scanned(Inventory inventory, Map<String, Path> copies, Optional<Map<String, String>> pins) {}

    Catalogue(
            Scanned scanned,
            Map<Inventory.Source, UnitLoader.Result> results,
            List<String> warnings,
            PrivateCopy copy) {
        this.scanned = scanned;
        this.warnings = List.copyOf(warnings);
        this.copy = copy;
        List<LoadedFactory<?>> all = new ArrayList<>();
        results.values().forEach(result -> all.addAll(result.factories()));
        claims = new Claims(all);
        opened = new TreeMap<>();
        List<Unit> found = new ArrayList<>();
        results.forEach((source, result) -> {
            result.opened().ifPresent(one -> opened.put(source.name(), one));
            found.add(unit(source.name(), source.path(), result));
        });
        units = List.copyOf(found);
    }

    /** The provider factory of that type or alias. */
    public Optional<LoadedFactory<Provider>> provider(String word) {
        return find(Kind.PROVIDER, word);
    }

    /** The wire format factory of that type or alias. */
    public Optional<LoadedFactory<WireFormat>> wireFormat(String word) {
        return find(Kind.WIRE_FORMAT, word);
    }

    /** The condensation method factory of that type or alias. */
    public Optional<LoadedFactory<CondensationMethod>> condensationMethod(String word) {
        return find(Kind.CONDENSATION_METHOD, word);
    }

    /** The selection strategy factory of that type or alias. */
    public Optional<LoadedFactory<SelectionStrategy>> selectionStrategy(String word) {
        return find(Kind.SELECTION_STRATEGY, word);
    }

    /** Every wire format factory, by type in alphabetical order: all of them are mounted, configured or not. */
    public List<LoadedFactory<WireFormat>> wireFormats() {
        return claims.types(Kind.WIRE_FORMAT).values().stream()
                .map(factory -> Catalogue.<WireFormat>of(factory))
                .toList();
    }

    /** The types there are of a kind, without aliases: for "did you mean". */
    public SortedSet<String> types(Kind kind) {
        return Collections.unmodifiableSortedSet(
                new TreeSet<>(claims.types(kind).keySet()));
    }

    /** Why nobody has this word although somebody claims it; empty if nobody claims it. */
    public Optional<String> dispute(Kind kind, String word) {
        return Optional.ofNullable(claims.disputed(kind).get(word));
    }

    /** Each folder and lone jar with what came of it, in alphabetical order. */
    public List<Unit> units() {
        return units;
    }

    /** What loaded a unit's classes; empty if the unit could not be opened. */
    public Optional<ClassLoader> loader(String unit) {
        return Optional.ofNullable(opened.get(unit)).map(Opened::loader);
    }

    /** Sentences that belong to no unit, such as a jar that is pinned and not there. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Closes the jars and removes the private copies. What the factories made must have been closed before. A second
     * call does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            opened.forEach((unit, one) -> {
                try {
                    one.close();
                } catch (IOException e) {
                    log().log(Level.WARNING, "plugin {0}: its jars could not be closed: {1}", unit, e);
                }
            });
            copy.close();
        }
    }

    Scanned scanned() {
        return scanned;
    }

    /** Asked for when there is something to say: making a logger costs a cold start more than a plugin does. */
    private static System.Logger log() {
        return System.getLogger(Catalogue.class.getName());
    }

    private Unit unit(String name, Path path, UnitLoader.Result result) {
        List<Unit.Provided> provided = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            claims.types(kind).values().stream()
                    .filter(factory -> factory.unit().equals(name))
                    .forEach(factory ->
                            provided.add(new Unit.Provided(kind, factory.type(), factory.aliases(), factory.jar())));
        }
        List<String> refusals = new ArrayList<>(result.refusals());
        refusals.addAll(claims.refusals(name));
        List<String> notes = new ArrayList<>(result.notes());
        notes.addAll(claims.notes(name));
        return new Unit(name, path, result.version(), provided, refusals, notes);
    }

    private <T extends AutoCloseable> Optional<LoadedFactory<T>> find(Kind kind, String word) {
        return Optional.ofNullable(claims.words(kind).get(word)).map(factory -> Catalogue.<T>of(factory));
    }

    /**
     * Sound, because a factory is filed under the kind by whose service interface ServiceLoader found it, and that says
     * what it makes.
     */
    @SuppressWarnings("unchecked")
    private static <T extends AutoCloseable> LoadedFactory<T> of(LoadedFactory<?> factory) {
        return (LoadedFactory<T>) factory;
    }
}
