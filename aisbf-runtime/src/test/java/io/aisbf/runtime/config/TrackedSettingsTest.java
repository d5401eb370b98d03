// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.plugin.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class TrackedSettingsTest {
    @TempDir
    Path folder;

    private Given given() {
        return Given.in(folder);
    }

    private TrackedSettings settings(Given given, String members) {
        Configuration configuration = given.file("aisbf.yaml", "providers:\n  p:\n    type: t\n" + members.indent(4))
                .read();
        return Given.the("p", configuration.providers()).settings().open(_ -> Optional.empty());
    }

    private String refusal(Executable reading) {
        return String.valueOf(assertThrows(SettingsException.class, reading).getMessage())
                .replace(folder + "/", "");
    }

    @Test
    void readsEveryKindOfValue() {
        TrackedSettings settings = settings(given(), """
            word: plain
            flag: true
            number: 2.50
            wait: 1.5s
            list: [a, 2]
            one: alone
            inner: {b: 1}
            many: {x: {b: 1}, y: {b: 2}}
            row: [{b: 3}, {b: 4}]
            nothing:
            """);
        assertEquals("p", settings.name());
        assertEquals("providers.p", settings.path());
        assertEquals(Optional.of("plain"), settings.text("word"));
        assertEquals(Optional.of("2.50"), settings.text("number"));
        assertEquals(Optional.of(2.5), settings.number("number"));
        assertEquals(Optional.of(true), settings.bool("flag"));
        assertEquals(Optional.of(Duration.ofMillis(1500)), settings.duration("wait"));
        assertEquals(List.of("a", "2"), settings.texts("list"));
        assertEquals(List.of("alone"), settings.texts("one"));
        assertEquals(Optional.of(1), settings.section("inner").orElseThrow().integer("b"));
        assertEquals(
                List.of("x", "y"),
                settings.sections("many").stream().map(Settings::name).toList());
        assertEquals(
                List.of("0", "1"),
                settings.sections("row").stream().map(Settings::name).toList());
    }

    @Test
    void givesNothingForWhatIsAbsent() {
        TrackedSettings settings = settings(given(), "nothing:\n");
        assertEquals(Optional.empty(), settings.text("nothing"));
        assertEquals(Optional.empty(), settings.text("absent"));
        assertEquals(List.of(), settings.texts("absent"));
        assertEquals(Optional.empty(), settings.section("absent"));
    }

    @Test
    void passesMembersOnAsJson() {
        TrackedSettings settings = settings(given(), """
            extra: {a: 2.50, b: "5", c: [true, null, no], "d\\"\\n": {}, e: 1e+2, f: 010}
            """);
        assertEquals(
                "{\"a\":2.50,\"b\":\"5\",\"c\":[true,null,\"no\"],\"d\\\"\\n\":{},\"e\":1e+2,\"f\":\"010\"}",
                settings.json("extra").orElseThrow().toString());
    }

    @Test
    void complainsOfKeysThatNobodyAskedFor() {
        TrackedSettings settings = settings(given(), """
            endpont: x
            waits: {connect: 1s, totl: 2s}
            models: []
            """);
        settings.text("endpoint");
        settings.section("waits").ifPresent(timeouts -> {
            timeouts.duration("connect");
            timeouts.duration("total");
        });
        assertEquals(
                List.of(
                        "aisbf.yaml:4: providers.p.endpont: is not known here; did you mean 'endpoint'?",
                        "aisbf.yaml:5: providers.p.waits.totl: is not known here; did you mean 'total'?"),
                given().lines(settings.unread()));
    }

    @Test
    void remembersNothingOfAnEarlierOpening() {
        Configuration configuration =
                given().file("aisbf.yaml", "providers: {p: {type: t, word: x}}").read();
        TrackedSettings.Source source =
                Given.the("p", configuration.providers()).settings();
        source.open(_ -> Optional.empty()).text("word");
        assertEquals(1, source.open(_ -> Optional.empty()).unread().size());
    }

    @Test
    void saysWhereAWrongTypeStands() {
        TrackedSettings settings = settings(given(), "flag: maybe\nlist: {a: b}\nwait: long\nsection: 5\nn: 12x\n");
        assertEquals(
                "aisbf.yaml:4: providers.p.flag: true or false is wanted, found the text 'maybe'",
                refusal(() -> settings.bool("flag")));
        assertEquals(
                "aisbf.yaml:5: providers.p.list: a word is wanted, found a map", refusal(() -> settings.texts("list")));
        assertEquals(
                "aisbf.yaml:6: providers.p.wait: a span of time such as 250ms, 30s, 5m, 1h or 1d is wanted, found the"
                        + " text 'long'",
                refusal(() -> settings.duration("wait")));
        assertEquals(
                "aisbf.yaml:7: providers.p.section: a map is wanted, found the number 5",
                refusal(() -> settings.section("section")));
        assertEquals(
                "aisbf.yaml:8: providers.p.n: '12x' is not understood: a whole number is wanted",
                refusal(() -> settings.integer("n")));
        assertEquals("aisbf.yaml:3: providers.p.endpoint: is missing", refusal(() -> settings.require("endpoint")));
    }

    @Test
    void tellsWhichVariableAKeyWaitsFor() {
        TrackedSettings settings = settings(given(), "api_key: ${OPENAI_API_KEY}\nword: ${WORD}\n");
        assertEquals(Optional.empty(), settings.secret("api_key"));
        assertEquals(Optional.of("no key (set OPENAI_API_KEY)"), settings.missing("api_key"));
        assertEquals(Optional.empty(), settings.missing("api_keys"));
        assertEquals(
                "aisbf.yaml:5: providers.p.word: the environment variable WORD is not set; set it, or write"
                        + " ${WORD:-DEFAULT}",
                refusal(() -> settings.text("word")));
    }

    @Test
    void takesKeysFromTheEnvironmentFilesAndTheFileItself() {
        Given given = given().with("K", "sk-env").file("secrets/key", "sk-file\n");
        TrackedSettings settings = settings(given, """
            api_keys: ["${K}", "${GONE}", "${file:secrets/key}", sk-literal, YOUR_API_KEY, ""]
            """);
        assertEquals(
                List.of(new Secret("sk-env"), new Secret("sk-file"), new Secret("sk-literal")),
                settings.secrets("api_keys"));
        assertEquals(Optional.empty(), settings.missing("api_keys"));
    }

    @Test
    void neverQuotesASecret() {
        TrackedSettings settings = settings(given(), "api_key: \"sk-1\\nX-Injected: 1\"\ntoken: {sk: 1}\n");
        String first = refusal(() -> settings.secret("api_key"));
        assertEquals(
                "aisbf.yaml:4: providers.p.api_key: the secret holds a line break or another control character", first);
        assertFalse(refusal(() -> settings.secret("token")).contains("sk"));
    }

    @Test
    void findsVariablesInTheEnvironmentItWasGiven() {
        Configuration configuration =
                given().file("aisbf.yaml", "providers: {p: {type: groq}}").read();
        Map<String, String> environment = Map.of("GROQ_API_KEY", "gsk-1", "EMPTY", " ", "BROKEN", "sk-1\r\nX: 1");
        TrackedSettings settings = Given.the("p", configuration.providers())
                .settings()
                .open(name -> Optional.ofNullable(environment.get(name)));
        assertEquals(Optional.of("groq"), settings.text("type"));
        assertEquals(Optional.of(new Secret("gsk-1")), settings.variable("GROQ_API_KEY"));
        assertEquals(Optional.empty(), settings.variable("EMPTY"));
        assertEquals(Optional.empty(), settings.variable("PATH"));
        assertEquals(
                "aisbf.yaml:1: providers.p.BROKEN: the environment variable holds a line break or another control"
                        + " character",
                refusal(() -> settings.variable("BROKEN")));
        assertEquals(List.of(), settings.unread());
    }

    @Test
    void namesAFileThatIsNotThere() {
        TrackedSettings settings = settings(given(), "api_key: ${file:gone/key}\n");
        assertEquals(
                "aisbf.yaml:4: providers.p.api_key: there is no file gone/key to take the value from",
                refusal(() -> settings.secret("api_key")));
    }
}
