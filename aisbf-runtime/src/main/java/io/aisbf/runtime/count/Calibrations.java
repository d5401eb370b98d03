// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import java.util.LinkedHashMap;
import java.util.Map;

/** The calibrations of the thousand models that were asked last. Called from many threads; nothing is done for long. */
final class Calibrations {
    private static final int MOST = 1000;

    private final Map<Key, Calibration> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Calibration> eldest) {
            return size() > MOST;
        }
    };

    private record Key(String providerType, String model) {}

    /** What is known of a model. */
    synchronized Calibration of(String providerType, String model) {
        return known.getOrDefault(new Key(providerType, model), Calibration.NONE);
    }

    /** Takes in one more answer. */
    synchronized void learn(String providerType, String model, long estimated, long counted) {
        Key key = new Key(providerType, model);
        known.put(key, known.getOrDefault(key, Calibration.NONE).with(estimated, counted));
    }

    /** Of how many models something is known. */
    synchronized int size() {
        return known.size();
    }
}
