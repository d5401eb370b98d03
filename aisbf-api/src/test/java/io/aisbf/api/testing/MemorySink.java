// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.wire.ReplySink;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/** A {@link ReplySink} that keeps what was written. For one thread. */
public final class MemorySink implements ReplySink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Function<Usage, UsageNote> notes;
    private boolean opened;
    private int status;
    private String mediaType = "";
    private Map<String, String> headers = Map.of();

    /** A sink into which nothing has been written. */
    public MemorySink() {
        this(_ -> UsageNote.NONE);
    }

    /** A sink that has something to add to usage. */
    public MemorySink(Function<Usage, UsageNote> notes) {
        this.notes = notes;
    }

    @Override
    public UsageNote note(Usage counted) {
        return notes.apply(counted);
    }

    @Override
    public OutputStream open(int code, String type, Map<String, String> further) {
        if (opened) {
            throw new IllegalStateException("the sink was opened before");
        }
        opened = true;
        status = code;
        mediaType = type;
        headers = Map.copyOf(further);
        return out;
    }

    @Override
    public boolean opened() {
        return opened;
    }

    /** The status; 0 as long as it has not been opened. */
    public int status() {
        return status;
    }

    /** The content type; empty as long as it has not been opened. */
    public String mediaType() {
        return mediaType;
    }

    /** The further headers. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The body so far, read as UTF-8. */
    public String body() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The body so far. */
    public byte[] bytes() {
        return out.toByteArray();
    }
}
