// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.CallException.Details;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.health.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is left to say when nobody answered: the failures, and who was not asked and why.
 *
 * @param failures what each target said that was asked in vain
 * @param last the failure that tells the client most
 * @param quoted what a provider answered whose own words are among the failures: they may repeat what the client sent,
 *     and whoever writes logs looks whether there is such a one
 * @param absent who is left alone for now
 * @param unable who cannot be asked at all
 */
record Verdict(
        Map<String, String> failures,
        Optional<CallException> last,
        Optional<CallException.Upstream> quoted,
        Map<String, Absence> absent,
        Map<String, String> unable) {
    /**
     * Whether a failure tells a client more than another: a later one does, but what a protocol cannot carry, or what
     * does not fit a model, says nothing of those that had the words and the room.
     */
    static boolean weightier(CallException failure, CallException than) {
        return rank(failure.failure()) >= rank(than.failure());
    }

    private static int rank(Failure failure) {
        return switch (failure) {
            case CANNOT_CARRY -> 0;
            case CONTEXT_TOO_LONG -> 1;
            default -> 2;
        };
    }

    /**
     * The failure for the client.
     *
     * @param name what it asked for, in words
     * @param choice whether that is a rotation or autoselect
     */
    CallException told(String name, boolean choice, Instant now) {
        Optional<Duration> wait = wait(now);
        if (last.isEmpty()) {
            return nobodyAsked(name, choice, wait);
        }
        CallException failure = last.get();
        if (failures.size() == 1 && absent.isEmpty()) {
            return failure;
        }
        List<String> all = new ArrayList<>();
        failures.forEach((target, words) -> all.add(target + ": " + words));
        absent.forEach((target, absence) -> {
            if (!failures.containsKey(target)) {
                all.add(target + ": " + absence.words());
            }
        });
        Details details = failure.failure().fault() == Failure.Fault.CALLER
                ? failure.details()
                : wait.map(failure.details()::withRetryAfter).orElse(failure.details());
        if (details.upstream().isEmpty() && quoted.isPresent()) {
            details = details.withUpstream(quoted.get().status(), quoted.get().body());
        }
        String message = choice
                ? "no candidate of " + name + " answered: " + String.join("; ", all)
                : String.valueOf(failure.getMessage());
        return new CallException(failure.failure(), message, details);
    }

    private CallException nobodyAsked(String name, boolean choice, Optional<Duration> wait) {
        List<String> reasons = new ArrayList<>();
        absent.forEach((target, absence) -> reasons.add(target + ": " + absence.words()));
        unable.forEach((target, why) -> reasons.add(target + ": " + why));
        String message = choice
                ? name + " has nobody to ask (" + String.join("; ", reasons) + ")"
                : name + " cannot be asked now: " + String.join("; ", bare());
        Details details = wait.map(Details.NONE::withRetryAfter).orElse(Details.NONE);
        return new CallException(failure(choice), message + soonest(wait), details);
    }

    private List<String> bare() {
        List<String> words = new ArrayList<>();
        absent.values().forEach(absence -> words.add(absence.words()));
        words.addAll(unable.values());
        return words.stream().distinct().toList();
    }

    /** What one model was left alone for is told as it is; of several, only that all of them are asked too often. */
    private Failure failure(boolean choice) {
        List<Failure> kinds =
                absent.values().stream().map(Absence::failure).distinct().toList();
        boolean one = kinds.size() == 1 && unable.isEmpty();
        if (one && (kinds.getFirst() == Failure.RATE_LIMITED || kinds.getFirst() == Failure.BUDGET_SPENT)) {
            return kinds.getFirst();
        }
        boolean models = one && (kinds.getFirst() == Failure.UNKNOWN_MODEL || kinds.getFirst() == Failure.OVERLOADED);
        return models && !choice ? kinds.getFirst() : Failure.UNAVAILABLE;
    }

    private String soonest(Optional<Duration> wait) {
        return wait.filter(_ -> absent.size() > 1)
                .flatMap(_ -> absent.entrySet().stream()
                        .filter(entry -> entry.getValue().until().isPresent())
                        .min((a, b) -> a.getValue()
                                .until()
                                .orElseThrow()
                                .compareTo(b.getValue().until().orElseThrow()))
                        .map(entry -> "; the soonest is " + entry.getKey()))
                .orElse("");
    }

    /** How long until somebody may be asked again; empty where that is not known. */
    private Optional<Duration> wait(Instant now) {
        return absent.values().stream()
                .flatMap(absence -> absence.until().stream())
                .min(Instant::compareTo)
                .map(until -> Duration.between(now, until))
                .map(span -> span.isNegative() ? Duration.ZERO : span);
    }
}
