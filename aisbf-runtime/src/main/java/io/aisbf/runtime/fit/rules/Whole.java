// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit.rules;

import io.aisbf.api.chat.ChatRequest;
import java.util.Optional;

/**
 * Which requests must be asked as a whole: split, they would be another question. For these {@code max_request_tokens}
 * is a bound like the model's context, and the conversation is condensed until it is kept. Stateless.
 */
public final class Whole {
    /** Where what stands beside the longest text takes more than three quarters, there is no room for parts of it. */
    private static final int ROOM = 4;

    private Whole() {}

    /** Why a request cannot be split, in words; empty where it can. */
    public static Optional<String> because(ChatRequest request) {
        if (!request.tools().isEmpty()) {
            return Optional.of("a request with tools cannot be split");
        }
        if (request.options().shape().isPresent()) {
            return Optional.of("a request for JSON cannot be split");
        }
        return request.sampling().choices().orElse(1) > 1
                ? Optional.of("a request for several answers cannot be split")
                : Optional.empty();
    }

    /**
     * Whether there is too little room for parts of a text.
     *
     * @param beside tokens of what is said with every part
     * @param most tokens that one request may have
     */
    public static boolean crowded(long beside, long most) {
        return most - beside < most / ROOM;
    }
}
