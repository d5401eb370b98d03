// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Where the data sets lie that are too large, or not ours, to be in the repository: the folder that the system property
 * {@code aisbf.data} names, otherwise {@code ../shared/data} beside the repository. Whoever needs one that is not there
 * says so and goes without.
 */
public final class Data {
    /** The system property. */
    public static final String PROPERTY = "aisbf.data";

    private Data() {}

    /** A file or folder of the data sets, such as {@code loghub}; empty where it is not. */
    public static Optional<Path> find(String name) {
        return folder().map(folder -> folder.resolve(name)).filter(Files::exists);
    }

    /** The same, for a test: without it the test is skipped and says what is missing. */
    public static Path required(String name) {
        Optional<Path> found = find(name);
        Assumptions.assumeTrue(found.isPresent(), () -> missing(name));
        return found.orElseThrow();
    }

    /** What to say of data that is not there. */
    public static String missing(String name) {
        return "the data set " + name + " is not in "
                + folder().map(Path::toString).orElse("../shared/data beside the repository")
                + "; name the folder with -D"
                + PROPERTY + "=PATH";
    }

    private static Optional<Path> folder() {
        String named = System.getProperty(PROPERTY, "");
        return named.isBlank()
                ? repository().map(root -> root.resolveSibling("shared/data"))
                : Optional.of(Path.of(named));
    }

    /** The nearest folder upwards that is the root of the build. */
    private static Optional<Path> repository() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        return Optional.ofNullable(here);
    }
}
