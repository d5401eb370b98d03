// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.fuzz;

import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.runtime.json.JacksonJson;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every wire format on the class path, made as the gateway makes them. */
final class Formats {
    private Formats() {}

    /** By name, so that the same input always meets the same one. */
    static List<WireFormat> all() {
        FixedContext context = FixedContext.of(new JacksonJson());
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> Files.isDirectory(path) || path.toString().endsWith(".jar"))
                .filter(path -> path.toString().contains("provider"))
                .flatMap(path -> ModuleFinder.of(path).findAll().stream())
                .map(ModuleReference::descriptor)
                .flatMap(module -> module.provides().stream())
                .filter(provided -> provided.service().equals(WireFormatFactory.class.getName()))
                .map(ModuleDescriptor.Provides::providers)
                .flatMap(List::stream)
                .distinct()
                .map(Formats::factory)
                .sorted(Comparator.comparing(WireFormatFactory::type))
                .map(factory -> factory.create(MapSettings.of(Map.of()), context))
                .toList();
    }

    private static WireFormatFactory factory(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(WireFormatFactory.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " is announced by its module and cannot be made", e);
        }
    }
}
