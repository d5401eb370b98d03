// SPDX-License-Identifier: GPL-3.0-or-later

import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.FormatterService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Judges the format and the sizes of every Java file under a folder, or writes the format.
 *
 * <p>The root pom runs it as a source program, once for the whole tree, on the JDK the toolchain chose: formatter and
 * parser are those of the JVM they run in, and the one Maven runs on may be too old for this Java.
 */
final class Style {
    private Style() {}

    /**
     * Exits with 1, naming each file and its fault, when a file cannot be parsed, is not in the format or is too long.
     *
     * @param args {@code check}, or {@code write} to rewrite what is not in the format; then the folder to look through
     */
    public static void main(String[] args) throws IOException {
        List<Path> sources = sources(Path.of(args[1]));
        List<String> complaints = new ArrayList<>(formatted(sources, args[0].equals("write")));
        if (!complaints.isEmpty()) {
            complaints.add("`mvn -Pformat validate` writes the format of every file that can be parsed.");
        }
        if (args[0].equals("check")) {
            complaints.addAll(new Sizes().complaints(sources));
        }
        if (!complaints.isEmpty()) {
            complaints.forEach(System.err::println);
            System.exit(1);
        }
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::normalize)
                    .filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.toString().matches("(.*/)?(target|node_modules)/.*"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> formatted(List<Path> sources, boolean write) throws IOException {
        FormatterService formatter = ServiceLoader.load(FormatterService.class, new MendedFormatter())
                .findFirst()
                .orElseThrow();
        List<String> complaints = new ArrayList<>();
        for (Path file : sources) {
            String before = Files.readString(file);
            try {
                String after = formatter.formatSourceReflowStringsAndFixImports(before);
                if (!after.equals(before) && write) {
                    Files.writeString(file, after);
                    System.out.println("written: " + file);
                } else if (!after.equals(before)) {
                    complaints.add(file + ": not in the project's format");
                }
            } catch (FormatterException e) {
                complaints.add(file + ":" + e.getMessage());
            }
        }
        return complaints;
    }
}
