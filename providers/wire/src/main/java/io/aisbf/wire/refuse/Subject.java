// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a refusal is about, by the names and words that the providers use for it, whichever status they send them with.
 */
enum Subject {
    /** The prompt is larger than the model, or an allowance for one minute, takes. */
    TOO_LONG(
            "context_length_exceeded",
            "exceed_context_size",
            "maximum context length",
            "exceeds the context window",
            "exceeds the context length",
            "exceeds the available context size",
            "context size has been exceeded",
            "context window exceeded",
            "prompt is too long",
            "input is too long",
            "reduce the length of the messages",
            "exceeds the maximum number of tokens",
            "request too large for",
            "input token count"),
    /** The key is unknown, or not one that may ask from here. */
    WRONG_KEY(
            "invalid_api_key",
            "api_key_invalid",
            "incorrect api key",
            "api key not valid",
            "api key expired",
            "invalid api key",
            "no auth credentials",
            "user location is not supported"),
    /** The account has nothing left to spend, or may not spend more before its month is over. */
    NO_MONEY(
            "insufficient_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "billing_disabled",
            "billing_error",
            "insufficient_balance",
            "insufficient balance",
            "insufficient credits",
            "balance is insufficient",
            "credit balance is too low",
            "exceeded_current_quota",
            "spend_limit_reached",
            "spending limit",
            "used all available credits",
            "specified api usage limits",
            "monthly included credits",
            "api calls / month",
            "arrearage",
            "accountoverdue"),
    /** A safety system spoke. */
    CONTENT(
            "content_filter",
            "content_policy_violation",
            "responsibleaipolicyviolation",
            "moderation_blocked",
            "input was flagged",
            "flagged as potentially violating"),
    /** The model, or all of the provider, has too much to do, for whomever. */
    OVERLOAD(
            "overloaded",
            "capacity_exceeded",
            "capacity exceeded",
            "is at capacity",
            "over capacity",
            "engine_overloaded"),
    /** The provider does not know its model, or does not let this account ask it. */
    MODEL(
            "model_not_found",
            "modelnotfound",
            "deploymentnotfound",
            "model_permission",
            "model_terms_required",
            "model_decommissioned",
            "is not a valid model id",
            "model not exist",
            "does not have access to model",
            "no available channel for model"),
    /** Nobody who could take this very request offers the model (OpenRouter). */
    UNSUPPORTED("no endpoints found that support"),
    /** The address holds nothing at all. */
    PATH("unknown_url", "invalid url", "unknown request url", "page not found", "resource not found");

    /** Something that the caller named: it is gone, or was never there, or belongs to somebody else. */
    private static final Pattern CALLERS = Pattern.compile("\\b(?:previous.response|response|conversation|thread|item"
            + "|file|container|vector.store|cached.?content|assistant|prompt|batch|skill)s?\\b.{0,200}"
            + "\\b(?:not found|not exist|may not exist|no longer available|expired)|\\bno such (?:file|response|item)"
            + "|no file found|previous_response_not_found|conversation_locked");

    /** The whole message of servers that only say that the path is none of theirs. */
    private static final List<String> NOT_FOUND = List.of("not found", "file not found", "{\"detail\":\"not found\"}");

    private final Pattern phrases;

    Subject(String... phrases) {
        this.phrases =
                Pattern.compile(Arrays.stream(phrases).map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /** Whether a refusal is about it. */
    boolean isOf(Refusal refusal) {
        return phrases.matcher(refusal.all()).find() || (this == PATH && NOT_FOUND.contains(refusal.said()));
    }

    /** Whether a refusal is about something else than a model that the caller named and the provider does not have. */
    static boolean isCallersReference(Refusal refusal) {
        return !PATH.isOf(refusal)
                && !refusal.said().contains("model")
                && CALLERS.matcher(refusal.all()).find();
    }
}
