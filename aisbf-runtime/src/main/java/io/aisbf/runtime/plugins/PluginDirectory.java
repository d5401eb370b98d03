// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import io.aisbf.api.plugin.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The plugins directory: {@link #scan} loads everything in it, {@link #changesSince} says whether it is worth doing
 * again, {@link #pin} writes the lock. A folder with jars is one unit, a lone jar is one unit; each is loaded apart
 * from all others, from a private copy, and a unit that cannot be loaded is a sentence in the catalogue and no more.
 * Holds nothing open itself; every method may be called from any thread.
 *
 * <p>Without a lock, jars run that are in the directory, unless everybody on the machine may write to them or a
 * symbolic link leads to them from outside. With a lock, jars run that are listed in it and have the SHA-256 listed
 * there.
 */
public final class PluginDirectory {
    private final Path directory;
    private final Optional<Path> lock;
    private final Host host;
    private final Path scratch;

    /**
     * Reads nothing yet.
     *
     * @param directory where folders and jars lie
     * @param lock the file that pins jars; empty to run every jar
     * @throws IllegalStateException if the gateway was started on the class path
     */
    public PluginDirectory(Path directory, Optional<Path> lock) {
        this(directory, lock, Host.own(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    PluginDirectory(Path directory, Optional<Path> lock, Host host, Path scratch) {
        this.directory = directory;
        this.lock = lock;
        this.host = host;
        this.scratch = scratch;
    }

    /**
     * What is different from an earlier scan, by name of the unit in alphabetical order.
     *
     * @param lockChanged whether the lock says something else
     */
    public record Changes(List<String> added, List<String> changed, List<String> removed, boolean lockChanged) {
        public Changes {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        /** Whether nothing is different. */
        public boolean none() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && !lockChanged;
        }
    }

    /**
     * Loads what is there now. Runs static initialisers and constructors of the plugins' factories on the calling
     * thread.
     *
     * @return to be closed by the caller
     * @throws SettingsException if there is no such directory, the lock is not right, or the private copy cannot be
     *     made
     */
    public Catalogue scan() {
        Optional<PluginLock> pins = lock.map(PluginLock::read);
        Inventory inventory = inventory(pins.isPresent());
        PrivateCopy copy = privateCopy();
        Map<Inventory.Source, UnitLoader.Result> results = new LinkedHashMap<>();
        try {
            Map<String, Path> copies = new TreeMap<>();
            inventory.units().values().forEach(source -> results.put(source, load(source, copy, pins, copies)));
            List<String> warnings =
                    pins.map(one -> one.missing(jars(inventory).keySet())).orElseGet(List::of);
            return new Catalogue(
                    new Catalogue.Scanned(inventory, copies, pins.map(PluginLock::digests)), results, warnings, copy);
        } catch (RuntimeException | Error e) {
            copy.close();
            throw e;
        }
    }

    /**
     * Compares the directory with what an earlier scan saw: names, sizes, times and permissions; the contents only
     * where those differ, so that a jar that was merely touched is not a change.
     *
     * @throws SettingsException if there is no such directory or the lock is not right
     */
    public Changes changesSince(Catalogue earlier) {
        Optional<Map<String, String>> pins = lock.map(PluginLock::read).map(PluginLock::digests);
        Map<String, Inventory.Source> now = inventory(pins.isPresent()).units();
        Map<String, Inventory.Source> then = earlier.scanned().inventory().units();
        List<String> added =
                now.keySet().stream().filter(name -> !then.containsKey(name)).toList();
        List<String> removed =
                then.keySet().stream().filter(name -> !now.containsKey(name)).toList();
        List<String> changed = new ArrayList<>();
        then.forEach((name, before) -> {
            Inventory.Source after = now.get(name);
            if (after != null && !same(before, after, earlier.scanned().copies())) {
                changed.add(name);
            }
        });
        return new Changes(
                added, changed, removed, !pins.equals(earlier.scanned().pins()));
    }

    /**
     * Writes the lock for the jars that are there now, each of which may run from then on as long as it stays what it
     * is.
     *
     * @return the paths of the jars listed
     * @throws SettingsException if no lock is configured, a jar cannot be read, or the file cannot be written
     */
    public List<String> pin() {
        Path file = lock.orElseThrow(() -> new SettingsException(
                "plugins: no lock is configured; write 'lock: plugins.lock' under 'plugins' in the configuration"));
        Map<String, String> digests = new TreeMap<>();
        try {
            for (Inventory.Jar jar : jars(inventory(true)).values()) {
                if (jar.objection().isPresent() || jar.name().contains("\n")) {
                    throw new SettingsException(
                            jar.objection().orElse(jar.path() + " has a line break in its name: rename it"));
                }
                digests.put(jar.name(), PrivateCopy.digest(jar.path()));
            }
            PluginLock.write(file, digests);
        } catch (IOException e) {
            throw new SettingsException(file + " was not written: " + Refusal.told(e), e);
        }
        return List.copyOf(digests.keySet());
    }

    private Inventory inventory(boolean pinned) {
        if (!Files.isDirectory(directory)) {
            throw new SettingsException("plugins.directory: " + directory.toAbsolutePath()
                    + " is not a directory; create it, or name another");
        }
        try {
            return Inventory.of(directory, pinned);
        } catch (IOException e) {
            throw new SettingsException(
                    "plugins.directory: " + directory.toAbsolutePath() + " cannot be read: " + Refusal.told(e), e);
        }
    }

    private PrivateCopy privateCopy() {
        try {
            return PrivateCopy.in(scratch);
        } catch (IOException e) {
            throw new SettingsException(
                    "no private copy of the plugins can be made in " + scratch + ": " + Refusal.told(e)
                            + "; make room there, or name another place with -Djava.io.tmpdir=...",
                    e);
        }
    }

    private UnitLoader.Result load(
            Inventory.Source source, PrivateCopy copy, Optional<PluginLock> pins, Map<String, Path> all) {
        if (source.objection().isPresent()) {
            return UnitLoader.Result.refused(List.of(source.objection().get()));
        }
        Path folder = copy.folder(source.name());
        List<Path> copies = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (Inventory.Jar jar : source.jars()) {
            Path target = folder.resolve(jar.path().getFileName());
            refusal(jar, target, pins, all).ifPresentOrElse(refusals::add, () -> copies.add(target));
        }
        if (!refusals.isEmpty()) {
            return UnitLoader.Result.refused(refusals);
        }
        Path original = Files.isDirectory(source.path()) ? source.path() : directory;
        return new UnitLoader(host, source.name(), original).load(folder, copies);
    }

    /**
     * Copies a jar and asks the lock. What is compared with the lock is the copy, as that is what runs; without a lock
     * nothing is, for it would cost a cold start as much as all the copying.
     */
    private static Optional<String> refusal(
            Inventory.Jar jar, Path target, Optional<PluginLock> pins, Map<String, Path> all) {
        if (jar.objection().isPresent()) {
            return jar.objection();
        }
        try {
            PrivateCopy.add(jar.path(), target);
            all.put(jar.name(), target);
            return pins.isEmpty() ? Optional.empty() : pins.get().refusal(jar.name(), PrivateCopy.digest(target));
        } catch (IOException e) {
            return Optional.of(jar.path() + " cannot be copied: " + Refusal.told(e));
        }
    }

    private static boolean same(Inventory.Source before, Inventory.Source after, Map<String, Path> copies) {
        boolean same = before.objection().equals(after.objection())
                && before.jars().size() == after.jars().size();
        for (int i = 0; same && i < before.jars().size(); i++) {
            same = same(before.jars().get(i), after.jars().get(i), copies);
        }
        return same;
    }

    private static boolean same(Inventory.Jar before, Inventory.Jar after, Map<String, Path> copies) {
        if (before.equals(after)) {
            return true;
        }
        Path copy = copies.get(before.name());
        try {
            return copy != null
                    && before.name().equals(after.name())
                    && after.objection().isEmpty()
                    && Files.mismatch(after.path(), copy) < 0;
        } catch (IOException e) {
            // It cannot be read now, so it is not what it was; the scan will say why.
            return false;
        }
    }

    private static Map<String, Inventory.Jar> jars(Inventory inventory) {
        Map<String, Inventory.Jar> jars = new TreeMap<>();
        inventory.units().values().forEach(unit -> unit.jars().forEach(jar -> jars.put(jar.name(), jar)));
        return jars;
    }
}
