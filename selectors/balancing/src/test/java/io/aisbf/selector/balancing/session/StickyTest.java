// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.session;

import static io.aisbf.selector.balancing.Given.candidates;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SessionKey;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.selector.balancing.Given;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sessions named by a header. */
class StickyTest {
    private static final int SESSIONS = 200_000;

    private final Sticky sticky = new Sticky(new SessionKey("x-session-id"), new Random(1));

    @Test
    void refusesAHeaderThatCannotBeOne() {
        SettingsException refusal = assertThrows(
                SettingsException.class,
                () -> new StickyFactory()
                        .create(MapSettings.of(Map.of("header", "my session")), FixedContext.of(new PlainJson())));
        assertEquals(
                "test.header: 'my session' is not the name of a header; write one such as x-session-id",
                refusal.getMessage());
    }

    @Test
    void aSessionStaysWhereItIs() {
        for (int session = 0; session < 100; session++) {
            String order = order(session, candidates(1, 2, 3));
            for (int turn = 0; turn < 10; turn++) {
                assertEquals(order, order(session, candidates(1, 2, 3)));
            }
        }
    }

    @Test
    void anotherGatewayFindsTheSameOrderWhateverTheOrderOfItsFile() {
        Sticky other = new Sticky(new SessionKey("x-session-id"), new Random(2));
        for (int session = 0; session < 1000; session++) {
            assertEquals(
                    names(sticky.rank(Given.REQUEST, candidates(1, 2, 3), call(session))),
                    names(other.rank(Given.REQUEST, candidates(1, 2, 3).reversed(), call(session))));
        }
    }

    @Test
    void removingOneMovesOnlyItsSessions() {
        List<Candidate> all = candidates(1, 2, 3, 4);
        for (int gone = 0; gone < all.size(); gone++) {
            String removed = all.get(gone).target();
            List<Candidate> left =
                    all.stream().filter(one -> !one.target().equals(removed)).toList();
            for (int session = 0; session < 5000; session++) {
                List<Candidate> before = sticky.rank(Given.REQUEST, all, call(session));
                Candidate due = before.getFirst().target().equals(removed) ? before.get(1) : before.getFirst();
                assertEquals(
                        due, sticky.rank(Given.REQUEST, left, call(session)).getFirst());
            }
        }
    }

    @Test
    void sharesFollowTheWeights() {
        int[] counts = new int[3];
        for (int session = 0; session < SESSIONS; session++) {
            counts[first(session, candidates(5, 3, 2))]++;
        }
        for (int i = 0; i < 3; i++) {
            double share = new double[] {0.5, 0.3, 0.2}[i];
            assertEquals(1, counts[i] / (share * SESSIONS), 0.02, () -> Arrays.toString(counts));
        }
    }

    @Test
    void theSessionsOfTheOneThatIsLostGoToTheOthersByWeight() {
        int[] counts = new int[4];
        int lost = 0;
        for (int session = 0; session < SESSIONS; session++) {
            List<Candidate> ranked = sticky.rank(Given.REQUEST, candidates(4, 3, 2, 1), call(session));
            if (ranked.getFirst().target().equals("c0")) {
                lost++;
                counts[number(ranked.get(1).target())]++;
            }
        }
        for (int i = 1; i < 4; i++) {
            assertEquals((4 - i) / 6.0, counts[i] / (double) lost, 0.01, Arrays.toString(counts));
        }
    }

    @Test
    void aHeavierWeightMovesSessionsOnlyTowardsIt() {
        int moved = 0;
        for (int session = 0; session < 20_000; session++) {
            int before = first(session, candidates(1, 1, 1));
            int after = first(session, candidates(1, 1, 2));
            assertTrue(after == before || after == 2, "session " + session + " moved to c" + after);
            moved += after == before ? 0 : 1;
        }
        assertEquals(20_000 * (2 / 4.0 - 1 / 3.0), moved, 200);
    }

    @Test
    void weightZeroComesLast() {
        for (int session = 0; session < 1000; session++) {
            assertTrue(order(session, candidates(0, 1, 1)).endsWith("c0"));
        }
    }

    @Test
    void requestsOfNoSessionAreDrawnByWeight() {
        int toTheFirst = 0;
        for (int draw = 0; draw < 40_000; draw++) {
            toTheFirst += number(sticky.rank(Given.REQUEST, candidates(3, 1), Given.call())
                                    .getFirst()
                                    .target())
                            == 0
                    ? 1
                    : 0;
        }
        assertEquals(30_000, toTheFirst, 400);
    }

    private int first(int session, List<Candidate> candidates) {
        return number(
                sticky.rank(Given.REQUEST, candidates, call(session)).getFirst().target());
    }

    private String order(int session, List<Candidate> candidates) {
        return names(sticky.rank(Given.REQUEST, candidates, call(session)));
    }

    private static String names(List<Candidate> ranked) {
        return String.join("", ranked.stream().map(Candidate::target).toList());
    }

    private static int number(String target) {
        return Integer.parseInt(target.substring(1));
    }

    private static Call call(int session) {
        Call.Client client = new Call.Client(
                name -> Stream.of("session-" + session)
                        .filter(_ -> name.equals("x-session-id"))
                        .findFirst(),
                Optional.empty());
        return Call.start("test", client, Duration.ofMinutes(1), System::nanoTime);
    }
}
