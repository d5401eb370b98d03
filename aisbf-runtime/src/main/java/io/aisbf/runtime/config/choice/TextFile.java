// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.choice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Texts that lie beside the configuration, such as what is put to a model instead of a plugin's own words. */
public final class TextFile {
    private static final long LONGEST = 1 << 20;

    private TextFile() {}

    /**
     * What stands in that file; empty if there is none.
     *
     * @throws IOException if it lies there and cannot be read, or is longer than a mebibyte
     */
    public static Optional<String> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException("it is longer than " + LONGEST + " bytes");
        }
        return Optional.of(Files.readString(file));
    }
}
