// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One folder or lone jar under the plugins directory, and what came of it; for {@code aisbf plugins} and the log. A
 * unit of which one factory works and another is broken has both {@link #provided} and {@link #refusals}.
 *
 * @param name the name of the folder or jar
 * @param path where it is
 * @param version what the module descriptor or the manifest of its first jar with a factory says
 * @param provided the factories that can be used
 * @param refusals one sentence for each thing that cannot be used, and why
 * @param notes sentences about what was put right without being asked
 */
public record Unit(
        String name,
        Path path,
        Optional<String> version,
        List<Provided> provided,
        List<String> refusals,
        List<String> notes) {
    private static final int FEW = 5;
    private static final int WIDTH = 96;

    public Unit {
        provided = List.copyOf(provided);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }

    /**
     * One factory in the report.
     *
     * @param kind which of the four kinds
     * @param type its word in a configuration file
     * @param aliases other words for it
     * @param jar the jar that brought it
     */
    public record Provided(Kind kind, String type, Set<String> aliases, Path jar) {}

    /** Whether anything of it can be used. */
    public boolean loaded() {
        return !provided.isEmpty();
    }

    /** Many aliases on lines of their own, for a terminal of the usual width. */
    private static List<String> wrapped(Set<String> aliases) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("    also");
        String comma = " ";
        for (String alias : aliases) {
            if (line.length() + alias.length() > WIDTH) {
                lines.add(line.append(',').toString());
                line = new StringBuilder("        ");
                comma = " ";
            }
            line.append(comma).append(alias);
            comma = ", ";
        }
        lines.add(line.toString());
        return lines;
    }

    /** The report, first line about the unit, further lines indented. */
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        lines.add(name + version.map(" "::concat).orElse("") + (loaded() ? ": loaded" : ": refused"));
        for (Provided one : provided) {
            boolean few = one.aliases().size() <= FEW;
            String aliases = few && !one.aliases().isEmpty() ? " (also " + String.join(", ", one.aliases()) + ")" : "";
            lines.add("  " + one.kind().word() + " '" + one.type() + "'" + aliases + " from " + one.jar());
            if (!few) {
                lines.addAll(wrapped(one.aliases()));
            }
        }
        refusals.forEach(sentence -> lines.add("  refused: " + sentence));
        notes.forEach(sentence -> lines.add("  note: " + sentence));
        return List.copyOf(lines);
    }
}
