// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the model is told to do, in a file beside this class; read when it is first asked. */
final class Prompt {
    private Prompt() {}

    private static final class Loaded {
        static final String TEXT = read();

        private static String read() {
            try (InputStream in = Objects.requireNonNull(Prompt.class.getResourceAsStream("prompt.md"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static String text() {
        return Loaded.TEXT;
    }
}
