// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.CallException.Details;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses the row of the table of failures for what an upstream answered instead of an answer. The status decides,
 * unless the envelope says more exactly what is wrong. Stateless; any thread.
 */
public final class UpstreamFailure {
    private static final int BODY_LIMIT = 64 * 1024;
    private static final int KEPT = 2048;
    /** Google names the limits that were met: one that counts by the day is not free again in a moment. */
    private static final Pattern PER_DAY = Pattern.compile("\"quotaId\"\\s*:\\s*\"[^\"]*PerDay");

    private static final Set<Failure> PROVIDERS_WORDS = Set.of(
            Failure.INVALID_REQUEST, Failure.CONTEXT_TOO_LONG, Failure.CONTENT_REFUSED, Failure.REQUEST_TOO_LARGE);

    private final Json json;
    private final InstantSource clock;

    /** Reads envelopes with this JSON, and dates by this clock. */
    public UpstreamFailure(Json json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    /** What a reply means whose status is not one of success. Reads its body; closing it stays with the caller. */
    public CallException of(Upstream.Reply reply, Call call) {
        String body = body(reply);
        Refusal refusal = Refusal.read(json, body);
        boolean spent = reply.status() == 429 && PER_DAY.matcher(body).find();
        Failure failure = spent ? Failure.QUOTA_EXHAUSTED : byStatus(reply.status(), refusal, call);
        Details details = details(refusal, failure, reply.status(), body);
        return exception(
                failure,
                reply.status(),
                refusal,
                RetryAfter.of(reply, body, clock.instant())
                        .map(details::withRetryAfter)
                        .orElse(details));
    }

    /** What a failure means that came where the answer, or the rest of it, should have come: with HTTP status 200. */
    public CallException within(RawJson answer, Call call) {
        Refusal refusal = Refusal.read(json, answer);
        int status = refusal.status().orElse(200);
        Failure failure = status == 200 ? byName(refusal, call) : byStatus(status, refusal, call);
        return exception(failure, status, refusal, details(refusal, failure, status, answer.toString()));
    }

    private static Failure byStatus(int status, Refusal refusal, Call call) {
        return switch (status) {
            case 400, 422 -> badRequest(refusal, call);
            case 401 -> keyRefused(call);
            case 402 -> Failure.QUOTA_EXHAUSTED;
            case 403 ->
                refusal.noMoney()
                        ? Failure.QUOTA_EXHAUSTED
                        : refusal.contentRefused() ? Failure.CONTENT_REFUSED : keyRefused(call);
            case 404 -> Failure.UNKNOWN_MODEL;
            case 408 -> Failure.TIMED_OUT;
            case 413 -> refusal.tooLong() ? Failure.CONTEXT_TOO_LONG : Failure.REQUEST_TOO_LARGE;
            case 429 -> refusal.noMoney() ? Failure.QUOTA_EXHAUSTED : Failure.RATE_LIMITED;
            case 498, 503, 529 -> Failure.OVERLOADED;
            default -> status == 409 || status >= 500 ? Failure.PROVIDER_FAILED : Failure.MALFORMED_REPLY;
        };
    }

    private static Failure badRequest(Refusal refusal, Call call) {
        if (refusal.tooLong()) {
            return Failure.CONTEXT_TOO_LONG;
        }
        if (refusal.contentRefused()) {
            return Failure.CONTENT_REFUSED;
        }
        if (refusal.noMoney()) {
            return Failure.QUOTA_EXHAUSTED;
        }
        if (refusal.wrongKey()) {
            return keyRefused(call);
        }
        return refusal.named("model_not_found") ? Failure.UNKNOWN_MODEL : Failure.INVALID_REQUEST;
    }

    private static Failure byName(Refusal refusal, Call call) {
        if (refusal.named("rate_limit") || refusal.named("too_many_requests") || refusal.named("resource_exhausted")) {
            return refusal.noMoney() ? Failure.QUOTA_EXHAUSTED : Failure.RATE_LIMITED;
        }
        if (refusal.named("overloaded") || refusal.named("unavailable")) {
            return Failure.OVERLOADED;
        }
        if (refusal.named("authentication") || refusal.named("permission")) {
            return keyRefused(call);
        }
        Failure failure = badRequest(refusal, call);
        boolean callers = refusal.named("invalid_request") || refusal.named("badrequest");
        return failure != Failure.INVALID_REQUEST || callers ? failure : Failure.PROVIDER_FAILED;
    }

    /** The key that was passed on for the client is the client's to mend; the configured one is not. */
    private static Failure keyRefused(Call call) {
        return call.client().key().isPresent() ? Failure.UNAUTHENTICATED : Failure.KEY_REFUSED;
    }

    private static Details details(Refusal refusal, Failure failure, int status, String body) {
        Details details = Details.NONE.withUpstream(status, Redaction.of(body, KEPT));
        if (failure == Failure.CONTEXT_TOO_LONG) {
            details = details.withCode("context_length_exceeded");
        } else if (PROVIDERS_WORDS.contains(failure) && refusal.code().isPresent()) {
            details = details.withCode(Redaction.of(refusal.code().get(), 100));
        }
        return PROVIDERS_WORDS.contains(failure) && refusal.param().isPresent()
                ? details.withMember(Redaction.of(refusal.param().get(), 200))
                : details;
    }

    private static CallException exception(Failure failure, int status, Refusal refusal, Details details) {
        Optional<String> words = refusal.message();
        if (PROVIDERS_WORDS.contains(failure) && words.isPresent()) {
            return new CallException(failure, words.get(), details);
        }
        String found = (status == 200 ? "" : " (HTTP " + status + ")")
                + words.map(said -> ": " + said).orElse("");
        return new CallException(failure, sentence(failure, status) + found, details);
    }

    private static String sentence(Failure failure, int status) {
        return switch (failure) {
            case KEY_REFUSED -> "The provider refused the key it is configured with; its operator must set another one";
            case UNAUTHENTICATED -> "The provider refused the key that you sent; send a valid one";
            case QUOTA_EXHAUSTED -> "The provider's account has nothing left to spend; its operator must top it up";
            case RATE_LIMITED -> "The provider is asked too often at the moment; try again later";
            case UNKNOWN_MODEL -> "The provider does not know this model";
            case OVERLOADED -> "The provider has too much to do at the moment";
            case TIMED_OUT -> "The provider gave up waiting";
            case PROVIDER_FAILED -> "The provider failed";
            case MALFORMED_REPLY ->
                status / 100 == 3
                        ? "The provider redirects elsewhere instead of answering; its operator must correct the"
                                + " endpoint"
                        : "The provider's answer is not one of this protocol";
            default -> "The provider refused the request";
        };
    }

    /** As much of the body as can be had; a failure that cannot be read to its end is one all the same. */
    private static String body(Upstream.Reply reply) {
        try {
            return new String(reply.body().readNBytes(BODY_LIMIT), StandardCharsets.UTF_8);
        } catch (IOException | CallException e) {
            return "";
        }
    }
}
