// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import static java.lang.System.Logger.Level.INFO;

import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.Loader.Loaded;
import io.aisbf.runtime.access.Keyring;
import io.aisbf.runtime.booking.Books;
import io.aisbf.runtime.config.Configuration;
import io.aisbf.runtime.config.ServerConfig;
import io.aisbf.runtime.deliver.KeepAlive;
import io.aisbf.runtime.dispatch.Surroundings;
import io.aisbf.runtime.endpoint.Carriers;
import io.aisbf.runtime.endpoint.Engine;
import io.aisbf.runtime.endpoint.OwnEndpoints;
import io.aisbf.runtime.endpoint.RouteBook;
import io.aisbf.runtime.http.Access;
import io.aisbf.runtime.http.Listener;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.http.Serving;
import io.aisbf.runtime.http.Swap;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.runtime.ledger.LedgerException;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limits;
import io.aisbf.runtime.observe.CallBook;
import io.aisbf.runtime.observe.RequestLog;
import io.aisbf.runtime.plugins.PluginDirectory;
import io.aisbf.runtime.plugins.Unit;
import io.aisbf.runtime.route.ModelList;
import io.aisbf.runtime.upstream.HttpUpstream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The whole gateway, wired in one place: reads the configuration, loads the plugins, makes their instances, opens the
 * port; replaces all but the port on {@link #reload}; lets calls finish on {@link #close}. Its methods may be called
 * from any thread.
 */
public final class Gateway implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    private static final InstantSource CLOCK = InstantSource.system();
    private static final LongSupplier NANO_TIME = System::nanoTime;
    private static final RandomGenerator RANDOM = new SharedRandom();

    private final Loader loader;
    private final HttpUpstream upstream = new HttpUpstream(HttpUpstream.Settings.of(System.getenv()), NANO_TIME);
    private final Secret token = new Secret(newToken());
    private final CallBook calls = new CallBook();
    private final OwnEndpoints own;
    private final Surroundings around;
    private final Company company;
    private final Books books;
    private volatile Loaded loaded;
    private final ServerConfig server;
    private final Carriers carriers;
    private final KeepAlive keepAlive;
    private final RequestLog log;
    private final Swap<Serving> swap;
    private final Listener listener;
    private volatile boolean draining;

    /**
     * What a gateway is started with.
     *
     * @param home the unzipped folder: holds {@code plugins/} and {@code conf/}
     * @param config what {@code --config} said
     * @param host overrides {@code server.host}
     * @param port overrides {@code server.port}
     * @param state where what survives a restart is kept
     * @param requestLog where the request log goes; not closed
     */
    public record Options(
            Path home,
            Optional<Path> config,
            Optional<String> host,
            OptionalInt port,
            StateFolder state,
            OutputStream requestLog) {}

    private Gateway(Options options) {
        Thread.ofPlatform().daemon().name("rehearsal").start(Gateway::rehearse);
        loader = new Loader(options, RANDOM);
        Configuration configuration = loader.configuration();
        around = Surroundings.start(CLOCK, NANO_TIME, RANDOM, loader.cooldowns(configuration));
        company = loader.company(configuration, CLOCK, NANO_TIME);
        books = loader.books(configuration, company.limiter(), CLOCK, NANO_TIME);
        own = new OwnEndpoints(
                token,
                this::draining,
                this::reload,
                new OwnEndpoints.Insight(calls, around.health(), CLOCK, company),
                Optional.of(new OwnEndpoints.Books(books.ledger(), books.limiter(), this::limits)));
        Loaded first = first(configuration);
        loaded = first;
        server = loader.server(first.configuration());
        carriers = Carriers.start(NANO_TIME);
        keepAlive = KeepAlive.start(server.keepAlive(), NANO_TIME);
        log = RequestLog.start(options.requestLog(), NANO_TIME, calls);
        swap = new Swap<>(serving(first));
        listener = Listener.open(server, swap, new Listener.Outfit(log, CLOCK, NANO_TIME, RANDOM));
    }

    /** The first state; what has been started by now ends if it is not right. */
    private Loaded first(Configuration configuration) {
        try {
            Loaded first = loader.load(configuration, upstream, around, books);
            books.recall(Bound.limits(configuration), Limits.NONE);
            attend(first);
            company.share(around.health());
            return first;
        } catch (RuntimeException | Error e) {
            around.close();
            books.close();
            company.close();
            throw e;
        }
    }

    private void attend(Loaded now) {
        around.health().attend(new Probes(now.generation().targets().providers()));
        Counted.prepare(now.configuration(), Loader.counter(now.configuration(), books));
    }

    /**
     * Starts it; returns once the port is open.
     *
     * @throws SettingsException whose message holds every complaint, one a line
     */
    public static Gateway start(Options options) {
        return new Gateway(options);
    }

    /** Where it answers. */
    public URI address() {
        String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        return URI.create("http://" + host + ":" + listener.port());
    }

    /** What the operator should know, one sentence each. */
    public List<String> warnings() {
        return loaded.generation().warnings();
    }

    /** The file or folder its configuration comes from. */
    public Path configuration() {
        return loader.source();
    }

    /** The plugins in use, by the names of their folders or jars. */
    public List<String> plugins() {
        return units(loaded).stream().filter(Unit::loaded).map(Unit::name).toList();
    }

    /** Who shows it may ask for a reload over HTTP. */
    public Secret adminToken() {
        return token;
    }

    /**
     * Reads the configuration and the plugins directory anew and serves new calls with them; calls under way go on with
     * what they began with, and the old plugins are closed after the last of them. What the open port
     * itself is made of (address, timeouts, connections) and where state is kept stays as it was.
     *
     * @return what changed and what was refused, one line each
     * @throws SettingsException if the new state is not right; everything goes on as before
     */
    public synchronized List<String> reload() {
        Loaded before = loaded;
        Configuration configuration = loader.configuration();
        loader.refuseOpenDoor(server.host(), configuration);
        recall(configuration, before.configuration());
        Loaded now = loader.load(configuration, upstream, around, books);
        PluginDirectory.Changes changes =
                now.directory().changesSince(before.generation().catalogue());
        loaded = now;
        swap.replace(serving(now));
        attend(now);
        List<String> lines = new ArrayList<>();
        changes.added().forEach(name -> lines.add("new: " + name));
        changes.changed().forEach(name -> lines.add("changed: " + name));
        changes.removed().forEach(name -> lines.add("gone: " + name));
        for (Unit unit : units(now)) {
            unit.refusals().forEach(sentence -> lines.add("refused: " + unit.name() + ": " + sentence));
        }
        lines.addAll(now.generation().warnings());
        return List.copyOf(lines);
    }

    /** Lets limits that come with a reload begin with what was used before they were written. */
    private void recall(Configuration next, Configuration before) {
        try {
            books.recall(Bound.limits(next), Bound.limits(before));
        } catch (LedgerException e) {
            throw new SettingsException("new limits cannot be told what was used before: " + e.getMessage(), e);
        }
    }

    /**
     * Stops it: nothing new is accepted, what is under way has {@code server.shutdown_grace} to finish and is then
     * stopped.
     */
    @Override
    public void close() {
        draining = true;
        Thread patience = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(server.shutdownGrace());
                carriers.stopAll();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        listener.close();
        patience.interrupt();
        company.keepCooldowns();
        around.close();
        swap.close();
        books.close();
        company.close();
        carriers.close();
        keepAlive.close();
        log.close();
        upstream.close();
    }

    /** The generation that serves new calls. */
    Generation generation() {
        return loaded.generation();
    }

    /** All limits that are configured now. */
    private List<Limit> limits() {
        return Bound.limits(loaded.configuration()).all();
    }

    private boolean draining() {
        return draining;
    }

    private Serving serving(Loaded now) {
        Generation generation = now.generation();
        Engine engine = new Engine(
                new JacksonJson(),
                generation.targets(),
                generation.dispatcher(),
                new ModelList(generation.targets(), NANO_TIME),
                now.configuration().server().maxRequestBytes(),
                now.configuration().server().callTimeout(),
                now.configuration().server().strict(),
                keepAlive,
                NANO_TIME);
        Access access = new Access(
                ServerConfig.isLoopback(server.host()),
                now.configuration().server().allowedHosts(),
                now.configuration().server().cors(),
                now.configuration().access().map(keys -> Keyring.of(keys, token)));
        Routes routes = RouteBook.of(generation.formats(), engine, carriers, own);
        return Serving.of(routes, access, () -> {
            generation.close();
            LOG.log(INFO, "plugins are closed that no call needs any more");
        });
    }

    private static List<Unit> units(Loaded now) {
        return now.generation().catalogue().units();
    }

    /** Uses for the first time what the first call will need, while another thread has the start's own work in hand. */
    private static void rehearse() {
        new JacksonJson().object("{}".getBytes(StandardCharsets.US_ASCII));
        Listener.rehearse();
    }

    private static String newToken() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
