// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What waits for the writer. */
sealed interface Item {
    /** An attempt to be written. */
    record Row(Entry entry) implements Item {}

    /** Somebody who waits until all that was booked before is written. */
    final class Mark implements Item {
        private final CountDownLatch reached = new CountDownLatch(1);
        private volatile String problem = "";

        /** All before it is on the disk. */
        void done() {
            reached.countDown();
        }

        /** It cannot be written at the moment. */
        void failed(String why) {
            problem = why;
            reached.countDown();
        }

        /** Whether it was reached, either way, in that time. */
        boolean await(long nanos) throws InterruptedException {
            return reached.await(nanos, TimeUnit.NANOSECONDS);
        }

        /** Why it was not written; empty where it was. */
        String problem() {
            return problem;
        }
    }
}
