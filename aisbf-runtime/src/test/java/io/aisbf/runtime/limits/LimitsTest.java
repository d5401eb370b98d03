// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.aisbf.runtime.config.ModelLimits.Rates;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.limits.Limit.Period;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import io.aisbf.runtime.limits.Limiter.Answer.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Rates NONE = tokens(OptionalLong.empty());
    private static final Limits BOOK = new Limits(
            Map.of(
                    "acme",
                    new Limits.Provider(
                            new Rates(
                                    Optional.of(Duration.ofSeconds(2)),
                                    OptionalLong.of(60),
                                    OptionalLong.empty(),
                                    OptionalLong.of(5000),
                                    OptionalLong.of(9000)),
                            Map.of("large", tokens(OptionalLong.of(100))),
                            tokens(OptionalLong.of(10)),
                            Map.of("second", tokens(OptionalLong.of(70))),
                            List.of(new Budget(5, Period.DAY)))),
            Map.of("coding", Map.of("acme/large", tokens(OptionalLong.of(50)))),
            Map.of(
                    "alice",
                    new Limits.Whole(tokens(OptionalLong.of(7)), List.of(new Budget(3, Period.DAY))),
                    "al",
                    new Limits.Whole(tokens(OptionalLong.of(8)), List.of())),
            new Limits.Whole(tokens(OptionalLong.of(900)), List.of(new Budget(20, Period.MONTH))));

    private static Rates tokens(OptionalLong perMinute) {
        return new Rates(Optional.empty(), OptionalLong.empty(), perMinute, OptionalLong.empty(), OptionalLong.empty());
    }

    private static List<String> names(List<Limit> limits) {
        return limits.stream().map(Limit::name).toList();
    }

    @Test
    void anAttemptCountsTowardsTheGatewayItsClientItsProviderItsKeyItsModelAndItsRotation() {
        assertEquals(
                List.of(
                        "limits.rate_limit_TPM",
                        "budget",
                        "access.keys.alice.rate_limit_TPM",
                        "access.keys.alice.budget",
                        "providers.acme.rate_limit",
                        "providers.acme.rate_limit_RPM",
                        "providers.acme.rate_limit_TPH",
                        "providers.acme.rate_limit_TPD",
                        "providers.acme.budget",
                        "providers.acme.keys.second.rate_limit_TPM",
                        "providers.acme.models.large.rate_limit_TPM",
                        "rotations.coding.models.acme/large.rate_limit_TPM"),
                names(BOOK.of("alice", "acme", "second", "large", Optional.of("coding"))));
    }

    @Test
    void modelsThatAreNotDescribedHaveLimitsOfTheirOwn() {
        List<Limit> one = BOOK.of("", "acme", "first", "small", Optional.empty());
        List<Limit> other = BOOK.of("", "acme", "first", "tiny", Optional.of("elsewhere"));

        assertEquals(10, one.getLast().most());
        assertEquals(10, other.getLast().most());
        assertNotEquals(one.getLast().name(), other.getLast().name());
    }

    @Test
    void anUnknownProviderHasTheGatewaysLimits() {
        assertEquals(
                List.of("limits.rate_limit_TPM", "budget"), names(BOOK.of("bob", "other", "k", "m", Optional.empty())));
        assertEquals(
                List.of(),
                new Limits(Map.of(), Map.of(), Map.of(), Limits.Whole.NONE).of("", "a", "b", "c", Optional.empty()));
    }

    @Test
    void allAreKnownThatTheConfigurationNames() {
        assertEquals(13, BOOK.all().size());
        assertEquals(
                List.of(),
                new Limits(
                                Map.of("acme", new Limits.Provider(NONE, Map.of(), NONE, Map.of(), List.of())),
                                Map.of(),
                                Map.of(),
                                Limits.Whole.NONE)
                        .all());
    }

    @Test
    void aLimitBelongsToOneClientAndToNoneWhoseNameOnlyBeginsLikeIt() {
        List<Limit> alices = BOOK.all().stream()
                .filter(limit -> Limits.belongs(limit, "alice"))
                .toList();
        List<Limit> als =
                BOOK.all().stream().filter(limit -> Limits.belongs(limit, "al")).toList();
        assertEquals(List.of("access.keys.alice.rate_limit_TPM", "access.keys.alice.budget"), names(alices));
        assertEquals(List.of("access.keys.al.rate_limit_TPM"), names(als));
        assertEquals(
                List.of(),
                BOOK.all().stream().filter(limit -> Limits.belongs(limit, "")).toList());
    }

    @Test
    void nobodyElseCanHelpWhereAClientOrTheGatewayHasAskedTooMuch() {
        assertEquals(
                List.of(
                        "limits.rate_limit_TPM",
                        "access.keys.al.rate_limit_TPM",
                        "access.keys.alice.budget",
                        "access.keys.alice.rate_limit_TPM"),
                BOOK.all().stream()
                        .filter(Limits::holdsEverywhere)
                        .map(Limit::name)
                        .sorted(java.util.Comparator.comparing((String name) -> !name.startsWith("limits"))
                                .thenComparing(java.util.Comparator.naturalOrder()))
                        .toList());
    }

    @Test
    void a032ProviderIsLeftAloneForAsLongAsTheWindowIs() {
        Optional<Duration> wait = Optional.of(Duration.ofSeconds(7));
        Map<String, Duration> expected = Map.of(
                "providers.acme.rate_limit", Duration.ofSeconds(7),
                "providers.acme.rate_limit_RPM", Duration.ofMinutes(1),
                "providers.acme.rate_limit_TPH", Duration.ofHours(1),
                "providers.acme.rate_limit_TPD", Duration.ofDays(1),
                "providers.acme.budget", Duration.ofSeconds(7));
        for (Limit limit : BOOK.all()) {
            Duration disabled =
                    Exceeded.disabledFor(new Refused(limit, 1, 1, wait)).orElseThrow();
            assertEquals(expected.getOrDefault(limit.name(), disabled), disabled, limit.name());
        }
        Limit minute = new Limit("m", Unit.TOKENS, 1, new Window.Sliding(Duration.ofMinutes(1)));
        assertEquals(Optional.empty(), Exceeded.disabledFor(new Refused(minute, 0, 2, Optional.empty())));
    }
}
