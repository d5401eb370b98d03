// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import java.io.Closeable;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The jars of a unit, ready to run.
 *
 * @param loader loads its classes
 * @param layer its modules; empty when it runs as a class path
 */
record Opened(ClassLoader loader, Optional<ModuleLayer> layer) implements Closeable {
    /** A layer of modules, with the plugin's own versions of libraries before anybody else's. */
    static Opened modules(Host host, List<PluginJar> jars) throws Refusal {
        Map<String, ModuleReference> own = new TreeMap<>();
        jars.forEach(jar ->
                jar.module().ifPresent(module -> own.put(module.descriptor().name(), module)));
        Set<String> roots = jars.stream()
                .filter(PluginJar::providesFactory)
                .flatMap(jar -> jar.descriptor().stream())
                .map(ModuleDescriptor::name)
                .collect(Collectors.toCollection(TreeSet::new));
        try {
            Configuration resolved =
                    host.layer().configuration().resolveAndBind(new Finder(own), ModuleFinder.of(), roots);
            refuseForeignReads(resolved);
            ModuleLayer.Controller opened =
                    ModuleLayer.defineModulesWithOneLoader(resolved, List.of(host.layer()), host.loader());
            allowNativeCode(opened, jars);
            ModuleLayer layer = opened.layer();
            return new Opened(layer.findLoader(roots.iterator().next()), Optional.of(layer));
        } catch (RuntimeException e) {
            throw Refusal.ofResolution(e);
        }
    }

    /** One class loader over all jars, modules or not. */
    static Opened classPath(Host host, String unit, Path folder, List<PluginJar> jars) throws Refusal {
        try {
            List<URL> urls = new ArrayList<>();
            for (PluginJar jar : jars) {
                urls.add(jar.file().toUri().toURL());
            }
            urls.add(serviceFiles(folder, jars).toUri().toURL());
            return new Opened(new ClassPath(unit, urls.toArray(URL[]::new), host.loader()), Optional.empty());
        } catch (IOException e) {
            throw Refusal.ofUnreadable(unit, e);
        }
    }

    /** The factories of a kind, including those that are not this unit's own: see {@link #owns}. */
    <S> ServiceLoader<S> services(Class<S> service) {
        return layer.map(own -> ServiceLoader.load(own, service)).orElseGet(() -> ServiceLoader.load(service, loader));
    }

    /** Whether the class is this unit's: a layer and a class loader answer with what their parents provide, too. */
    boolean owns(Class<?> type) {
        return layer.map(own -> type.getModule().getLayer() == own).orElseGet(() -> type.getClassLoader() == loader);
    }

    /** Closes its jars. Those of a layer are closed by the garbage collector, together with the layer. */
    @Override
    public void close() throws IOException {
        if (loader instanceof URLClassLoader closeable) {
            closeable.close();
        }
    }

    /**
     * Enables native access for the modules whose jars ask for it: without, Java warns of the first call, and in some
     * later version refuses it. Where the gateway itself was not given the right ({@code --enable-native-access=...} of
     * bin/aisbf), it cannot pass it on, and Java's own warning stands.
     */
    @SuppressWarnings("restricted")
    private static void allowNativeCode(ModuleLayer.Controller opened, List<PluginJar> jars) {
        if (Opened.class.getModule().isNativeAccessEnabled()) {
            jars.stream()
                    .filter(PluginJar::nativeCode)
                    .flatMap(jar -> jar.descriptor().stream())
                    .flatMap(module -> opened.layer().findModule(module.name()).stream())
                    .forEach(opened::enableNativeAccess);
        }
    }

    private static void refuseForeignReads(Configuration resolved) throws Refusal {
        for (ResolvedModule module : resolved.modules()) {
            for (ResolvedModule read : module.reads()) {
                if (read.configuration() != resolved && !Host.shows(read.name())) {
                    throw new Refusal("module " + module.name() + " requires " + read.name()
                            + ", which belongs to the gateway: plugins see " + "the JDK and " + Host.API
                            + " only; put a jar of " + read.name() + " of your own into the plugin's folder");
                }
            }
        }
    }

    /**
     * What modules provide to each other by module-info, written as service files: on a class path nobody reads
     * module-info.
     *
     * @return a folder to be put behind the jars
     */
    private static Path serviceFiles(Path folder, List<PluginJar> jars) throws IOException {
        Map<String, Set<String>> provided = new TreeMap<>();
        jars.stream()
                .flatMap(jar -> jar.descriptor().stream())
                .flatMap(module -> module.provides().stream())
                .forEach(one -> provided.computeIfAbsent(one.service(), key -> new TreeSet<>())
                        .addAll(one.providers()));
        Path classes = folder.resolve("module-services");
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        for (Map.Entry<String, Set<String>> one : provided.entrySet()) {
            Files.write(services.resolve(one.getKey()), one.getValue());
        }
        return classes;
    }

    /** Never defines a class of the API, even if a jar carries a copy: a second copy would be a different type. */
    private static final class ClassPath extends URLClassLoader {
        static {
            registerAsParallelCapable();
        }

        ClassPath(String unit, URL[] urls, ClassLoader parent) {
            super("plugin " + unit, urls, parent);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(Host.API + ".")) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }

    /**
     * The unit's own modules. An optional requirement ({@code requires static}) that the unit does not bring is taken
     * out of the descriptor: otherwise the gateway's copy would be linked in whenever it happens to have one.
     */
    private static final class Finder implements ModuleFinder {
        private final Map<String, ModuleReference> own;

        Finder(Map<String, ModuleReference> own) {
            this.own = own.values().stream()
                    .map(module -> withoutForeignOptions(module, own.keySet()))
                    .collect(Collectors.toMap(module -> module.descriptor().name(), Function.identity()));
        }

        @Override
        public Optional<ModuleReference> find(String name) {
            return Optional.ofNullable(own.get(name));
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.copyOf(own.values());
        }

        private static ModuleReference withoutForeignOptions(ModuleReference module, Set<String> own) {
            ModuleDescriptor whole = module.descriptor();
            Set<Requires> kept = whole.requires().stream()
                    .filter(each -> !each.modifiers().contains(Requires.Modifier.STATIC)
                            || own.contains(each.name())
                            || Host.shows(each.name()))
                    .collect(Collectors.toSet());
            return kept.size() == whole.requires().size() ? module : new Trimmed(module, descriptor(whole, kept));
        }

        private static ModuleDescriptor descriptor(ModuleDescriptor whole, Set<Requires> requires) {
            ModuleDescriptor.Builder builder =
                    ModuleDescriptor.newModule(whole.name(), whole.modifiers()).packages(whole.packages());
            requires.forEach(builder::requires);
            whole.exports().forEach(builder::exports);
            whole.opens().forEach(builder::opens);
            whole.uses().forEach(builder::uses);
            whole.provides().forEach(builder::provides);
            whole.version().ifPresent(builder::version);
            whole.mainClass().ifPresent(builder::mainClass);
            return builder.build();
        }
    }

    /** A module whose descriptor says less than its jar. */
    private static final class Trimmed extends ModuleReference {
        private final ModuleReference whole;

        Trimmed(ModuleReference whole, ModuleDescriptor descriptor) {
            super(descriptor, whole.location().orElse(null));
            this.whole = whole;
        }

        @Override
        public ModuleReader open() throws IOException {
            return whole.open();
        }
    }
}
