// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import static io.aisbf.selector.balancing.Given.candidates;
import static io.aisbf.selector.balancing.Given.first;
import static io.aisbf.selector.balancing.Given.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.selector.balancing.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastBusyTest {
    private final LeastBusy leastBusy = new LeastBusy(new Random(1));

    @Test
    void whoHasLessToDoComesFirst() throws Exception {
        assertEquals("c2c0c1", order(leastBusy, busy(candidates(1, 1, 1), 3, 7, 0)));
    }

    @Test
    void weightsSayHowMuchIsMuch() throws Exception {
        assertEquals("c1c0", order(leastBusy, busy(candidates(1, 4), 2, 7)));
        assertEquals("c0c1", order(leastBusy, busy(candidates(1, 4), 2, 9)));
    }

    @Test
    void weightZeroComesLastHoweverIdle() throws Exception {
        assertEquals("c2c0c1", order(leastBusy, busy(candidates(0, 0, 1), 9, 0, 100)));
    }

    @Test
    void aGatewayWithLittleToDoSharesItsCallsByWeight() throws Exception {
        int toTheFirst = 0;
        for (int draw = 0; draw < 40_000; draw++) {
            toTheFirst += first(leastBusy, candidates(3, 1)).equals("c0") ? 1 : 0;
        }
        assertEquals(30_000, toTheFirst, 400);
    }

    @Test
    void underLoadTheCallsUnderWayAreInProportionToTheWeights() throws Exception {
        int[] underWay = new int[3];
        Random ends = new Random(2);
        for (int arrival = 0; arrival < 10_000; arrival++) {
            underWay[number(first(leastBusy, busy(candidates(5, 3, 2), underWay)))]++;
            if (arrival >= 200) {
                end(underWay, ends);
            }
        }
        assertEquals(100, underWay[0], 3, Arrays.toString(underWay));
        assertEquals(60, underWay[1], 3, Arrays.toString(underWay));
        assertEquals(40, underWay[2], 3, Arrays.toString(underWay));
    }

    /** One of all calls under way ends, whichever. */
    private static void end(int[] underWay, Random random) {
        int which = random.nextInt(Arrays.stream(underWay).sum());
        int candidate = 0;
        while (which >= underWay[candidate]) {
            which -= underWay[candidate];
            candidate++;
        }
        underWay[candidate]--;
    }

    private static int number(String target) {
        return Integer.parseInt(target.substring(1));
    }

    private static List<Candidate> busy(List<Candidate> candidates, int... underWay) {
        List<Candidate> busy = new ArrayList<>();
        for (Candidate candidate : candidates) {
            busy.add(Given.busy(candidate, underWay[busy.size()]));
        }
        return busy;
    }
}
