// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong clock = new AtomicLong();
    private final List<String> heard = new ArrayList<>();

    private KeepAlive keepAlive(Executor signs) {
        return new KeepAlive(Duration.ofSeconds(15), clock::get, signs);
    }

    /** Looks at the streams once a second. */
    private void pass(KeepAlive keepAlive, int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.addAndGet(SECOND);
            keepAlive.sweep();
        }
    }

    private static void write(KeepAlive.Pulse pulse) {
        pulse.hold();
        pulse.release();
    }

    /** On another thread, as signs are in earnest: a lock does not stop its own holder. */
    private static void elsewhere(Runnable sign) {
        try {
            Thread.startVirtualThread(sign).join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void speaksOnlyOnceAStreamHasBeenSilentForLong() {
        KeepAlive keepAlive = keepAlive(Runnable::run);
        try (KeepAlive.Pulse pulse = keepAlive.pulse(() -> heard.add("sign"))) {
            write(pulse);
            pass(keepAlive, 15);
            assertEquals(0, heard.size());
            write(pulse);
            pass(keepAlive, 15);
            assertEquals(0, heard.size());
            pass(keepAlive, 1);
            assertEquals(1, heard.size());
            pass(keepAlive, 14);
            assertEquals(1, heard.size());
            pass(keepAlive, 1);
            assertEquals(2, heard.size());
        }
    }

    @Test
    void saysNothingBeforeTheFirstFrameAndAfterTheEnd() {
        KeepAlive keepAlive = keepAlive(Runnable::run);
        KeepAlive.Pulse pulse = keepAlive.pulse(() -> heard.add("sign"));
        pass(keepAlive, 60);
        assertEquals(0, heard.size());
        write(pulse);
        pulse.close();
        pass(keepAlive, 60);
        assertEquals(0, heard.size());
    }

    @Test
    void neverSpeaksWhileTheStreamIsBeingWritten() {
        KeepAlive keepAlive = keepAlive(KeepAliveTest::elsewhere);
        try (KeepAlive.Pulse pulse = keepAlive.pulse(() -> heard.add("sign"))) {
            write(pulse);
            pulse.hold();
            pass(keepAlive, 60);
            assertEquals(0, heard.size());
            pulse.release();
            pass(keepAlive, 17);
            assertEquals(1, heard.size());
        }
    }

    @Test
    void doesNotSpeakWhenAFrameCameWhileTheSignWasOnItsWay() {
        List<Runnable> late = new ArrayList<>();
        KeepAlive keepAlive = keepAlive(late::add);
        try (KeepAlive.Pulse pulse = keepAlive.pulse(() -> heard.add("sign"))) {
            write(pulse);
            pass(keepAlive, 16);
            write(pulse);
            assertEquals(1, late.size());
            late.forEach(Runnable::run);
            assertEquals(0, heard.size());
        }
    }

    @Test
    void givesUpOnAClientThatIsGone() {
        KeepAlive keepAlive = keepAlive(Runnable::run);
        try (KeepAlive.Pulse pulse = keepAlive.pulse(() -> {
            heard.add("tried");
            throw new IOException("Broken pipe");
        })) {
            write(pulse);
            pass(keepAlive, 60);
            assertEquals(1, heard.size());
        }
    }

    @Test
    void isSilentWhereItIsSwitchedOff() {
        try (KeepAlive.Pulse pulse = KeepAlive.OFF.pulse(() -> heard.add("sign"))) {
            write(pulse);
            KeepAlive.OFF.sweep();
            KeepAlive.OFF.sweep();
            assertEquals(0, heard.size());
        }
    }
}
