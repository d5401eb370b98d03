// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.access.Allowed;
import io.aisbf.runtime.access.Fingerprint;
import io.aisbf.runtime.config.access.AccessConfig;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.limits.Limit.Period;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files say of who may ask. */
class AccessTest {
    private static final String KEY = "0123456789abcdef-alice";
    private static final String REST = """
        providers: {openai: {type: t}, acme: {type: t}}
        rotations: {coding: {models: {openai/gpt-4o: 1}}}
        aliases: {best: rotation/coding}
        """;

    @TempDir
    private Path folder;

    private Given given(String access) {
        return Given.in(folder).with("ALICE_KEY", KEY).file("aisbf.yaml", "access: " + access + "\n" + REST);
    }

    @Test
    void readsKeysWithTheirLimitsAndKeepsNoKey() {
        Configuration configuration = given("{keys: {alice: {key: \"${ALICE_KEY}\", models: [coding, 'openai/*'],"
                        + " rate_limit_RPM: 60, rate_limit_TPM: 50000, budget: {usd: 20, per: month}},"
                        + " bob: {key: bob-0123456789abcdef}}, admin: {key: admin-0123456789ab}}")
                .read();
        AccessConfig access = configuration.access().orElseThrow();
        AccessConfig.Key alice = access.keys().getFirst();
        assertEquals("alice", alice.name());
        assertEquals(Fingerprint.of(KEY), alice.fingerprint());
        assertEquals(new Allowed(List.of("coding", "openai/*")), alice.models());
        assertEquals(OptionalLong.of(60), alice.rates().requestsPerMinute());
        assertEquals(List.of(new Budget(20_000_000, Period.MONTH)), alice.budgets());
        assertTrue(access.keys().getLast().models().everything());
        assertEquals(Optional.of(Fingerprint.of("admin-0123456789ab")), access.admin());
        assertFalse(configuration.toString().contains(KEY));
    }

    @Test
    void asksForNoKeyWhereNoneIsWritten() {
        assertEquals(
                Optional.empty(),
                Given.in(folder).file("aisbf.yaml", REST).read().access());
    }

    @Test
    void letsOtherMachinesInWhereClientsNeedKeys() {
        Given given = given("{keys: {alice: {key: \"${ALICE_KEY}\"}}}\nserver: {host: 0.0.0.0}");
        assertEquals("0.0.0.0", given.read().server().host());
    }

    @Test
    void limitsAllThatIsAskedTogether() {
        Configuration configuration = Given.in(folder)
                .file("aisbf.yaml", "limits: {rate_limit_RPM: 100, rate_limit_TPD: 1000000}\n" + REST)
                .read();
        assertEquals(OptionalLong.of(100), configuration.rates().requestsPerMinute());
        assertEquals(OptionalLong.of(1_000_000), configuration.rates().tokensPerDay());
    }

    @Test
    void aClientsBudgetNeedsALedgerThatRemembers() {
        Given given = given("{keys: {alice: {key: \"${ALICE_KEY}\", budget: {usd: 1, per: month}}}}\nledger: off");
        assertTrue(given.complaints().getFirst().contains("ledger: is off, but there is a budget"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                        | access: has no keys, so that nobody could ask for a model; write keys: {NAME: {key: ${NAME_KEY}}}, or leave the section out to ask for none
        {keys: {}}                                | access: has no keys, so that nobody could ask for a model; write keys: {NAME: {key: ${NAME_KEY}}}, or leave the section out to ask for none
        {keys: {a: {key: "${NOBODY_KEY}"}}}       | access.keys.a.key: the variable NOBODY_KEY is not set; set it to the key; 'openssl rand -hex 24' prints a good one
        {keys: {a: {key: ""}}}                    | access.keys.a.key: is empty; 'openssl rand -hex 24' prints a good one
        {keys: {a: {models: coding}}}             | access.keys.a.key: is not there; write key: ${NAME}, and set the variable NAME; 'openssl rand -hex 24' prints a good one
        {keys: {a: {key: short}}}                 | access.keys.a.key: has 5 characters; from 16 to 1000 are wanted, so that nobody finds it by trying; 'openssl rand -hex 24' prints a good one
        {keys: {a: {key: "schlüssel-0123456789"}}} | access.keys.a.key: holds a blank or a character beyond ASCII, which no header carries; 'openssl rand -hex 24' prints a good one
        {keys: {a: {key: [x]}}}                   | access.keys.a.key: a secret is wanted, found a list
        {keys: {a: {key: "0123456789abcdef"}, b: {key: "0123456789abcdef"}}} | access.keys.b.key: is the same key as access.keys.a.key, so that nobody could tell who asks; each has its own
        {keys: {a: {key: "0123456789abcdef"}}, admin: {key: "0123456789abcdef"}} | access.admin.key: is the same key as access.keys.a.key, so that nobody could tell who asks; each has its own
        {keys: {a: {key: "0123456789abcdef"}}, admin: {}} | access.admin.key: is not there; write key: ${NAME}, and set the variable NAME; 'openssl rand -hex 24' prints a good one
        {keys: {a: {key: "0123456789abcdef"}}, jwt: {issuer: x}} | access.jwt: this version knows clients by keys and not yet by tokens; take it out, and write keys: {NAME: {key: ${NAME_KEY}}}
        {keys: {a: {key: "0123456789abcdef", model: coding}}} | access.keys.a.model: is not known here; did you mean 'models'?
        {keys: {a: {key: "0123456789abcdef", models: []}}} | access.keys.a.models: allows nothing; name what may be asked for, or leave it out to allow every model
        {keys: {a: {key: "0123456789abcdef", models: [codin]}}} | access.keys.a.models[0]: there is no target 'codin'; did you mean 'coding'?
        {keys: {a: {key: "0123456789abcdef", models: ['opnai/*']}}} | access.keys.a.models[0]: there is no provider 'opnai'; did you mean 'openai'?
        {keys: {" a": {key: "0123456789abcdef"}}} | access.keys. a: cannot be the name of a key: from 1 to 100 characters, no control character, no blank at either end
        """)
    void refusesTheStartWithWords(String access, String complaint) {
        assertEquals(List.of("aisbf.yaml:1: " + complaint), given(access).complaints());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ['*']
        ['cod*', 'rotation/*', 'autoselect/x*', '*/gpt-4o']
        [best, rotation/coding, 'acme/anything/at/all', 'openai/gpt-*']
        """)
    void takesNamesAndPatternsThatLeadSomewhere(String models) {
        String access = "{keys: {a: {key: \"0123456789abcdef\", models: " + models + "}}}";
        assertEquals(List.of(), given(access).complaints());
    }
}
