// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import io.helidon.http.DateTime;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A request that the guard does not let through: thrown out of reading its body when that is malformed, cut short or
 * too slow.
 *
 * <p>For status 400 nothing has been answered yet: answer it in the client's protocol. For status 408 the guard has
 * already answered through its {@link Refusal} and closed the connection, because a thread that waits for bytes cannot
 * be woken without losing the connection: {@link #answered()} is true, anything written fails, only log it. In both
 * cases the connection is closed after the handler returns and no byte of it is read as another request.
 */
public final class RefusedException extends HttpException {
    private static final long serialVersionUID = 1L;
    private final boolean answered;

    RefusedException(int status, String sentence, boolean answered) {
        super(sentence, Status.create(status), false);
        this.answered = answered;
    }

    RefusedException(int status, String sentence) {
        this(status, sentence, false);
    }

    static RefusedException bad(String sentence) {
        return new RefusedException(400, sentence);
    }

    /**
     * Whether the client has its answer already.
     *
     * @return true when there is nothing left to write
     */
    public boolean answered() {
        return answered;
    }

    /** The whole answer as bytes, for a request that no handler sees. */
    byte[] response(Refusal refusal, String path, boolean withBody) {
        Refusal.Told told = refusal.tell(path, status().code(), String.valueOf(getMessage()));
        byte[] body = told.body();
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status().codeText())
                .append(' ')
                .append(status().reasonPhrase())
                .append("\r\nDate: ")
                .append(DateTime.rfc1123String())
                .append("\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ")
                .append(body.length);
        told.id()
                .ifPresent(id -> head.append("\r\nX-Request-Id: ")
                        .append(id)
                        .append("\r\nRequest-Id: ")
                        .append(id));
        if (status().code() == 503) {
            head.append("\r\nRetry-After: 1");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + body.length);
        out.writeBytes(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (withBody) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }
}
