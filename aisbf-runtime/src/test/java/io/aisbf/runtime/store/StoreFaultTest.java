// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.Limiter.Answer;
import io.aisbf.runtime.store.FaultProxy.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of limits while the store is gone, slow, or out of its mind, and afterwards. */
@Timeout(120)
class StoreFaultTest {
    private static final TestRedis SERVER = TestRedis.start();
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final long HEALING = TimeUnit.SECONDS.toNanos(30);
    private static final Limit HOURLY = new Limit("hourly", Unit.TOKENS, 100, new Window.Sliding(Duration.ofHours(1)));
    private static final Limit BUDGET = new Limit("budget", Unit.MICRO_USD, 100, new Window.Calendar(Limit.Period.DAY));

    /** What a server counts: the calls, and those of them that failed because it did not know the script yet. */
    private static final Pattern EVALSHA = Pattern.compile("cmdstat_evalsha:calls=(\\d+).*failed_calls=(\\d+)");

    private final FaultProxy proxy;
    private SharedStore closed;
    private SharedStore sharing;

    /** One that asks the server itself and waits for as long as it takes. */
    private SharedStore neighbour;

    StoreFaultTest() throws IOException {
        proxy = new FaultProxy(SERVER.port());
        closed = open(proxy.port(), Down.FAIL_CLOSED, TIMEOUT);
        sharing = open(proxy.port(), Down.LOCAL_SHARE, TIMEOUT);
        neighbour = open(SERVER.port(), Down.FAIL_CLOSED, PATIENCE);
    }

    private static SharedStore open(int port, Down down, Duration timeout) {
        return SharedStore.open(TestRedis.config(port, down, 4, timeout), InstantSource.system(), System::nanoTime);
    }

    @BeforeEach
    void nothingIsUsed() {
        SERVER.forget();
        claim(closed, "first", 0, HOURLY, BUDGET);
        claim(sharing, "first", 0, HOURLY, BUDGET);
    }

    @AfterEach
    void close() throws IOException {
        closed.limiter().close();
        closed.close();
        sharing.limiter().close();
        sharing.close();
        neighbour.limiter().close();
        neighbour.close();
        proxy.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Answer claim(SharedStore store, String attempt, long amount, Limit... limits) {
        return store.limiter().reserve(new Claim(attempt, List.of(limits), amount, amount, LEASE));
    }

    private static void settle(SharedStore store, String attempt, long amount) {
        store.limiter().settle(attempt, new Actual(amount, amount, Certainty.EXACT));
    }

    private static void soon(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < HEALING, what);
            Thread.onSpinWait();
        }
    }

    private static boolean isUp(SharedStore store) {
        return !store.words().contains("cannot");
    }

    private static List<Limiter.Fill> fill(SharedStore store, Limit limit) {
        return store.limiter().fill(List.of(limit));
    }

    @ParameterizedTest
    @EnumSource(names = {"LATE", "LOST", "CUT", "GARBAGE", "TRICKLED", "GONE"})
    void closesLimitsSoonAndHealsWithoutDrift(Fault fault) {
        proxy.now(fault);
        // That it is unsure shows that it did not wait for the answer: however late, a grant would come of it.
        Answer.Unsure unsure = assertInstanceOf(Answer.Unsure.class, claim(closed, "a", 10, HOURLY));
        assertEquals(HOURLY, unsure.limit());
        assertTrue(unsure.words().contains("store"), unsure.words());
        assertTrue(closed.words().contains("cannot be asked"), closed.words());
        long[] took = new long[9];
        Arrays.setAll(took, i -> unsureAfter("b" + i));
        Arrays.sort(took);
        // In the middle of nine: a busy machine may hold up any of them.
        assertTrue(took[4] < TIMEOUT.toNanos() / 2, "the next ones do not wait");

        proxy.now(Fault.NONE);

        soon("it does not heal", () -> isUp(closed));
        soon(
                "what was refused took something",
                () -> fill(neighbour, HOURLY).equals(List.of(new Limiter.Fill(HOURLY, 0, 0))));
        soon("it grants nothing", () -> claim(closed, "c", 100, HOURLY) instanceof Answer.Granted);
    }

    /** How many nanoseconds a claim takes that is not answered. */
    private long unsureAfter(String attempt) {
        long start = System.nanoTime();
        assertInstanceOf(Answer.Unsure.class, claim(closed, attempt, 10, HOURLY));
        return System.nanoTime() - start;
    }

    @ParameterizedTest
    @EnumSource(names = {"LATE", "LOST", "CUT", "GARBAGE", "GONE"})
    void keepsItsShareAndBooksItAfterwards(Fault fault) {
        assertInstanceOf(Answer.Granted.class, claim(sharing, "before", 10, HOURLY));
        settle(sharing, "before", 10);
        proxy.now(fault);

        assertInstanceOf(Answer.Granted.class, claim(sharing, "a", 8, HOURLY));
        assertInstanceOf(Answer.Granted.class, claim(sharing, "b", 7, HOURLY));
        Answer.Refused refused = assertInstanceOf(Answer.Refused.class, claim(sharing, "c", 1, HOURLY));
        assertEquals(HOURLY, refused.limit(), "what it used before counts towards its share of 25");
        settle(sharing, "a", 5);

        proxy.now(Fault.NONE);
        soon("it does not heal", () -> isUp(sharing));
        soon(
                fill(neighbour, HOURLY).toString(),
                () -> fill(neighbour, HOURLY).equals(List.of(new Limiter.Fill(HOURLY, 15, 7))));
        settle(sharing, "b", 7);
        soon("it was not told", () -> fill(neighbour, HOURLY).equals(List.of(new Limiter.Fill(HOURLY, 22, 0))));
    }

    @Test
    void budgetsAreClosedInAnyCase() {
        proxy.now(Fault.GONE);

        Answer.Unsure unsure = assertInstanceOf(Answer.Unsure.class, claim(sharing, "a", 1, HOURLY, BUDGET));

        assertEquals(BUDGET, unsure.limit());
    }

    @Test
    void aClaimThatFitsTheLimitButNoShareWaitsForTheStore() {
        proxy.now(Fault.GONE);

        assertInstanceOf(Answer.Unsure.class, claim(sharing, "a", 26, HOURLY));
        assertInstanceOf(Answer.Refused.class, claim(sharing, "b", 101, HOURLY));
    }

    @Test
    void answersThatComeTwiceAreHeardOnce() {
        proxy.now(Fault.TWICE);
        try (SharedStore patient = open(proxy.port(), Down.FAIL_CLOSED, PATIENCE)) {
            for (int i = 0; i < 50; i++) {
                assertInstanceOf(Answer.Granted.class, claim(patient, "a" + i, 2, HOURLY));
                settle(patient, "a" + i, 1);
            }
            soon("it was not told", () -> fill(patient, HOURLY).equals(List.of(new Limiter.Fill(HOURLY, 50, 0))));

            assertTrue(isUp(patient), patient.words());
            patient.limiter().close();
        }
    }

    @Test
    void aServerThatIsStartedAnewIsAskedAtOnce() {
        TestRedis first = TestRedis.start();
        try (SharedStore store = open(first.port(), Down.FAIL_CLOSED, PATIENCE)) {
            assertInstanceOf(Answer.Granted.class, claim(store, "a", 10, HOURLY));
            // The store's first look at its server, beside that claim, shall not meet a server that is gone.
            soon("it does not look", () -> answered(first) >= 2);
            first.close();
            try (TestRedis second = TestRedis.on(first.port())) {
                assertInstanceOf(Answer.Granted.class, claim(store, "b", 10, HOURLY), "on a new connection");
                assertEquals(
                        1,
                        second.tell("DBSIZE")
                                .lines()
                                .filter(line -> line.startsWith(":"))
                                .count());
                second.tell("SCRIPT FLUSH");
                assertInstanceOf(Answer.Granted.class, claim(store, "c", 10, HOURLY), "the script is shown again");
            }
            store.limiter().close();
        }
    }

    /** How many scripts a server has run. */
    private static long answered(TestRedis server) {
        Matcher asked = EVALSHA.matcher(server.tell("INFO commandstats"));
        return asked.find() ? Long.parseLong(asked.group(1)) - Long.parseLong(asked.group(2)) : 0;
    }

    @Test
    void aThreadThatIsInterruptedLeavesNothingReserved() throws Exception {
        proxy.now(Fault.LATE);
        List<Answer> answers = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread thread = Thread.ofVirtual().start(() -> answers.add(claim(closed, "a", 10, HOURLY)));
        soon("it was not asked", () -> !SERVER.tell("EXISTS {aisbf}:1:holds").contains(":0"));
        thread.interrupt();
        thread.join();
        proxy.now(Fault.NONE);

        assertInstanceOf(Answer.Unsure.class, answers.getFirst());
        soon("it is left", () -> fill(neighbour, HOURLY).equals(List.of(new Limiter.Fill(HOURLY, 0, 0))));
    }
}
