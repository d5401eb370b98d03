// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/**
 * What can be said of a jar without running any of it.
 *
 * @param file the private copy
 * @param module empty for a plain jar
 * @param serviceFile whether {@code META-INF/services} names a factory
 * @param bundlesApi whether it has classes of the plugin API in it, as an archive of everything ("fat jar") may
 * @param version of the module, or of the manifest
 * @param nativeCode whether its manifest says that its module calls native code
 */
record PluginJar(
        Path file,
        Optional<ModuleReference> module,
        boolean serviceFile,
        boolean bundlesApi,
        Optional<String> version,
        boolean nativeCode) {
    private static final String API_FOLDER = "io/aisbf/api/";
    /** The attribute that the JDK reads in the jar it starts; here its value is the name of the plugin's module. */
    private static final Attributes.Name NATIVE_ACCESS = new Attributes.Name("Enable-Native-Access");

    /** Reads the jar's directory, manifest and module descriptor. */
    static PluginJar read(Path file) throws Refusal {
        try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            boolean modular = jar.getEntry("module-info.class") != null;
            Optional<ModuleReference> module =
                    modular ? ModuleFinder.of(file).findAll().stream().findAny() : Optional.empty();
            boolean serviceFile =
                    Arrays.stream(Kind.values()).anyMatch(kind -> jar.getEntry(kind.serviceFile()) != null);
            boolean bundlesApi = jar.stream().anyMatch(entry -> entry.getName().startsWith(API_FOLDER));
            Optional<Attributes> manifest = manifest(jar);
            Optional<String> version = module.flatMap(
                            found -> found.descriptor().rawVersion())
                    .or(() -> manifest.map(main -> main.getValue(Attributes.Name.IMPLEMENTATION_VERSION)));
            boolean nativeCode = manifest.map(main -> main.getValue(NATIVE_ACCESS))
                    .equals(module.map(found -> found.descriptor().name()));
            return new PluginJar(file, module, serviceFile, bundlesApi, version, nativeCode && module.isPresent());
        } catch (IOException | FindException | SecurityException | IllegalArgumentException e) {
            throw Refusal.ofUnreadable(file.getFileName().toString(), e);
        }
    }

    private static Optional<Attributes> manifest(JarFile jar) {
        try {
            return Optional.ofNullable(jar.getManifest()).map(Manifest::getMainAttributes);
        } catch (IOException e) {
            // A manifest that cannot be read says nothing; whether the classes can be read shows when they are loaded.
            return Optional.empty();
        }
    }

    String name() {
        return file.getFileName().toString();
    }

    Optional<ModuleDescriptor> descriptor() {
        return module.map(ModuleReference::descriptor);
    }

    /** Whether it is a copy of one of the gateway's own modules, as build tools like to put beside a plugin. */
    boolean copyOfGateway() {
        return descriptor().filter(found -> Host.HIDDEN.contains(found.name())).isPresent();
    }

    /** Whether its module says that it provides a factory. */
    boolean providesFactory() {
        return descriptor().stream()
                .flatMap(found -> found.provides().stream())
                .anyMatch(provides -> Arrays.stream(Kind.values())
                        .anyMatch(kind -> kind.service().getName().equals(provides.service())));
    }
}
