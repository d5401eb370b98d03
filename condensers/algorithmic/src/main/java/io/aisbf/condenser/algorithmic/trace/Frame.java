// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.trace;

import io.aisbf.condenser.algorithmic.text.Lines;
import java.util.List;
import java.util.Optional;

/**
 * One frame of a stack trace, as Java, JavaScript, .NET, Python, Go and Rust write them.
 *
 * @param from its first line
 * @param to one past its last: Python and Go need two
 * @param library whether it belongs to a library or to the language, by the names that these have
 */
record Frame(int from, int to, boolean library) {
    private static final int WIDEST = 1000;
    private static final List<String> PACKAGES = List.of(
            "java.",
            "javax.",
            "jakarta.",
            "jdk.",
            "sun.",
            "com.sun.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.",
            "akka.",
            "org.apache.",
            "org.springframework.",
            "org.hibernate.",
            "org.junit.",
            "org.eclipse.",
            "org.gradle.",
            "org.mockito.",
            "io.netty.",
            "io.helidon.",
            "io.micronaut.",
            "io.quarkus.",
            "io.undertow.",
            "reactor.",
            "com.google.common.",
            "com.fasterxml.",
            "okhttp3.",
            "System.",
            "Microsoft.",
            "core::",
            "std::",
            "alloc::",
            "tokio::",
            "runtime.",
            "net/http.",
            "testing.",
            "rust_begin_unwind",
            "__rust",
            "_start",
            "start_thread");
    private static final List<String> PLACES = List.of(
            "/node_modules/",
            "node:",
            "internal/",
            "site-packages",
            "dist-packages",
            "/lib/python",
            "\\Lib\\",
            "<frozen ",
            "/usr/lib/",
            "/rustc/",
            "/.cargo/",
            "/go/src/",
            "/pkg/mod/",
            "/usr/local/go/",
            "<anonymous>");

    /** The frame that begins at that line. */
    static Optional<Frame> at(List<String> lines, int at) {
        String line = lines.get(at);
        int indent = Lines.indent(line);
        if (line.length() > WIDEST || indent == line.length()) {
            return Optional.empty();
        }
        String said = line.substring(indent);
        if (indent > 0 && said.startsWith("at ")) {
            return Optional.of(new Frame(at, at + 1, ofLibrary(said.substring(3))));
        }
        if (indent > 0 && said.startsWith("File \"") && said.contains("\", line ")) {
            return Optional.of(python(lines, at, indent));
        }
        if (numbered(said)) {
            boolean placed = at + 1 < lines.size() && lines.get(at + 1).strip().startsWith("at ");
            String place = placed ? lines.get(at + 1).strip() : "";
            return Optional.of(
                    new Frame(at, placed ? at + 2 : at + 1, ofLibrary(afterNumber(said)) || ofLibrary(place)));
        }
        boolean go = said.endsWith(")") && at + 1 < lines.size() && placeOfGo(lines.get(at + 1));
        return go
                ? Optional.of(new Frame(at, at + 2, ofLibrary(said) || ofLibrary(lines.get(at + 1))))
                : Optional.empty();
    }

    /** The place, the code, and perhaps a line of carets below it. */
    private static Frame python(List<String> lines, int at, int indent) {
        int to = at + 1;
        while (to < lines.size() && to < at + 3 && Lines.indent(lines.get(to)) > indent) {
            to++;
        }
        return new Frame(at, to, ofLibrary(lines.get(at)));
    }

    /** {@code 12: core::panicking::panic}. */
    private static boolean numbered(String said) {
        int digits = digits(said);
        return digits > 0 && digits <= 4 && said.startsWith(": ", digits) && said.contains("::");
    }

    private static String afterNumber(String said) {
        return said.substring(digits(said) + 2);
    }

    private static int digits(String said) {
        int at = 0;
        while (at < said.length() && said.charAt(at) >= '0' && said.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static boolean placeOfGo(String line) {
        return line.startsWith("\t") && line.contains(".go:");
    }

    private static boolean ofLibrary(String said) {
        String name = said.startsWith("async ") ? said.substring(6) : said;
        // Java may put a loader and a module before the class: app//java.base@25/java.util...
        String bare = name.substring(name.lastIndexOf('/', Math.max(0, name.indexOf('('))) + 1);
        return PACKAGES.stream().anyMatch(p -> name.startsWith(p) || bare.startsWith(p))
                || PLACES.stream().anyMatch(name::contains);
    }
}
