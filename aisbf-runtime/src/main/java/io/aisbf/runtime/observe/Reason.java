// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.call.CallException;

/** What the operator is told of a failure, in the request log, the decision trail and {@code /api/calls}. */
public final class Reason {
    private static final int LONGEST = 500;

    private Reason() {}

    /** The reason in words: never a provider's own, which may repeat what the client sent, and never endless. */
    public static String of(CallException failure) {
        return failure.details()
                .upstream()
                .map(upstream -> "the provider answered " + upstream.status())
                .orElseGet(() -> cut(failure.getMessage(), LONGEST));
    }

    /** A text of bounded length; one that was longer ends in dots. */
    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }
}
