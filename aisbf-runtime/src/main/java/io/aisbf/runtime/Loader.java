// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.runtime.Gateway.Options;
import io.aisbf.runtime.booking.Books;
import io.aisbf.runtime.config.Configuration;
import io.aisbf.runtime.config.ConfigurationException;
import io.aisbf.runtime.config.ConfigurationFiles;
import io.aisbf.runtime.config.ConfigurationReader;
import io.aisbf.runtime.config.ServerConfig;
import io.aisbf.runtime.config.bounds.LedgerConfig;
import io.aisbf.runtime.count.TargetTokens;
import io.aisbf.runtime.count.Tokens;
import io.aisbf.runtime.dispatch.Surroundings;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.ledger.MemoryLedger;
import io.aisbf.runtime.ledger.SqliteLedger;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.money.Prices;
import io.aisbf.runtime.plugins.Catalogue;
import io.aisbf.runtime.plugins.PluginDirectory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Goes from what the command line said to a configuration, the plugins directory and a {@link Generation}. Reads files,
 * opens nothing. Stateless.
 */
final class Loader {
    private final Options options;
    private final RandomGenerator random;

    Loader(Options options, RandomGenerator random) {
        this.options = options;
        this.random = random;
    }

    /** A configuration, where its plugins are, and what both came to. */
    record Loaded(Configuration configuration, PluginDirectory directory, Generation generation) {}

    /**
     * Loads everything that a configuration asks for.
     *
     * @throws SettingsException whose message holds every complaint, one a line
     */
    Loaded load(Configuration configuration, Upstream http, Surroundings around, Books books) {
        PluginDirectory directory = directory(configuration);
        Catalogue catalogue = directory.scan();
        try {
            Lent lent = new Lent(
                    http,
                    new JacksonJson(),
                    counter(configuration, books),
                    InstantSource.system(),
                    random,
                    new LinkedHashMap<>(),
                    new AtomicReference<>());
            Generation generation =
                    new GenerationBuilder(configuration, catalogue, lent, Loader::environment).build(around, books);
            return new Loaded(configuration, directory, generation);
        } catch (RuntimeException | Error e) {
            catalogue.close();
            throw e;
        }
    }

    /** Counts for a configuration's targets, by what these books have learned. */
    static TargetTokens counter(Configuration configuration, Books books) {
        return new TargetTokens(books.tokens(), Bound.types(configuration));
    }

    /** The configuration, checked for itself. */
    Configuration configuration() {
        try {
            ConfigurationReader reader = new ConfigurationReader(Loader::environment, userHome());
            return reader.read(source());
        } catch (ConfigurationException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The books of a gateway that starts. */
    Books books(Configuration configuration, Limiter limiter, InstantSource clock, LongSupplier nanoTime) {
        LedgerConfig config = configuration.ledger();
        Optional<Path> file = state(configuration)
                .map(folder -> config.path().map(options.home()::resolve).orElse(folder.resolve(LedgerConfig.FILE)))
                .filter(_ -> config.kept());
        Ledger ledger = file.map(path -> SqliteLedger.open(path, config.keep(), config.maxBytes(), clock))
                .orElseGet(MemoryLedger::new);
        return books(ledger, limiter, clock, nanoTime);
    }

    /** The other gateways. */
    Company company(Configuration configuration, InstantSource clock, LongSupplier nanoTime) {
        return Company.of(configuration.store(), state(configuration), clock, nanoTime);
    }

    /** Books for a look at a configuration: nothing is read, kept or written. */
    Books noBooks(InstantSource clock, LongSupplier nanoTime) {
        return books(new MemoryLedger(), new MemoryLimiter(clock, nanoTime), clock, nanoTime);
    }

    private Books books(Ledger ledger, Limiter limiter, InstantSource clock, LongSupplier nanoTime) {
        return new Books(limiter, ledger, new Tokens(random), new Prices(), clock, nanoTime);
    }

    /** The file in which cooldowns survive a restart, if they are to. */
    Optional<Path> cooldowns(Configuration configuration) {
        return state(configuration).map(folder -> folder.resolve("cooldowns.json"));
    }

    /** The folder of what survives a restart; a relative path is relative to the installation. */
    private Optional<Path> state(Configuration configuration) {
        return switch (options.state()) {
            case StateFolder.In in -> Optional.of(in.folder());
            case StateFolder.Nowhere _ -> Optional.empty();
            case StateFolder.Configured _ ->
                Optional.of(configuration
                        .state()
                        .map(options.home()::resolve)
                        .orElseGet(() -> userHome().resolve(".aisbf").resolve("state")));
        };
    }

    /** The file or folder that is read. */
    Path source() {
        return ConfigurationFiles.locate(
                options.config().map(Path::toString),
                Loader::environment,
                userHome(),
                options.home().resolve("conf"));
    }

    /** Where the plugins are: a relative path is relative to the installation. */
    PluginDirectory directory(Configuration configuration) {
        Path directory =
                options.home().resolve(configuration.plugins().directory().orElse(Path.of("plugins")));
        return new PluginDirectory(directory, configuration.plugins().lock().map(options.home()::resolve));
    }

    /**
     * The listener's settings, host and port as the command line wants them.
     *
     * @throws SettingsException if that would let other machines in and nobody allowed it
     */
    ServerConfig server(Configuration configuration) {
        ServerConfig server = configuration.server();
        String host = options.host().orElse(server.host());
        refuseOpenDoor(host, configuration);
        return server.listeningOn(host, options.port().orElse(server.port()));
    }

    /**
     * Looks at who may ask a gateway that listens on that host.
     *
     * @throws SettingsException if other machines reach it without a key and nobody allowed it
     */
    void refuseOpenDoor(String host, Configuration configuration) {
        boolean guarded =
                configuration.access().isPresent() || configuration.server().allowOpen();
        if (!ServerConfig.isLoopback(host) && !guarded) {
            throw new SettingsException("--host " + host + " lets other machines in, and there is no access control;"
                    + " leave it out, give clients keys (access.keys), or write allow_open: true under server if"
                    + " something else guards it");
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    private static Path userHome() {
        return Path.of(System.getProperty("user.home"));
    }
}
