// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The lists that lie beside the classes: a line each, lines that begin with {@code #} being remarks. */
final class Lines {
    private Lines() {}

    /** The lines of a list. */
    static List<String> of(String name) {
        try (InputStream in = Objects.requireNonNull(Lines.class.getResourceAsStream(name), name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
