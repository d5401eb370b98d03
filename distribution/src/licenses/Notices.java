// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the folder {@code licenses/} of the zip: what the product contains of others, and each text that its licences
 * ask to be passed on, once.
 *
 * <p>The pom of the distribution runs it as a source program over the class path that is packed. What the jars tell of
 * themselves is taken from them; what they do not tell stands in {@code parts.txt}.
 */
final class Notices {
    private static final Pattern TEXT =
            Pattern.compile(".*(licen[cs]e|notice|copying|copyright|third.?party)[^/]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern FOLDER = Pattern.compile(".*/");

    /** What GPL-3.0-or-later may be combined with, as far as it was asked: https://www.gnu.org/licenses/license-list.html. */
    private static final Set<String> COMPATIBLE =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "blessing");

    private final Path source;
    private final Path target;
    private final List<String> complaints = new ArrayList<>();
    /** The texts written so far: their names by what they say, regardless of how their lines are broken. */
    private final Map<String, String> written = new TreeMap<>();

    private Notices(Path source, Path target) {
        this.source = source;
        this.target = target;
    }

    /** A line of {@code parts.txt}, with the jars that belong to it. */
    private record Part(String prefix, String name, String licence, List<String> texts, List<Path> jars) {
        static Part of(String line) {
            String[] fields = line.split("\\|", -1);
            if (fields.length != 4) {
                throw new IllegalArgumentException("parts.txt: four fields with | between them are wanted: " + line);
            }
            List<String> texts = Stream.of(fields[3].strip().split(" "))
                    .filter(text -> !text.isEmpty())
                    .toList();
            return new Part(fields[0].strip(), fields[1].strip(), fields[2].strip(), texts, new ArrayList<>());
        }
    }

    /**
     * Exits with 1, saying what to do, where something has no entry.
     *
     * @param args the folder with {@code parts.txt}; the folder to write, which is emptied first; a class path
     */
    public static void main(String[] args) throws IOException {
        Notices notices = new Notices(Path.of(args[0]), Path.of(args[1]));
        notices.write(Stream.of(args[2].split(java.io.File.pathSeparator))
                .filter(name -> name.endsWith(".jar"))
                .map(Path::of)
                .sorted(Comparator.comparing(Notices::name))
                .toList());
        if (!notices.complaints.isEmpty()) {
            notices.complaints.forEach(System.err::println);
            System.exit(1);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private void write(List<Path> jars) throws IOException {
        empty();
        List<Part> parts = Files.readAllLines(source.resolve("parts.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Part::of)
                .toList();
        StringBuilder list = new StringBuilder("""
            What this product contains of others, unchanged, and on which terms. The texts lie beside this file.
            AISBF itself: see LICENSE and LICENSE-EXCEPTION.
            """);
        for (Path jar : jars) {
            if (name(jar).startsWith("aisbf-")) {
                own(jar, list);
            } else {
                parts.stream()
                        .filter(part -> name(jar).startsWith(part.prefix()))
                        .findFirst()
                        .ifPresentOrElse(
                                part -> part.jars().add(jar),
                                () -> complaints.add(name(jar) + " is no part that " + source.resolve("parts.txt")
                                        + " tells of; add a line for it"));
            }
        }
        for (Part part : parts) {
            list.append(told(part));
        }
        Files.writeString(target.resolve("NOTICES.txt"), list);
    }

    private void empty() throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** A jar of ours that carries something brings its own notice, which the assembly lays beside the plugin. */
    private static void own(Path jar, StringBuilder list) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            if (opened.getEntry("META-INF/licenses/NOTICE.txt") != null) {
                list.append("\nIn ").append(name(jar)).append(": see licenses/NOTICE.txt beside it\n");
            }
        }
    }

    private String told(Part part) throws IOException {
        for (String licence : part.licence().split(" (AND|OR) ")) {
            if (!COMPATIBLE.contains(licence)) {
                complaints.add(part.name() + ": nobody has looked whether " + licence
                        + " goes with GPL-3.0-or-later; if it does, add it to Notices.java");
            }
        }
        Set<String> texts = new LinkedHashSet<>();
        for (String text : part.texts()) {
            texts.add(keep(text, Files.readString(source.resolve(text))));
        }
        for (Path jar : part.jars()) {
            texts.addAll(carried(jar));
        }
        if (part.jars().isEmpty()) {
            complaints.add("parts.txt tells of " + part.name() + ", and no jar of it is packed; take the line away");
        } else if (texts.isEmpty()) {
            complaints.add(
                    part.name() + " brings no licence with it; write its text beside parts.txt and name it there");
        }
        StringBuilder told = new StringBuilder("\n" + part.name() + "\n  Licence: " + part.licence() + "\n  Texts: "
                + String.join(", ", new TreeSet<>(texts)) + "\n");
        part.jars().forEach(jar -> told.append("  ").append(name(jar)).append('\n'));
        return told.toString();
    }

    /** Keeps the licences and notices that a jar holds; the names under which they lie. */
    private List<String> carried(Path jar) throws IOException {
        List<String> names = new ArrayList<>();
        String prefix = name(jar).replaceFirst("\\.jar$", "-");
        try (JarFile opened = new JarFile(jar.toFile())) {
            for (JarEntry entry : opened.stream().toList()) {
                String last = FOLDER.matcher(entry.getName()).replaceFirst("");
                if (TEXT.matcher(last).matches() && !last.endsWith(".class")) {
                    try (InputStream in = opened.getInputStream(entry)) {
                        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        names.add(keep(prefix + last + (last.endsWith(".txt") ? "" : ".txt"), text));
                    }
                }
            }
        }
        return names;
    }

    /** Writes a text, unless it is there already; the name under which it lies. */
    private String keep(String name, String text) throws IOException {
        String words = words(text);
        if (!written.containsKey(words)) {
            String known = known(words, name);
            Files.writeString(target.resolve(known), text.replace("\r\n", "\n"));
            written.put(words, known);
        }
        return written.get(words);
    }

    /** The name of that text in the source folder, or else the other one. */
    private String known(String words, String otherwise) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(file -> name(file).endsWith(".txt")).toList()) {
                if (words(Files.readString(file)).equals(words)) {
                    return name(file);
                }
            }
        }
        return otherwise;
    }

    private static String words(String text) {
        return String.join(" ", text.strip().split("\\s+"));
    }
}
