// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.bounds;

import io.aisbf.runtime.config.tree.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a provider one of whose rate limits does not allow another call. */
public enum OnLimit {
    /** As 0.3.2: the whole provider is left alone for the limit's minute, hour or day. */
    PROVIDER,
    /** Only the model is passed over, and only until there is room for the call again. */
    MODEL;

    private static final String KEY = "on_limit";
    private static final List<String> WORDS =
            Arrays.stream(values()).map(OnLimit::word).toList();

    /** Reads {@code on_limit} of a map. */
    static Optional<OnLimit> read(Part part) {
        return part.text(KEY).flatMap(word -> {
            Optional<OnLimit> known = Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
            if (known.isEmpty()) {
                part.wrong(KEY, String.join(" or ", WORDS) + " is wanted, found '" + word + "'");
            }
            return known;
        });
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
