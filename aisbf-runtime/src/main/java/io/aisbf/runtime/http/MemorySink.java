// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.aisbf.api.call.CallException;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** An answer that is written by somebody else: only its body counts. */
final class MemorySink implements ReplySink {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final String callId;
    private boolean opened;

    private MemorySink(String callId) {
        this.callId = callId;
    }

    /** The body with which the failure of a call of that name is told. */
    static byte[] body(CallException failure, Optional<WireFormat> format, String callId) {
        MemorySink sink = new MemorySink(callId);
        try {
            Failures.tell(failure, format, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sink.body.toByteArray();
    }

    @Override
    public OutputStream open(int status, String mediaType, Map<String, String> headers) {
        opened = true;
        return body;
    }

    @Override
    public boolean opened() {
        return opened;
    }

    @Override
    public Optional<String> callId() {
        return Optional.of(callId);
    }
}
