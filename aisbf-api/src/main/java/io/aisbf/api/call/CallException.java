// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.call;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a call did not get its answer. {@link Failure} is all that failover, cooldown and the client's status look at;
 * the message goes to the client and must say what was found and what to do, and must hold no key and no prompt.
 *
 * <p>Thrown by providers, wire formats and the gateway itself. Anything else that a plugin throws is booked as {@link
 * Failure#PLUGIN_FAILED} in the plugin's name.
 */
public final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final String message;
    private final transient Details details;

    /** A failure with a sentence for the client. */
    public CallException(Failure failure, String message) {
        this(failure, message, Details.NONE);
    }

    /** A failure with a sentence for the client, and what brought it about, for the log. */
    public CallException(Failure failure, String message, Throwable cause) {
        this(failure, message, Details.NONE);
        initCause(cause);
    }

    /** A failure with a sentence for the client and what else is known. */
    public CallException(Failure failure, String message, Details details) {
        super(message);
        this.failure = failure;
        this.message = message;
        this.details = details;
    }

    /**
     * What else is known of a failure.
     *
     * @param member the member of the request that is wrong, as a path such as {@code messages[2].content}
     * @param code a machine-readable word, such as {@code context_length_exceeded}, that clients look for
     * @param retryAfter how long to wait before asking again, as the provider put it
     * @param upstream what the provider answered, if it answered
     */
    public record Details(
            Optional<String> member,
            Optional<String> code,
            Optional<Duration> retryAfter,
            Optional<Upstream> upstream) {
        /** Nothing else is known. */
        public static final Details NONE =
                new Details(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** These details, and the member at fault. */
        public Details withMember(String name) {
            return new Details(Optional.of(name), code, retryAfter, upstream);
        }

        /** These details, and a word that clients look for. */
        public Details withCode(String word) {
            return new Details(member, Optional.of(word), retryAfter, upstream);
        }

        /** These details, and how long to wait. */
        public Details withRetryAfter(Duration wait) {
            return new Details(member, code, Optional.of(wait), upstream);
        }

        /** These details, and what the provider answered. */
        public Details withUpstream(int status, String body) {
            return new Details(member, code, retryAfter, Optional.of(new Upstream(status, body)));
        }
    }

    /**
     * What a provider answered when it refused.
     *
     * @param status the HTTP status
     * @param body the beginning of the body, for the operator; never passed on to a client as it is
     */
    public record Upstream(int status, String body) {}

    /** The sentence for the client. */
    @Override
    public String getMessage() {
        return message;
    }

    /** The row of the table. */
    public Failure failure() {
        return failure;
    }

    /** What else is known. */
    public Details details() {
        return details;
    }
}
