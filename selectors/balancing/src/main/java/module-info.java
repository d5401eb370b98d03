// SPDX-License-Identifier: GPL-3.0-or-later
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.selector.balancing.cost.CheapestFactory;
import io.aisbf.selector.balancing.load.LeastBusyFactory;
import io.aisbf.selector.balancing.load.LeastLatencyFactory;
import io.aisbf.selector.balancing.session.StickyFactory;
import io.aisbf.selector.balancing.share.PriorityFactory;
import io.aisbf.selector.balancing.share.RoundRobinFactory;
import io.aisbf.selector.balancing.share.WeightedFactory;

/**
 * The selection strategies that look at what everybody knows of a candidate: its weight, its place in the file, what it
 * is doing, how fast it was, what it charges, and who asks.
 */
module io.aisbf.selector.balancing {
    requires io.aisbf.api;

    provides SelectionStrategyFactory with
            WeightedFactory,
            PriorityFactory,
            RoundRobinFactory,
            LeastBusyFactory,
            LeastLatencyFactory,
            CheapestFactory,
            StickyFactory;
}
