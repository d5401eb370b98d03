// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.condensation;

import java.util.List;

/**
 * What bodies cost at a provider that caches prompts: what is byte for byte the beginning of the body before costs a
 * tenth, everything else five quarters; in bytes.
 *
 * @param cost of all
 * @param stable how much of the bodies before was found again, of those that had to be the same
 */
record Bill(double cost, double stable) {
    private static final double READ = 0.1;
    private static final double WRITE = 1.25;

    /** One body and how often the conversation had been cut by then. */
    record Sent(String body, int epoch) {}

    static Bill of(List<Sent> all) {
        double cost = 0;
        long cacheable = 0;
        long found = 0;
        Sent before = new Sent("", 0);
        for (Sent sent : all) {
            int same = same(before.body(), sent.body());
            cost += same * READ + (sent.body().length() - same) * WRITE;
            if (sent.epoch() == before.epoch()) {
                cacheable += before.body().length();
                found += same;
            }
            before = sent;
        }
        return new Bill(cost, (double) found / cacheable);
    }

    private static int same(String one, String other) {
        int most = Math.min(one.length(), other.length());
        for (int i = 0; i < most; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i;
            }
        }
        return most;
    }
}
