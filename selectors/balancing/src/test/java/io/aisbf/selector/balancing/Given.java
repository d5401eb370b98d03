// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.Price;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the tests of strategies begin with. */
public final class Given {
    /** A question without words. */
    public static final ChatRequest REQUEST = ChatRequest.of("rotation/test", List.of());

    private Given() {}

    /** Candidates c0, c1 and so on, of these weights. */
    public static List<Candidate> candidates(double... weights) {
        List<Candidate> candidates = new ArrayList<>();
        for (double weight : weights) {
            candidates.add(new Candidate("c" + candidates.size(), weight, ""));
        }
        return candidates;
    }

    /** That candidate, with so many calls under way. */
    public static Candidate busy(Candidate candidate, int underWay) {
        return new Candidate(
                candidate.target(),
                candidate.weight(),
                candidate.description(),
                new Standing(underWay, OptionalLong.empty(), Optional.empty()));
    }

    /** That candidate, charging this for a million tokens. */
    public static Candidate priced(Candidate candidate, double input, double output) {
        return new Candidate(
                candidate.target(),
                candidate.weight(),
                candidate.description(),
                new Standing(0, OptionalLong.empty(), Optional.of(new Price(input, input / 10, output))));
    }

    /** A call of nobody in particular. */
    public static Call call() {
        return Call.start("test", Duration.ofMinutes(1));
    }

    /** Who is tried first. */
    public static String first(SelectionStrategy strategy, List<Candidate> candidates) throws Exception {
        return strategy.rank(REQUEST, candidates, call()).getFirst().target();
    }

    /** All in the order of trying, such as {@code c1c0c2}. */
    public static String order(SelectionStrategy strategy, List<Candidate> candidates) throws Exception {
        StringBuilder order = new StringBuilder();
        strategy.rank(REQUEST, candidates, call()).forEach(candidate -> order.append(candidate.target()));
        return order.toString();
    }
}
