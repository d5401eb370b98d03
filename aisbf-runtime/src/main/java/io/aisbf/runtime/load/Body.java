// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.load;

import io.aisbf.runtime.load.Load.Admission;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads request bodies into memory. Called by the thread that carries the call. */
public final class Body {
    /** The longest body that one array holds. */
    public static final int MOST = Integer.MAX_VALUE - 8192;

    private static final int FIRST = 16 * 1024;

    private Body() {}

    /**
     * A body whose length is known, and room for it held: one array, filled as the bytes come.
     *
     * @throws EOFException if there are fewer bytes
     */
    public static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] body = new byte[length];
        if (in.readNBytes(body, 0, length) < length) {
            throw new EOFException("the body ended early");
        }
        return body;
    }

    /**
     * A body whose end shows when it comes: room is asked for as it grows.
     *
     * @param most how many bytes are read at most
     * @throws io.aisbf.api.call.CallException {@code OVERLOADED} or {@code REQUEST_TOO_LARGE}, maybe in the middle of it
     */
    public static byte[] upTo(InputStream in, int most, Admission admission) throws IOException {
        byte[] buffer = {};
        int count = 0;
        while (count == buffer.length && count < most) {
            int larger = (int) Math.min(most, Math.max(FIRST, buffer.length * 2L));
            admission.hold(larger - buffer.length);
            buffer = Arrays.copyOf(buffer, larger);
            count += in.readNBytes(buffer, count, larger - count);
        }
        byte[] body = count == buffer.length ? buffer : Arrays.copyOf(buffer, count);
        admission.settle(count);
        return body;
    }
}
