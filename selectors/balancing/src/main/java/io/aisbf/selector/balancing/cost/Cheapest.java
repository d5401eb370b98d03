// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.cost;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.selector.balancing.share.Draw;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whoever answers this request for the least money comes first. Which one that is depends on the request: a long
 * prompt goes where input is cheap, a short one where output is. Candidates without a known price come after those with
 * one. Among equals the order is {@linkplain Draw drawn}.
 *
 * <p>The sums only have to be right beside each other, so tokens are guessed by the size of the request instead of
 * being counted, which would cost more than it tells.
 */
final class Cheapest implements SelectionStrategy {
    /** How many bytes of a request come to a token, roughly: four of English text, less its JSON around. */
    private static final int BYTES_A_TOKEN = 4;

    private final int outputTokens;
    private final RandomGenerator random;

    Cheapest(int outputTokens, RandomGenerator random) {
        this.outputTokens = outputTokens;
        this.random = random;
    }

    @Override
    public List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call) {
        List<Candidate> order = new ArrayList<>(Draw.order(candidates, random));
        Usage guess = Usage.of(input(request), output(request));
        order.sort(Comparator.comparing(Draw::lastResort)
                .thenComparingDouble(candidate -> Draw.lastResort(candidate) ? 0 : cost(candidate, guess)));
        return order;
    }

    private static double cost(Candidate candidate, Usage usage) {
        return candidate.standing().price().map(price -> price.of(usage)).orElse(Double.POSITIVE_INFINITY);
    }

    private static long input(ChatRequest request) {
        long bytes = request.wire()
                .map(body -> body.json().slices().stream()
                        .mapToLong(ByteBuffer::remaining)
                        .sum())
                .orElseGet(() -> request.messages().stream()
                        .mapToLong(message -> message.text().length())
                        .sum());
        return bytes / BYTES_A_TOKEN;
    }

    /** What the operator expects, or less where the client allows no more: its limit is seldom reached. */
    private long output(ChatRequest request) {
        try {
            return Math.min(outputTokens, request.sampling().maxTokens().orElse(outputTokens));
        } catch (CallException unreadable) {
            // Whether the request will do is for the candidate to judge; a guess does not depend on it.
            return outputTokens;
        }
    }
}
