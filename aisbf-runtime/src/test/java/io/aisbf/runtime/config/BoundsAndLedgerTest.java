// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.config.bounds.Bounds;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.config.bounds.LedgerConfig;
import io.aisbf.runtime.config.bounds.OnLimit;
import io.aisbf.runtime.limits.Limit.Period;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files say of limits, of money and of the record of what was used. */
class BoundsAndLedgerTest {
    private static final LedgerConfig USUAL = new LedgerConfig(true, Optional.empty(), Duration.ofDays(90), 1L << 30);

    @TempDir
    Path folder;

    private Given given(String yaml) {
        return Given.in(folder).file("aisbf.yaml", yaml);
    }

    private ProviderConfig provider(String general, String own) {
        return Given.the(
                "p",
                given(general + "\nproviders: {p: {type: t" + own + "}}").read().providers());
    }

    @Test
    void readsAllOfIt() {
        Configuration configuration = Given.in(folder)
                .with("OPENAI_API_KEY", "sk-1")
                .resource("full.yaml", "aisbf.yaml")
                .read();
        assertEquals(
                new Bounds(
                        List.of(new Budget(20_500_000, Period.MONTH), new Budget(2_000_000, Period.DAY)),
                        OnLimit.MODEL),
                configuration.bounds());
        ProviderConfig openai = Given.the("openai", configuration.providers());
        assertEquals(new Bounds(List.of(new Budget(5_000_000, Period.DAY)), OnLimit.PROVIDER), openai.bounds());
        assertEquals(OptionalLong.of(500), openai.rates().requestsPerMinute());
        assertEquals(
                OptionalLong.of(16_384),
                openai.model("gpt-4.1").orElseThrow().limits().maxOutputTokens());
        assertEquals(
                OptionalLong.of(8192),
                openai.model("vendor/small").orElseThrow().limits().maxOutputTokens());
        assertEquals(
                new LedgerConfig(true, Optional.of(folder.resolve(".aisbf/aisbf.db")), Duration.ofDays(40), 2L << 30),
                configuration.ledger());
    }

    @Test
    void anExceededLimitMeansWhatItMeantToTheSeedUnlessToldOtherwise() {
        assertEquals(OnLimit.PROVIDER, provider("", "").bounds().onLimit());
        assertEquals(OnLimit.MODEL, provider("on_limit: model", "").bounds().onLimit());
        assertEquals(
                OnLimit.PROVIDER,
                provider("on_limit: model", ", on_limit: provider").bounds().onLimit());
        assertEquals(OnLimit.MODEL, provider("", ", on_limit: model").bounds().onLimit());
        assertEquals(
                List.of("aisbf.yaml:1: on_limit: provider or model is wanted, found 'key'"),
                given("on_limit: key").complaints());
    }

    @Test
    void aFileOfTheSeedsBringsItsLimits() {
        Given given = Given.in(folder).file("providers.json", """
            {"providers": {"e": {"type": "t", "rate_limit": 0.5, "models": [
              {"name": "m", "rate_limit_TPM": 15000, "rate_limit_TPH": 100000, "rate_limit_TPD": 1000000}]}}}
            """);
        ProviderConfig provider = Given.the("e", given.read().providers());
        assertEquals(Optional.of(Duration.ofMillis(500)), provider.rates().between());
        assertEquals(
                new ModelLimits.Rates(
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(15_000),
                        OptionalLong.of(100_000),
                        OptionalLong.of(1_000_000)),
                provider.model("m").orElseThrow().limits().rates());
        assertEquals(new Bounds(List.of(), OnLimit.PROVIDER), given.read().bounds());
        assertEquals(USUAL, given.read().ledger());
        assertEquals(List.of(), given.read().warnings());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {usd: -1, per: day}                        | budget.usd: a number from 0.01 to 1000000000 is wanted, found the number -1
        {usd: 0, per: day}                         | budget.usd: a number from 0.01 to 1000000000 is wanted, found the number 0
        {usd: 1e300, per: day}                     | budget.usd: a number from 0.01 to 1000000000 is wanted, found the number 1e300
        {usd: plenty, per: day}                    | budget.usd: a number is wanted, found the text 'plenty'
        {usd: 1, per: week}                        | budget.per: day or month is wanted, found 'week'
        {usd: 1}                                   | budget: wants how much and for how long; write {usd: 20, per: month}
        {per: day}                                 | budget: wants how much and for how long; write {usd: 20, per: month}
        {eur: 1, usd: 1, per: day}                 | budget.eur: is not known here
        20                                         | budget: a map is wanted, found the number 20
        [{usd: 1, per: day}, {usd: 2, per: day}]   | budget[1]: is a second budget for the same day; keep one of them
        """)
    void saysWhatIsWrongWithABudget(String budget, String problem) {
        List<String> general = given("\nbudget: " + budget).complaints();
        assertEquals(1, general.size(), general.toString());
        assertTrue(general.getFirst().startsWith("aisbf.yaml:2: " + problem), general.toString());
        List<String> own =
                given("providers:\n  p:\n    type: t\n    budget: " + budget).complaints();
        assertEquals(1, own.size(), own.toString());
        assertTrue(own.getFirst().startsWith("aisbf.yaml:4: providers.p." + problem), own.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "1e17", "many", "'5'"})
    void refusesAbsurdLimits(String limit) {
        for (String name : List.of("rate_limit_RPM", "rate_limit_TPM", "rate_limit_TPH", "rate_limit_TPD")) {
            List<String> complaints = given("providers:\n  p: {type: t, " + name + ": " + limit + "}")
                    .complaints();
            assertEquals(1, complaints.size(), complaints.toString());
            assertTrue(complaints.getFirst().startsWith("aisbf.yaml:2: providers.p." + name + ": a "), limit);
        }
    }

    @Test
    void warnsOfALimitThatNoAnswerFitsInto() {
        Given given = given("""
            providers:
              p:
                type: t
                rate_limit_TPM: 4096
                models:
                  - {name: a, rate_limit_TPH: 5000}
                  - {name: b, rate_limit_TPD: 5000, max_output_tokens: 5000}
            """);
        List<String> warnings = given.lines(given.read().warnings());
        assertEquals(2, warnings.size(), warnings.toString());
        assertTrue(
                warnings.getFirst()
                        .startsWith("aisbf.yaml:4: providers.p.rate_limit_TPM: is 4096, but 4096 tokens are reserved"),
                warnings.toString());
        assertTrue(
                warnings.getLast()
                        .startsWith("aisbf.yaml:7: providers.p.models[1].rate_limit_TPD: is 5000, but 5000 tokens"),
                warnings.toString());
    }

    @Test
    void theLedgerIsKeptUnlessSwitchedOff() {
        assertEquals(USUAL, given("").read().ledger());
        assertEquals(USUAL, given("ledger: {}").read().ledger());
        assertEquals(USUAL, given("ledger:").read().ledger());
        assertEquals(
                new LedgerConfig(false, Optional.empty(), Duration.ofDays(90), 1L << 30),
                given("ledger: off").read().ledger());
        assertEquals(
                Optional.of(Path.of("book.db")),
                given("ledger: {path: book.db}").read().ledger().path());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        none               | ledger: a map such as {keep: 90d, max_bytes: 1GiB} or off is wanted, found the text 'none'
        [a]                | ledger: a map such as {keep: 90d, max_bytes: 1GiB} or off is wanted, found a list
        {keep: 1h}         | ledger.keep: a span of time from 86400s to 3153600000s is wanted, found the text '1h'
        {max_bytes: 10}    | ledger.max_bytes: a number from 1048576 to
        {max_bytes: -1}    | ledger.max_bytes: an amount of bytes such as
        {path: ' '}        | ledger.path: a path is wanted, found nothing
        {file: x}          | ledger.file: is not known here
        """)
    void saysWhatIsWrongWithTheLedger(String ledger, String problem) {
        List<String> complaints = given("\nledger: " + ledger).complaints();
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.getFirst().startsWith("aisbf.yaml:2: " + problem), complaints.toString());
    }

    @Test
    void aBudgetThatARestartForgetsIsRefused() {
        String off = "aisbf.yaml:2: ledger: is off, but there is a budget, and a restart would forget what was spent of"
                + " it; take ledger: off out, or the budget";
        assertEquals(
                List.of(off), given("budget: {usd: 1, per: day}\nledger: off").complaints());
        assertEquals(
                List.of(off),
                given("providers: {p: {type: t, budget: {usd: 1, per: day}}}\nledger: off")
                        .complaints());
        assertEquals(
                List.of("aisbf.yaml:2: ledger: is kept for 7d only, but there is a budget for a month, and a restart"
                        + " would forget what was spent before; write keep: 31d or longer"),
                given("budget: {usd: 1, per: month}\nledger: {keep: 7d}").complaints());
        assertEquals(
                List.of(),
                given("budget: {usd: 1, per: day}\nledger: {keep: 1d}").complaints());
    }
}
