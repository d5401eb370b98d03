// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Complaints;
import io.aisbf.runtime.config.tree.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the configuration lies. */
public final class ConfigurationFiles {
    /** The variable that names a file or folder. */
    public static final String VARIABLE = "AISBF_CONFIG";

    private static final List<String> MAIN = List.of("aisbf.yaml", "aisbf.yml", "aisbf.json");

    /** One file and how it is laid out. */
    record Source(Path path, Layout layout) {}

    /** Which file of which version this is. */
    enum Layout {
        /** This version's: all sections. */
        MAIN,
        /** 0.3.2's {@code providers.json}. */
        PROVIDERS,
        /** 0.3.2's {@code rotations.json}. */
        ROTATIONS,
        /** 0.3.2's {@code autoselect.json}, whose names stand at the top. */
        AUTOSELECT;

        static Layout of(Path path) {
            return switch (String.valueOf(path.getFileName())) {
                case "providers.json" -> PROVIDERS;
                case "rotations.json" -> ROTATIONS;
                case "autoselect.json" -> AUTOSELECT;
                default -> MAIN;
            };
        }
    }

    private ConfigurationFiles() {}

    /**
     * The file or folder to read: what {@code --config} says, else the variable {@value #VARIABLE}, else {@code
     * ~/.aisbf} if it holds a configuration, else the bundled one. The first two count even if nothing is there, so
     * that a slip of the pen is noticed.
     */
    public static Path locate(
            Optional<String> given, Function<String, Optional<String>> environment, Path home, Path bundled) {
        Optional<String> named = given.or(() -> environment.apply(VARIABLE)).filter(path -> !path.isBlank());
        if (named.isPresent()) {
            String path = named.get();
            return path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
        }
        Path own = home.resolve(".aisbf");
        return in(own).isEmpty() ? bundled : own;
    }

    /** The files to read, complaining if there is none, or more than one of this version's. */
    static List<Source> sources(Path path, Complaints complaints) {
        if (!Files.isDirectory(path)) {
            return List.of(new Source(path, Layout.of(path)));
        }
        List<Source> sources = in(path);
        Position whole = Position.whole(path.toString());
        if (sources.isEmpty()) {
            complaints.error(
                    whole,
                    "",
                    "holds no configuration; it may be aisbf.yaml, aisbf.yml or aisbf.json, or 0.3.2's"
                            + " providers.json, rotations.json and autoselect.json");
        }
        List<String> main = sources.stream()
                .filter(source -> source.layout() == Layout.MAIN)
                .map(source -> String.valueOf(source.path().getFileName()))
                .toList();
        if (main.size() > 1) {
            complaints.error(whole, "", "holds " + String.join(" and ", main) + "; keep one of them");
        }
        return sources;
    }

    private static List<Source> in(Path folder) {
        List<String> names = new ArrayList<>(MAIN);
        names.addAll(List.of("providers.json", "rotations.json", "autoselect.json"));
        return names.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .map(path -> new Source(path, Layout.of(path)))
                .toList();
    }
}
