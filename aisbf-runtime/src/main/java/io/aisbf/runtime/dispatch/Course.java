// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.runtime.health.Absence;
import io.aisbf.runtime.health.Place;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far one call has come: where it was tried and what came of that. Attempts may run side by side, so that every
 * method may be called from any thread.
 */
final class Course {
    private final ChatRequest request;
    private final Call call;
    private final Trace trace;
    private final Set<Place> tried = new LinkedHashSet<>();
    private final Map<Place, Failure> failed = new LinkedHashMap<>();
    private final Map<String, Absence> absent = new LinkedHashMap<>();
    private final Map<String, String> unable = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private Optional<CallException> last = Optional.empty();
    private Optional<CallException.Upstream> quoted = Optional.empty();
    private OptionalLong tooSmall = OptionalLong.empty();

    Course(ChatRequest request, Call call, Trace trace) {
        this.request = request;
        this.call = call;
        this.trace = trace;
    }

    ChatRequest request() {
        return request;
    }

    Call call() {
        return call;
    }

    Trace trace() {
        return trace;
    }

    /** Takes a place for an attempt, unless it had one in this call. */
    synchronized boolean take(Place place) {
        return tried.add(place);
    }

    /** The place was not asked after all. */
    synchronized void giveBack(Place place) {
        tried.remove(place);
    }

    synchronized boolean tried(Place place) {
        return tried.contains(place);
    }

    /** Whether anybody has been asked yet. */
    synchronized boolean begun() {
        return !tried.isEmpty() || !failed.isEmpty();
    }

    /** Whether that place failed in this call before. */
    synchronized boolean failedAt(Place place) {
        return failed.containsKey(place);
    }

    /** Notes why a place did not answer. */
    synchronized void failed(Place place, CallException failure) {
        failed.put(place, failure.failure());
    }

    /** Notes why a target did not answer; what all candidates alike cannot carry is told only if nothing else is. */
    synchronized void failed(String target, CallException failure) {
        failures.put(target, String.valueOf(failure.getMessage()));
        quoted = quoted.or(failure.details()::upstream);
        boolean weightier = last.isEmpty() || Verdict.weightier(failure, last.get());
        if (weightier) {
            last = Optional.of(failure);
        }
    }

    /** A prompt was too long for that many tokens of context. */
    synchronized void tooLongFor(long context) {
        tooSmall = OptionalLong.of(Math.max(context, tooSmall.orElse(0)));
    }

    /** The largest context that was too small. */
    synchronized OptionalLong tooSmall() {
        return tooSmall;
    }

    /** Notes that a target is not asked for now. */
    synchronized void absent(String target, Absence absence) {
        absent.put(target, absence);
    }

    /** Notes that a target cannot be asked at all. */
    synchronized void unable(String target, String why) {
        unable.put(target, why);
    }

    /**
     * Forgets the places whose failure says that they may do better a moment later, so that they can be asked once
     * more.
     *
     * @param willing whether a place may be asked at all by now
     * @return whether there are any
     */
    synchronized boolean again(Predicate<Place> willing) {
        return failed.entrySet().stream()
                        .filter(entry -> entry.getValue().trySame())
                        .map(Map.Entry::getKey)
                        .filter(willing)
                        .filter(tried::remove)
                        .count()
                > 0;
    }

    /** What all of it comes to. */
    synchronized Verdict verdict() {
        return new Verdict(
                new LinkedHashMap<>(failures), last, quoted, new LinkedHashMap<>(absent), new LinkedHashMap<>(unable));
    }
}
