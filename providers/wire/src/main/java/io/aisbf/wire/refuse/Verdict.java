// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.Failure;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the row of the table of failures. What the envelope says is wrong counts for more than the status where the
 * two disagree: gateways before the model change statuses, and imitators choose others. What the caller did wrong must
 * never cool anything, however it is told.
 */
final class Verdict {
    /** Statuses for the names that providers give to their failures; the first that is contained counts. */
    private static final Map<String, Integer> BY_NAME = Map.ofEntries(
            Map.entry("rate_limit", 429),
            Map.entry("too_many_requests", 429),
            Map.entry("resource_exhausted", 429),
            Map.entry("throttling", 429),
            Map.entry("overloaded", 529),
            Map.entry("unavailable", 503),
            Map.entry("slow_down", 503),
            Map.entry("authentication", 401),
            Map.entry("unauthenticated", 401),
            Map.entry("permission", 403),
            Map.entry("not_found", 404),
            Map.entry("request_too_large", 413),
            Map.entry("deadline_exceeded", 504),
            Map.entry("timeout", 504),
            Map.entry("invalid_", 400),
            Map.entry("badrequest", 400));

    private final int status;
    private final Refusal refusal;
    private final Call call;

    private Verdict(int status, Refusal refusal, Call call) {
        this.status = status;
        this.refusal = refusal;
        this.call = call;
    }

    /**
     * The row for a reply of that status.
     *
     * @param page whether a page for people came where an envelope is due
     */
    static Failure of(int status, Refusal refusal, boolean page, Call call) {
        Verdict verdict = new Verdict(status, refusal, call);
        return status < 400 || status > 599
                ? Failure.MALFORMED_REPLY
                : verdict.bySubject().orElseGet(() -> verdict.byStatus(page));
    }

    /** The row for a failure that came with a status of success. */
    static Failure within(Refusal refusal, Call call) {
        int status = status(refusal);
        Verdict verdict = new Verdict(status, refusal, call);
        return verdict.bySubject().orElseGet(() -> verdict.byStatus(false));
    }

    /** The status that should have come: that of the code, or of the name; 500 where neither says anything. */
    static int status(Refusal refusal) {
        String names = refusal.names();
        return refusal.status()
                .orElseGet(() -> BY_NAME.entrySet().stream()
                        .filter(entry -> names.contains(entry.getKey()))
                        // A name may hold two of the words ("invalid_request_error: rate_limit"): the one that waits
                        // counts.
                        .max((one, other) -> Integer.compare(one.getValue(), other.getValue()))
                        .map(Map.Entry::getValue)
                        .orElse(500));
    }

    /** What is said so clearly that the status does not matter. */
    private Optional<Failure> bySubject() {
        if (Subject.TOO_LONG.isOf(refusal)) {
            return Optional.of(Failure.CONTEXT_TOO_LONG);
        }
        if (Subject.CONTENT.isOf(refusal)) {
            return Optional.of(Failure.CONTENT_REFUSED);
        }
        if (Subject.NO_MONEY.isOf(refusal)) {
            return Optional.of(Failure.QUOTA_EXHAUSTED);
        }
        if (Subject.WRONG_KEY.isOf(refusal)) {
            return Optional.of(keyRefused());
        }
        if (Subject.UNSUPPORTED.isOf(refusal)) {
            return Optional.of(Failure.CANNOT_CARRY);
        }
        if (Subject.MODEL.isOf(refusal)) {
            return Optional.of(Failure.UNKNOWN_MODEL);
        }
        return Subject.OVERLOAD.isOf(refusal) ? Optional.of(Failure.OVERLOADED) : Optional.empty();
    }

    private Failure byStatus(boolean page) {
        return switch (status) {
            case 400, 422 -> badRequest();
            case 401 -> keyRefused();
            case 402 -> Failure.QUOTA_EXHAUSTED;
            case 403 -> forbidden(page);
            case 404 -> notFound();
            case 410 -> Failure.UNKNOWN_MODEL;
            case 409 -> Subject.isCallersReference(refusal) ? Failure.INVALID_REQUEST : Failure.PROVIDER_FAILED;
            case 413 -> Failure.REQUEST_TOO_LARGE;
            case 424, 425, 499 -> Failure.PROVIDER_FAILED;
            case 429 -> Failure.RATE_LIMITED;
            case 408, 504, 524 -> Failure.TIMED_OUT;
            case 498, 503, 529 -> Failure.OVERLOADED;
            // Cloudflare's: it did not reach the provider itself, so nothing was sent there.
            case 521, 522, 523, 525, 526, 530 -> Failure.UNREACHABLE;
            // Not implemented: asking once more changes nothing.
            case 501 -> Failure.MALFORMED_REPLY;
            default -> status >= 500 ? Failure.PROVIDER_FAILED : Failure.MALFORMED_REPLY;
        };
    }

    private Failure badRequest() {
        boolean busy = refusal.named("rate_limit") || refusal.named("throttling");
        return busy ? Failure.RATE_LIMITED : Failure.INVALID_REQUEST;
    }

    /** A wall before the provider answers with a page; what the caller has no right to see is the caller's own. */
    private Failure forbidden(boolean page) {
        if (page) {
            return Failure.PROVIDER_FAILED;
        }
        if (Subject.isCallersReference(refusal)) {
            return Failure.INVALID_REQUEST;
        }
        String names = refusal.names();
        return names.contains("rate_limit") || names.contains("ratelimitexceeded")
                ? Failure.RATE_LIMITED
                : keyRefused();
    }

    /** Either the model is not there, or something the caller named, or the very path: the endpoint is wrong then. */
    private Failure notFound() {
        if (Subject.isCallersReference(refusal)) {
            return Failure.INVALID_REQUEST;
        }
        return Subject.PATH.isOf(refusal) ? Failure.MALFORMED_REPLY : Failure.UNKNOWN_MODEL;
    }

    /** The key that was passed on for the client is the client's to mend; the configured one is not. */
    private Failure keyRefused() {
        return call.client().key().isPresent() ? Failure.UNAUTHENTICATED : Failure.KEY_REFUSED;
    }

    /** Whether a body is a page for people: what walls and proxies answer with in the provider's place. */
    static boolean isPage(Optional<String> contentType, String body) {
        return body.stripLeading().startsWith("<")
                || (!body.isBlank()
                        && contentType
                                .filter(type -> type.toLowerCase(Locale.ROOT).contains("html"))
                                .isPresent());
    }
}
