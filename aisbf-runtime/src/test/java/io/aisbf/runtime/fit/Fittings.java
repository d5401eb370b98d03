// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.json.JacksonJson;
import java.util.Map;
import java.util.Random;

/** Fittings for tests: they count by the measure alone, so that no vocabulary is loaded. */
public final class Fittings {
    private Fittings() {}

    /** One that condenses nothing. */
    public static Fitting none() {
        return with(Map.of());
    }

    /** One with these methods. */
    public static Fitting with(Map<String, CondensationMethod> methods) {
        Measure measure = new Measure();
        return new Fitting(
                methods, (request, target) -> measure.count(target, request), new JacksonJson(), new Random(1));
    }
}
