// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.call;

/**
 * Every way in which a call can fail, and what follows from it: the one table that decides the client's HTTP status,
 * whether the next candidate is tried, who is to blame, whether the same candidate may be asked again, and what cools
 * down.
 *
 * <p>Providers and wire formats choose the row, the gateway does the rest; nobody decides by status codes or messages a
 * second time.
 */
public enum Failure {
    //                      status  at fault        next   same   cools
    /** The request is malformed or asks for what the model refuses; asking elsewhere or again is no use. */
    INVALID_REQUEST(400, Fault.CALLER, false, false, Cools.NOTHING),
    /** The candidate's protocol has no words for something the request cannot do without; another's may have. */
    CANNOT_CARRY(400, Fault.CALLER, true, false, Cools.NOTHING),
    /** The prompt does not fit the model; one with a larger context may take it. */
    CONTEXT_TOO_LONG(400, Fault.CALLER, true, false, Cools.NOTHING),
    /** A provider's safety system refused the content. */
    CONTENT_REFUSED(400, Fault.CALLER, false, false, Cools.NOTHING),
    /** The caller showed no key or a wrong one. */
    UNAUTHENTICATED(401, Fault.CALLER, false, false, Cools.NOTHING),
    /** A budget that the operator has set is spent; it fills up with the calendar and not in a moment. */
    BUDGET_SPENT(402, Fault.NOBODY, true, false, Cools.NOTHING),
    /** The caller may not do this. */
    FORBIDDEN(403, Fault.CALLER, false, false, Cools.NOTHING),
    /** Nothing lives at that path. */
    UNKNOWN_PATH(404, Fault.CALLER, false, false, Cools.NOTHING),
    /** The name the caller asked for is none of this gateway's. */
    UNKNOWN_TARGET(404, Fault.CALLER, false, false, Cools.NOTHING),
    /** The provider does not know its model. */
    UNKNOWN_MODEL(404, Fault.MODEL, true, false, Cools.MODEL),
    /** The path is right and the method is not. */
    METHOD_NOT_ALLOWED(405, Fault.CALLER, false, false, Cools.NOTHING),
    /** The request did not arrive in time. */
    REQUEST_TIMED_OUT(408, Fault.CALLER, false, false, Cools.NOTHING),
    /** The body is larger than the gateway takes. */
    REQUEST_TOO_LARGE(413, Fault.CALLER, false, false, Cools.NOTHING),
    /** The body is not of a content type that is understood here. */
    UNSUPPORTED_MEDIA_TYPE(415, Fault.CALLER, false, false, Cools.NOTHING),
    /** Too many requests or tokens for this key and now; another key or model may answer. */
    RATE_LIMITED(429, Fault.KEY, true, false, Cools.KEY_FOR_MODEL),
    /** The account behind the key has nothing left to spend; waiting a minute does not help. */
    QUOTA_EXHAUSTED(429, Fault.KEY, true, false, Cools.KEY),
    /** The caller left before the answer was complete; nobody reads this status but the log. */
    CALLER_GONE(499, Fault.CALLER, false, false, Cools.NOTHING),
    /** Something inside the gateway broke. */
    INTERNAL(500, Fault.NOBODY, false, false, Cools.NOTHING),
    /** A plugin threw something that is no failure of a call, or returned nonsense. */
    PLUGIN_FAILED(502, Fault.PROVIDER, true, false, Cools.MODEL_BY_STRIKES),
    /** The provider refused the key that the operator configured; the caller's own key is not at fault. */
    KEY_REFUSED(502, Fault.KEY, true, false, Cools.KEY),
    /** No connection came about; nothing was sent. */
    UNREACHABLE(502, Fault.PROVIDER, true, true, Cools.PROVIDER_BY_STRIKES),
    /** The answer broke off, or is not what the protocol allows. */
    MALFORMED_REPLY(502, Fault.PROVIDER, true, false, Cools.MODEL_BY_STRIKES),
    /** The provider says that it broke. */
    PROVIDER_FAILED(502, Fault.PROVIDER, true, true, Cools.MODEL_BY_STRIKES),
    /** The provider, or the gateway, has too much to do. */
    OVERLOADED(503, Fault.PROVIDER, true, true, Cools.MODEL_BY_STRIKES),
    /** The target is configured but cannot be asked: no key, no plugin, or everything behind it is cooling down. */
    UNAVAILABLE(503, Fault.NOBODY, true, false, Cools.NOTHING),
    /** A deadline passed: connecting, first byte, silence in between, or the whole call. */
    TIMED_OUT(504, Fault.PROVIDER, true, false, Cools.MODEL_BY_STRIKES);

    private final int status;
    private final Fault fault;
    private final boolean tryNext;
    private final boolean trySame;
    private final Cools cools;

    Failure(int status, Fault fault, boolean tryNext, boolean trySame, Cools cools) {
        this.status = status;
        this.fault = fault;
        this.tryNext = tryNext;
        this.trySame = trySame;
        this.cools = cools;
    }

    /** Who is to blame for a failure. */
    public enum Fault {
        /** Bad luck. */
        NOBODY,
        /** The request: nothing cools down. */
        CALLER,
        /** The key the provider was asked with. */
        KEY,
        /** The one model. */
        MODEL,
        /** The provider as a whole. */
        PROVIDER
    }

    /**
     * What is left alone for a while after a failure. How long, the provider says ({@link
     * CallException.Details#retryAfter}); where it says nothing, the gateway's configuration does.
     */
    public enum Cools {
        /** Nothing: the fault lies elsewhere. */
        NOTHING,
        /** The key, for every model, at once. */
        KEY,
        /** The key, for this model alone, at once. */
        KEY_FOR_MODEL,
        /** The model, with every key, at once. */
        MODEL,
        /** The model, with every key, after several failures in a row; at once where the provider names a time. */
        MODEL_BY_STRIKES,
        /** The provider with all of its models, after several failures in a row. */
        PROVIDER_BY_STRIKES
    }

    /** The HTTP status the client gets; a wire format may map it to another of its own protocol. */
    public int status() {
        return status;
    }

    /** Who is to blame. */
    public Fault fault() {
        return fault;
    }

    /** Whether another candidate may succeed where this one failed. */
    public boolean tryNext() {
        return tryNext;
    }

    /** Whether the very same candidate may succeed a moment later. */
    public boolean trySame() {
        return trySame;
    }

    /** What is left alone for a while after it. */
    public Cools cools() {
        return cools;
    }
}
