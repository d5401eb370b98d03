// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What came back, read out of an SDK's objects.
 *
 * @param cached empty where the SDK or the protocol does not tell
 */
record Answer(
        String text, String thinking, List<Called> calls, Finish finish, long input, long output, OptionalLong cached) {

    /** A tool that is to be called. */
    record Called(String name, Map<String, Object> arguments) {}

    /** Why the answer ended. */
    enum Finish {
        STOP,
        LENGTH,
        TOOLS,
        OTHER
    }
}
