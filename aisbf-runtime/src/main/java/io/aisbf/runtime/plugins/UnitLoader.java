// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import io.aisbf.api.plugin.PluginFactory;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Loads one unit: looks at its jars, opens them, and asks each factory once for its type. Used by one thread, for one
 * unit.
 */
final class UnitLoader {
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** So many broken entries of one kind are enough; a damaged service file may go on for ever. */
    private static final int MOST_FAILURES = 16;

    private static final String WORD_IS =
            "1 to 64 lower case letters, digits, '-' and '_', and begins with a letter or digit";

    private final Host host;
    private final String unit;
    private final Path original;
    private final List<String> notes = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<LoadedFactory<?>> factories = new ArrayList<>();
    private int failures;

    /**
     * @param unit its name
     * @param original the folder the operator put its jars in
     */
    UnitLoader(Host host, String unit, Path original) {
        this.host = host;
        this.unit = unit;
        this.original = original;
    }

    /**
     * What came of loading.
     *
     * @param opened must be closed once the factories are not used any more
     */
    record Result(
            Optional<Opened> opened,
            List<LoadedFactory<?>> factories,
            Optional<String> version,
            List<String> refusals,
            List<String> notes) {
        /** Of a unit that was not even opened. */
        static Result refused(List<String> refusals) {
            return new Result(Optional.empty(), List.of(), Optional.empty(), refusals, List.of());
        }
    }

    /**
     * Loads it. Whatever is wrong becomes a refusal.
     *
     * @param folder where the private copies are
     * @param copies the private copies of its jars
     */
    Result load(Path folder, List<Path> copies) {
        Optional<Opened> opened = Optional.empty();
        List<PluginJar> jars = List.of();
        try {
            jars = inspect(copies);
            opened = Optional.of(open(folder, jars));
            for (Kind kind : Kind.values()) {
                collect(kind, opened.get());
            }
            if (factories.isEmpty() && refusals.isEmpty()) {
                throw new Refusal(noFactory(jars));
            }
        } catch (Refusal e) {
            refusals.add(e.sentence());
        }
        return new Result(opened, factories, version(jars), refusals, notes);
    }

    private List<PluginJar> inspect(List<Path> copies) throws Refusal {
        List<PluginJar> jars = new ArrayList<>();
        Map<String, String> byModule = new HashMap<>();
        for (Path copy : copies) {
            PluginJar jar = PluginJar.read(copy);
            if (jar.copyOfGateway()) {
                notes.add(jar.name() + " is a copy of the gateway's own module and is not used; it can be removed");
                continue;
            }
            Optional<String> module = jar.descriptor().map(ModuleDescriptor::name);
            Optional<String> other = module.map(name -> byModule.put(name, jar.name()));
            if (other.isPresent()) {
                throw new Refusal(other.get() + " and " + jar.name() + " are both module " + module.get()
                        + ": remove one of them");
            }
            jars.add(jar);
        }
        if (jars.isEmpty()) {
            throw new Refusal("it holds nothing but copies of the gateway's own modules: remove it");
        }
        return jars;
    }

    private Opened open(Path folder, List<PluginJar> jars) throws Refusal {
        List<String> plain = jars.stream()
                .filter(jar -> jar.module().isEmpty())
                .map(PluginJar::name)
                .toList();
        for (PluginJar jar : jars) {
            if (jar.bundlesApi() && plain.isEmpty()) {
                throw new Refusal(jar.name() + " has classes of " + Host.API + " in it: build it without them (Maven: "
                        + "<scope>provided</scope> for aisbf-api)");
            } else if (jar.bundlesApi()) {
                notes.add(jar.name() + " has classes of " + Host.API + " in it; they are not used, the gateway's are");
            }
        }
        if (!plain.isEmpty() && plain.size() < jars.size()) {
            notes.add("loaded as a class path and not as modules, because " + String.join(", ", plain)
                    + " has no module-info");
        }
        if (plain.isEmpty() && jars.stream().noneMatch(PluginJar::providesFactory)) {
            throw new Refusal(noFactory(jars));
        }
        return plain.isEmpty() ? Opened.modules(host, jars) : Opened.classPath(host, unit, folder, jars);
    }

    private void collect(Kind kind, Opened opened) {
        var found = opened.services(kind.service()).stream().iterator();
        boolean more = true;
        while (more && failures < MOST_FAILURES) {
            more = LoadedFactory.within(opened.loader(), () -> next(kind, opened, found));
        }
    }

    /**
     * Contained: it finds, makes and asks one factory, any of which may throw anything. Says whether there may be
     * another.
     */
    private boolean next(
            Kind kind, Opened opened, Iterator<? extends ServiceLoader.Provider<? extends PluginFactory<?>>> found) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            ServiceLoader.Provider<? extends PluginFactory<?>> provider = found.next();
            // A static provider() method is of the type it declares, which may be the API's: then only the object tells
            // whose it is.
            if (opened.owns(provider.type()) || provider.type() == kind.service()) {
                PluginFactory<?> factory = provider.get();
                if (opened.owns(factory.getClass())) {
                    add(kind, factory, opened.loader());
                }
            }
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            failures++;
            refusals.add(Refusal.ofFactory(kind, e).sentence());
        }
        return true;
    }

    private void add(Kind kind, PluginFactory<?> factory, ClassLoader loader) {
        String maker = factory.getClass().getName();
        String type = String.valueOf(factory.type());
        if (!WORD.matcher(type).matches() || type.equals("null")) {
            refusals.add(maker + " calls itself '" + Refusal.printable(type) + "': a type is " + WORD_IS);
            return;
        }
        Set<String> aliases = Set.copyOf(factory.aliases());
        for (String alias : aliases) {
            if (!WORD.matcher(alias).matches()) {
                refusals.add(maker + " has the alias '" + Refusal.printable(alias) + "': an alias is " + WORD_IS);
                return;
            }
        }
        factories.add(new LoadedFactory<>(kind, type, aliases, factory, unit, jarOf(factory), loader));
    }

    private Path jarOf(PluginFactory<?> factory) {
        String url = factory.getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        // The copy has the name of the original; the way there differs.
        String encoded = url.substring(url.lastIndexOf('/') + 1);
        return original.resolve(Path.of(URI.create("file:///" + encoded)).getFileName());
    }

    private Optional<String> version(List<PluginJar> jars) {
        Optional<String> first = factories.stream()
                .findFirst()
                .map(factory -> factory.jar().getFileName().toString());
        return jars.stream()
                .filter(jar ->
                        first.map(jar.name()::equals).orElseGet(() -> jar.providesFactory() || jar.serviceFile()))
                .findFirst()
                .flatMap(PluginJar::version);
    }

    private static String noFactory(List<PluginJar> jars) {
        for (PluginJar jar : jars) {
            if (jar.serviceFile() && jar.module().isPresent() && !jar.providesFactory()) {
                return jar.name()
                        + " names its factory in META-INF/services only, which is not read in a jar with a"
                        + " module-info: add 'provides "
                        + Kind.PROVIDER.service().getName()
                        + " with ...' (or the kind it is) to its module-info";
            }
        }
        return "it brings no factory: no jar has a file META-INF/services/"
                + Kind.PROVIDER.service().getName()
                + " (or that of another kind), nor a module-info that provides one; a library belongs into the folder"
                + " of the plugin that uses it";
    }
}
