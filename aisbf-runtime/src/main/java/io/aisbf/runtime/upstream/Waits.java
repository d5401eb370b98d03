// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Upstream.Deadlines;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How long one exchange may still wait, and for what. Belongs to the exchange's thread. */
final class Waits {
    /** Beyond a month nobody counts; the bound keeps sums of nanoseconds from overflowing. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Deadlines deadlines;
    private final LongSupplier nanoTime;
    private final long totalEnd;
    private final long callEnd;
    private Phase phase = Phase.CONNECT;
    private long phaseEnd;

    /** What is being waited for, and the sentence that says it never came. */
    enum Phase {
        CONNECT("No connection to %s came about within %s (deadline \"connect\")."),
        FIRST_BYTE("%s did not begin to answer within %s (deadline \"first byte\")."),
        IDLE("%s fell silent for %s in the middle of its answer (deadline \"idle\")."),
        TOTAL("%s had not finished its answer after %s (deadline \"total\")."),
        CALL("The call's time was over before %s had finished its answer.");

        private final String sentence;

        Phase(String sentence) {
            this.sentence = sentence;
        }
    }

    /** Starts to count the total. */
    Waits(Deadlines deadlines, Call call, LongSupplier nanoTime) {
        this.deadlines = deadlines;
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        this.totalEnd = now + nanos(deadlines.total());
        this.callEnd = now + nanos(call.remaining());
        enter(Phase.CONNECT);
    }

    private static long nanos(Duration duration) {
        return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos();
    }

    /** From now on something else is waited for. */
    void enter(Phase next) {
        phase = next;
        phaseEnd = nanoTime.getAsLong() + nanos(allowed(next));
    }

    private Duration allowed(Phase of) {
        return switch (of) {
            case CONNECT -> deadlines.connect();
            case FIRST_BYTE -> deadlines.firstByte();
            case IDLE -> deadlines.idle();
            case TOTAL, CALL -> deadlines.total();
        };
    }

    /** Until when the wait that begins now may last. The silence between two reads is counted from each read anew. */
    long next() {
        if (phase == Phase.IDLE) {
            phaseEnd = nanoTime.getAsLong() + nanos(deadlines.idle());
        }
        return earliest(earliest(phaseEnd, totalEnd), callEnd);
    }

    private static long earliest(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** What to throw once the last wait ended without anything: says which of the deadlines it was. */
    CallException passed(Origin origin) {
        long end = earliest(earliest(phaseEnd, totalEnd), callEnd);
        Phase which = end == callEnd ? Phase.CALL : end == totalEnd ? Phase.TOTAL : phase;
        return new CallException(Failure.TIMED_OUT, which.sentence.formatted(origin, inWords(allowed(which))));
    }

    private static String inWords(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
