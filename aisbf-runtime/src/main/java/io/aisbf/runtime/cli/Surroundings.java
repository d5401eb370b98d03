// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import io.aisbf.runtime.Gateway;
import io.aisbf.runtime.StateFolder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a command sees of the process it runs in, so that tests can put it elsewhere.
 *
 * @param home the unzipped folder
 * @param userHome the user's own folder
 * @param environment variables by name
 * @param out for answers
 * @param err for everything else
 */
record Surroundings(
        Path home, Path userHome, Function<String, Optional<String>> environment, PrintStream out, PrintStream err) {
    /** Those of this process. */
    static Surroundings ofProcess() {
        return new Surroundings(
                Path.of(System.getProperty("aisbf.home", "")).toAbsolutePath().normalize(),
                Path.of(System.getProperty("user.home")),
                name -> Optional.ofNullable(System.getenv(name)),
                System.out,
                System.err);
    }

    RunFolder runs() {
        return RunFolder.of(environment.apply("AISBF_RUN_DIR"), userHome);
    }

    Gateway.Options options(Arguments arguments, OutputStream requestLog) {
        return new Gateway.Options(home, arguments.config(), arguments.host(), arguments.port(), state(), requestLog);
    }

    /** {@code AISBF_STATE_DIR}, or where the configuration says. */
    private StateFolder state() {
        return environment
                .apply("AISBF_STATE_DIR")
                .filter(text -> !text.isBlank())
                .<StateFolder>map(text -> new StateFolder.In(Path.of(text)))
                .orElseGet(StateFolder.Configured::new);
    }

    /** The version this module was compiled as. */
    static String version() {
        return Optional.ofNullable(Surroundings.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("development");
    }
}
