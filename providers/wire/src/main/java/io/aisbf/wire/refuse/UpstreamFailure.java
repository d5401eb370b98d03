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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the row of the table of failures for what an upstream answered instead of an answer. The status decides,
 * unless the envelope says more exactly what is wrong. Stateless; any thread.
 */
public final class UpstreamFailure {
    private static final int BODY_LIMIT = 64 * 1024;
    private static final int KEPT = 2048;
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
        int status = reply.status();
        Refusal refusal = Refusal.read(json, body);
        boolean page = refusal.message().isEmpty() && Verdict.isPage(reply.header("content-type"), body);
        Failure failure = dayOrMoment(Verdict.of(status, refusal, page, call), body);
        Instant sent = RetryAfter.sent(reply, clock.instant());
        Optional<Duration> told = RetryAfter.of(reply, body, clock.instant());
        return exception(
                failure, status, refusal, details(refusal, failure, status, body), wait(failure, body, told, sent));
    }

    /** What a failure means that came where the answer, or the rest of it, should have come: with HTTP status 200. */
    public CallException within(RawJson answer, Call call) {
        Refusal refusal = Refusal.read(json, answer);
        String body = answer.toString();
        int status = refusal.status().orElse(200);
        Failure failure = dayOrMoment(Verdict.within(refusal, call), body);
        Instant now = clock.instant();
        Optional<Duration> told = Hints.read(body, now).map(RetryAfter::sane);
        return exception(
                failure, status, refusal, details(refusal, failure, status, body), wait(failure, body, told, now));
    }

    /** Where a whole day's allowance is used up, waiting a moment does not help. */
    private static Failure dayOrMoment(Failure failure, String body) {
        return failure == Failure.RATE_LIMITED && Hints.isDaySpent(body) ? Failure.QUOTA_EXHAUSTED : failure;
    }

    /**
     * Google names a short wait even where a day's allowance is used up: asking before midnight is no use then. But
     * where it is one model's, the key still serves the others, which must not wait that long.
     */
    private static Optional<Duration> wait(Failure failure, String body, Optional<Duration> told, Instant now) {
        if (failure.cools() == Failure.Cools.NOTHING) {
            return Optional.empty();
        }
        return Hints.isDaySpent(body) && !Hints.isOfOneModel(body)
                ? RetryAfter.longest(Stream.of(told, Optional.of(Hints.untilGooglesMidnight(now))))
                : told;
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

    private static CallException exception(
            Failure failure, int status, Refusal refusal, Details known, Optional<Duration> wait) {
        Details details = wait.map(known::withRetryAfter).orElse(known);
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
            case CANNOT_CARRY -> "The provider has nobody who can do for this model what the request asks for";
            case UNREACHABLE -> "The provider cannot be reached by the gateway before it";
            case OVERLOADED -> "The provider has too much to do at the moment";
            case TIMED_OUT -> "The provider gave up waiting";
            case PROVIDER_FAILED -> "The provider failed";
            case MALFORMED_REPLY ->
                status / 100 == 3
                        ? "The provider redirects elsewhere instead of answering; its operator must correct the"
                                + " endpoint"
                        : status == 404 || status == 405
                                ? "The provider has nothing at this address; its operator must correct the endpoint"
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
