// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line beside a gateway that runs. */
final class Commands {
    private Commands() {}

    /** Runs {@code aisbf} with these words; {@return what it said, for it must succeed} */
    static String run(Product product, String... words) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(Product.home().resolve("bin/aisbf").toString());
        builder.command().addAll(List.of(words));
        builder.environment()
                .put(
                        "AISBF_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment()
                .put("AISBF_RUN_DIR", product.folder().resolve("run").toString());
        builder.environment().put("HOME", product.folder().toString());
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end: " + said);
        assertEquals(0, process.exitValue(), said);
        return said;
    }
}
