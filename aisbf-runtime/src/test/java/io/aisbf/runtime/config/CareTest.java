// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.api.select.Price;
import io.aisbf.runtime.health.HealthPolicy;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files say of how answers come about all the same. */
class CareTest {
    @TempDir
    Path folder;

    private Configuration read(String yaml) {
        return Given.in(folder).file("aisbf.yaml", yaml).read();
    }

    private HealthPolicy policy(String general, String own) {
        Configuration configuration = read(general + "\nproviders: {p: {type: t" + own + "}}");
        return Given.the("p", configuration.providers()).policy();
    }

    private Group.Care care(String members) {
        Configuration configuration =
                read("providers: {e: {type: t}}\nrotations: {r: {models: {e/m: 1}" + members + "}}");
        return Given.the("r", configuration.rotations()).care();
    }

    @Test
    void leavesAProviderAloneAsTheSeedDid() {
        assertEquals(HealthPolicy.DEFAULT, policy("", ""));
        assertEquals(new HealthPolicy(3, Duration.ofMinutes(5), Duration.ofHours(1), 20, 0), policy("", ""));
    }

    @Test
    void aProvidersOwnWordGoesBeforeTheFiles() {
        assertEquals(
                new HealthPolicy(0, Duration.ofSeconds(7), Duration.ofMinutes(2), 50, 8),
                policy(
                        "cooldown: {failures: 5, time: 1m, longest: 2m}",
                        ", cooldown: {failures: 0, time: 7s}, retries: 50, max_concurrent: 8"));
        assertEquals(
                new HealthPolicy(5, Duration.ofMinutes(1), Duration.ofMinutes(2), 0, 0),
                policy("cooldown: {failures: 5, time: 1m, longest: 2m}", ", retries: 0"));
    }

    @Test
    void aLongFirstPauseIsNotCutByTheUsualLongest() {
        assertEquals(Duration.ofHours(2), policy("cooldown: {time: 2h}", "").longest());
        assertEquals(
                Duration.ofHours(3),
                policy("cooldown: {longest: 10m}", ", cooldown: {time: 3h}").longest());
    }

    @Test
    void modelsAreWaitedForAsTheySayAndElseAsTheirProvider() {
        ProviderConfig provider = Given.the("p", read("""
            providers:
              p:
                type: t
                timeouts: {connect: 1s, idle: 2s, min_tokens_per_second: 5}
                models:
                  - {name: slow, timeouts: {idle: 3m, min_tokens_per_second: 0, trial: 500ms}}
            """).providers());
        Patience usual = provider.timeouts().over(Patience.DEFAULT);
        Deadlines none = Deadlines.DEFAULT;
        assertEquals(
                new Patience(
                        new Deadlines(Duration.ofSeconds(1), none.firstByte(), Duration.ofSeconds(2), none.total()),
                        OptionalDouble.of(5),
                        Patience.DEFAULT.trial()),
                usual);
        assertEquals(
                new Patience(
                        new Deadlines(Duration.ofSeconds(1), none.firstByte(), Duration.ofMinutes(3), none.total()),
                        OptionalDouble.empty(),
                        Duration.ofMillis(500)),
                provider.model("slow").orElseThrow().limits().timeouts().over(usual));
    }

    @Test
    void cachedTokensCostAsMuchAsOthersWhereNothingIsSaid() {
        ProviderConfig provider = Given.the("p", read("""
            providers:
              p: {type: t, models: [{name: a, price: {input: 2, output: 8}}, {name: b, price: {output: 1}}, {name: c}]}
            """).providers());
        assertEquals(
                List.of(Optional.of(new Price(2, 2, 8)), Optional.of(new Price(0, 0, 1)), Optional.empty()),
                provider.models().stream().map(model -> model.limits().price()).toList());
    }

    @Test
    void hedgesOnlyWhereToldTo() {
        assertEquals(Group.Care.NONE, care(""));
        assertEquals(Group.Care.NONE, care(", hedge: false, continue_streams: false, notify_errors: false"));
        assertEquals(
                Optional.of(new Group.Hedge(Optional.empty(), 0.95, 0.1)),
                care(", hedge: true").hedge());
        assertEquals(
                Optional.of(new Group.Hedge(Optional.empty(), 0.95, 0.1)),
                care(", hedge: {}").hedge());
        assertEquals(
                Optional.of(new Group.Hedge(Optional.of(Duration.ofMillis(800)), 0.95, 0.025)),
                care(", hedge: {delay: 800ms, most: 2.5}").hedge());
        assertEquals(
                Optional.of(new Group.Hedge(Optional.empty(), 0.5, 0.1)),
                care(", hedge: {quantile: 50}").hedge());
    }

    @Test
    void warnsOfAQuantileThatHasNoEffect() {
        Given given = Given.in(folder).file("aisbf.yaml", """
            providers: {e: {type: t}}
            rotations: {r: {models: {e/m: 1}, hedge: {delay: 1s, quantile: 90}}}
            """);
        assertEquals(
                List.of("aisbf.yaml:2: rotations.r.hedge.quantile: has no effect: it is for learning the delay, and a"
                        + " delay is written"),
                given.lines(given.read().warnings()));
    }

    @Test
    void continuesStreamsAndTellsOfFailuresWhereToldTo() {
        assertTrue(care(", continue_streams: true").continues());
        assertTrue(care(", notify_errors: true").tells());
        assertTrue(care(", notifyerrors: true").tells());
        assertTrue(care(", notifyerrors: true, notify_errors: true").tells());
        Configuration configuration = read("""
            providers: {e: {type: t}}
            autoselect: {s: {available_models: [{model_id: e/m}], hedge: true, notifyerrors: true}}
            """);
        assertEquals(
                new Group.Care(Optional.of(new Group.Hedge(Optional.empty(), 0.95, 0.1)), false, true),
                Given.the("s", configuration.autoselects()).care());
    }

    @Test
    void aWholeFileOfTheSeedsMayTellOfFailures() {
        Given given = Given.in(folder)
                .file("providers.json", "{\"providers\": {\"e\": {\"type\": \"t\"}}}")
                .file("rotations.json", """
                    {"notifyerrors": true, "rotations": {
                      "a": {"model_name": "a", "providers": [{"provider_id": "e", "models": [{"name": "m"}]}]},
                      "b": {"model_name": "b", "notifyerrors": false,
                            "providers": [{"provider_id": "e", "models": [{"name": "m"}]}]}}}
                    """);
        assertTrue(Given.the("a", given.read().rotations()).care().tells());
        assertFalse(Given.the("b", given.read().rotations()).care().tells());
        assertEquals(List.of(), given.read().warnings());
    }

    @Test
    void saysWhereStateIsKeptAndHowManyCallsThereMayBe() {
        Configuration configuration = read("state: ~/s\nserver: {max_calls: 300}");
        assertEquals(Optional.of(folder.resolve("s")), configuration.state());
        assertEquals(300, configuration.server().maxCalls());
        assertEquals(Optional.empty(), read("").state());
        assertEquals(0, read("").server().maxCalls());
    }
}
