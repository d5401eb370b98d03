// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A {@link PluginContext} for tests in which nothing happens by chance: the clock stands still, the random numbers are
 * always the same, HTTP and models answer what a script says. What the script does not say fails loudly. For many
 * threads.
 *
 * @param models what asking a model gives; {@link #REFUSING} by default
 * @param tokens one token for every four characters begun, by default
 * @param formats those that {@link #format} finds
 * @param http a {@link ScriptedUpstream}, by default one without answers
 */
public record FixedContext(
        Models models,
        TokenCounter tokens,
        List<WireFormat> formats,
        Upstream http,
        Json json,
        InstantSource clock,
        RandomGenerator random)
        implements PluginContext {
    /** No model answers: {@link Failure#UNAVAILABLE}. */
    public static final Models REFUSING = (request, call) -> {
        throw new CallException(Failure.UNAVAILABLE, "no model answers in this test; script one with withModels");
    };

    public FixedContext {
        formats = List.copyOf(formats);
    }

    /** A context with nothing but JSON, the first second of 2026 and random numbers from seed 42. */
    public static FixedContext of(Json json) {
        return new FixedContext(
                REFUSING,
                (model, text) -> (text.length() + 3) / 4,
                List.of(),
                new ScriptedUpstream(),
                json,
                InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")),
                new Random(42));
    }

    @Override
    public WireFormat format(WireName name) {
        return formats.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingsException("no wire format '" + name + "' in this test; there are "
                        + formats.stream().map(WireFormat::name).toList()));
    }

    /** This context with models that answer. */
    public FixedContext withModels(Models changed) {
        return new FixedContext(changed, tokens, formats, http, json, clock, random);
    }

    /** This context with other HTTP. */
    public FixedContext withHttp(Upstream changed) {
        return new FixedContext(models, tokens, formats, changed, json, clock, random);
    }

    /** This context with these wire formats to be found. */
    public FixedContext withFormats(WireFormat... changed) {
        return new FixedContext(models, tokens, List.of(changed), http, json, clock, random);
    }

    /** This context with another clock. */
    public FixedContext withClock(InstantSource changed) {
        return new FixedContext(models, tokens, formats, http, json, changed, random);
    }

    /** This context with other random numbers; the generator must be safe for many threads. */
    public FixedContext withRandom(RandomGenerator changed) {
        return new FixedContext(models, tokens, formats, http, json, clock, changed);
    }
}
