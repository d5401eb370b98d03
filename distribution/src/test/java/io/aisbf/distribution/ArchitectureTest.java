// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the arrows of the architecture: who may require whom, read from the compiled module descriptors of the whole
 * tree.
 *
 * <p>The rules themselves are tested too, with descriptors that break them, so that a rule which has stopped looking
 * does not pass for one that is kept.
 */
class ArchitectureTest {
    private static final String API = "io.aisbf.api";
    private static final String RUNTIME = "io.aisbf.runtime";
    /** The private libraries of the bundled providers and of the bundled condensers: they export, and are no plugins. */
    private static final Set<String> LIBRARIES = Set.of("io.aisbf.wire", "io.aisbf.text");

    private static final Set<String> PLUGIN_FOLDERS = Set.of("providers", "condensers", "selectors");

    private final Path root = Path.of("..").toAbsolutePath().normalize();

    @Test
    void everyModuleKeepsToItsArrows() throws IOException {
        List<String> faults = compiled().entrySet().stream()
                .flatMap(e -> faults(e.getKey(), e.getValue()).stream())
                .toList();

        assertEquals(List.of(), faults);
    }

    @Test
    void everyFolderWithSourcesIsAModule() throws IOException {
        Map<Path, ModuleDescriptor> compiled = compiled();

        assertTrue(compiled.containsKey(Path.of("aisbf-api")), "aisbf-api is not compiled");
        assertTrue(compiled.containsKey(Path.of("aisbf-runtime")), "aisbf-runtime is not compiled");
        assertEquals(foldersWithSources(), compiled.keySet().stream().sorted().toList());
    }

    @Test
    void noTwoModulesShareAPackage() throws IOException {
        Map<String, List<String>> owners = new TreeMap<>();
        for (ModuleDescriptor module : compiled().values()) {
            module.packages()
                    .forEach(p ->
                            owners.computeIfAbsent(p, _ -> new ArrayList<>()).add(module.name()));
        }
        owners.values().removeIf(modules -> modules.size() == 1);

        assertEquals(Map.of(), owners);
    }

    @Test
    void refusesAnApiThatLeansOnMoreThanTheBase() {
        assertEquals(
                List.of("io.aisbf.api requires java.net.http: the API may require java.base only"),
                faults(
                        Path.of("aisbf-api"),
                        module(API).requires("java.net.http").build()));
        assertEquals(List.of(), faults(Path.of("aisbf-api"), module(API).build()));
    }

    @Test
    void allowsAnnotationsThatOnlyTheCompilerReads() {
        Set<Requires.Modifier> compileOnly = Set.of(Requires.Modifier.STATIC);

        assertEquals(
                List.of(),
                faults(
                        Path.of("aisbf-api"),
                        module(API).requires(compileOnly, "org.jspecify").build()));
        assertEquals(
                1,
                faults(
                                Path.of("aisbf-api"),
                                module(API).requires("org.jspecify").build())
                        .size());
    }

    @Test
    void refusesARuntimeThatExportsOpensOrKnowsAPlugin() {
        ModuleDescriptor runtime = module(RUNTIME)
                .requires(API)
                .requires("io.helidon.webserver")
                .requires("io.aisbf.provider.openai")
                .exports("io.aisbf.runtime.route")
                .opens("io.aisbf.runtime.config")
                .build();

        assertEquals(
                List.of(
                        "io.aisbf.runtime requires io.aisbf.provider.openai: of AISBF, only io.aisbf.api may be"
                                + " required",
                        "io.aisbf.runtime exports io.aisbf.runtime.route: the runtime exports nothing",
                        "io.aisbf.runtime opens io.aisbf.runtime.config: nothing is opened"),
                faults(Path.of("aisbf-runtime"), runtime));
    }

    @Test
    void refusesAPluginThatKnowsTheRuntimeOrAnotherPlugin() {
        Path folder = Path.of("providers/acme");
        String name = "io.aisbf.provider.acme";

        assertEquals(
                List.of("io.aisbf.provider.acme requires io.aisbf.runtime: of AISBF, only io.aisbf.api may be"
                        + " required"),
                faults(folder, plugin(name).requires(RUNTIME).build()));
        assertEquals(
                List.of("io.aisbf.provider.acme requires io.aisbf.provider.echo:"
                        + " of AISBF, only io.aisbf.api may be required"),
                faults(folder, plugin(name).requires("io.aisbf.provider.echo").build()));
        assertEquals(
                List.of(),
                faults(
                        folder,
                        plugin(name)
                                .requires("java.net.http")
                                .requires("tools.own")
                                .build()));
    }

    @Test
    void refusesAPluginThatExportsOrProvidesNothing() {
        Path folder = Path.of("selectors/acme");
        String name = "io.aisbf.selector.acme";

        assertEquals(
                List.of("io.aisbf.selector.acme exports io.aisbf.selector.acme: a plugin exports nothing"),
                faults(folder, plugin(name).exports(name).build()));
        assertEquals(
                List.of("io.aisbf.selector.acme provides no service of io.aisbf.api: it is not a plugin"),
                faults(folder, module(name).requires(API).build()));
    }

    private static List<String> faults(Path folder, ModuleDescriptor module) {
        List<String> faults = new ArrayList<>();
        boolean api = module.name().equals(API);
        boolean library = LIBRARIES.contains(module.name());
        boolean plugin = !library && PLUGIN_FOLDERS.contains(folder.getName(0).toString());
        for (Requires requires : module.requires()) {
            if (!(plugin && LIBRARIES.contains(requires.name()))) {
                faults.addAll(fault(module.name(), requires));
            }
        }
        if (!api && !library) {
            module.exports()
                    .forEach(e -> faults.add(module.name() + " exports " + e.source()
                            + (plugin ? ": a plugin exports nothing" : ": the runtime exports nothing")));
        }
        module.opens().forEach(o -> faults.add(module.name() + " opens " + o.source() + ": nothing is opened"));
        Predicate<ModuleDescriptor.Provides> apiService = p -> p.service().startsWith(API + ".");
        if (plugin && module.provides().stream().noneMatch(apiService)) {
            faults.add(module.name() + " provides no service of " + API + ": it is not a plugin");
        }
        return faults;
    }

    private static List<String> fault(String module, Requires requires) {
        boolean compileOnly = requires.modifiers().equals(Set.of(Requires.Modifier.STATIC))
                && requires.name().equals("org.jspecify");
        boolean ours = requires.name().startsWith("io.aisbf.");
        if (compileOnly || requires.name().equals("java.base")) {
            return List.of();
        }
        if (module.equals(API)) {
            return List.of(module + " requires " + requires.name() + ": the API may require java.base only");
        }
        if (ours && !requires.name().equals(API)) {
            return List.of(module + " requires " + requires.name() + ": of AISBF, only " + API + " may be required");
        }
        return List.of();
    }

    /** {@return the descriptor of each folder of the tree whose compiled classes have one, by folder} */
    private Map<Path, ModuleDescriptor> compiled() throws IOException {
        Map<Path, ModuleDescriptor> found = new TreeMap<>();
        for (Path folder : foldersWithSources()) {
            ModuleFinder.of(root.resolve(folder).resolve("target/classes")).findAll().stream()
                    .map(ModuleReference::descriptor)
                    .forEach(d -> found.put(folder, d));
        }
        return found;
    }

    private List<Path> foldersWithSources() throws IOException {
        try (Stream<Path> folders = Files.walk(root, 2)) {
            return folders.filter(f -> Files.isDirectory(f.resolve("src/main/java")))
                    .map(root::relativize)
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static ModuleDescriptor.Builder module(String name) {
        return ModuleDescriptor.newModule(name).requires(Set.of(Requires.Modifier.MANDATED), "java.base");
    }

    private static ModuleDescriptor.Builder plugin(String name) {
        return module(name)
                .requires(API)
                .provides("io.aisbf.api.select.SelectionStrategyFactory", List.of(name + ".AcmeFactory"));
    }
}
