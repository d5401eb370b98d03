// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.session;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SessionKey;
import io.aisbf.api.select.StableHash;
import io.aisbf.selector.balancing.share.Draw;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * The same session goes to the same candidate as long as that one is there, so that the provider finds the beginning of
 * the conversation in its prompt cache instead of charging for it anew; sessions are shared out by weight.
 *
 * <p>Nothing is remembered: each candidate gets a score for each session, made of both their names, and the highest
 * score wins (D. G. Thaler and C. V. Ravishankar, Using name-based mappings to increase hit rates, IEEE/ACM Transactions
 * on Networking 6(1), 1998). When a candidate is lost, only its own sessions move, each to its second best, and they
 * come back with it; another gateway, or this one after a restart, finds the same order. With {@code h} between 0 and 1
 * made of the names and {@code w} the weight, the score {@code -w / ln(h)} gives shares in proportion to the weights; by
 * falling scores is the order that {@link Draw} makes of {@code -ln(h)}.
 *
 * <p>A request that tells no session is drawn at random.
 */
final class Sticky implements SelectionStrategy {
    private final SessionKey key;
    private final RandomGenerator random;

    Sticky(SessionKey key, RandomGenerator random) {
        this.key = key;
        this.random = random;
    }

    @Override
    public List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call) {
        OptionalLong session = key.of(request, call);
        return session.isEmpty()
                ? Draw.order(candidates, random)
                : Draw.order(candidates, candidate -> exponential(session.getAsLong(), candidate));
    }

    private static double exponential(long session, Candidate candidate) {
        return -Math.log(StableHash.fraction(StableHash.both(session, StableHash.of(candidate.target()))));
    }
}
