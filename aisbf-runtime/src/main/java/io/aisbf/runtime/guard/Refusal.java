// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Phrases the answer to a request that the guard refuses before a handler could: the body in the client's protocol.
 *
 * <p>Called once for each such request, on the connection's thread or, for a deadline, on a virtual thread of the
 * guard, so it is also the place to log and count them. It must not block and must not throw.
 */
@FunctionalInterface
public interface Refusal {
    /** How a refusal is told. */
    final class Told {
        private final byte[] body;
        private final Optional<String> id;

        /**
         * A refusal in words.
         *
         * @param body the bytes of a JSON document
         * @param id the name under which it was logged
         */
        public Told(byte[] body, Optional<String> id) {
            this.body = body.clone();
            this.id = id;
        }

        /** The bytes of a JSON document. */
        public byte[] body() {
            return body.clone();
        }

        /** The name under which it was logged, for the headers of the answer. */
        public Optional<String> id() {
            return id;
        }
    }

    /**
     * The answer.
     *
     * @param path path and query as the client sent them, or an empty string when the request line was not readable
     * @param status the HTTP status that will be sent: 400, 408, 414, 431, 503 or 505
     * @param sentence what was wrong, in English, fit for the client; holds nothing the client sent but the path
     * @return what to send
     */
    Told tell(String path, int status, String sentence);

    /**
     * Phrases every refusal as the OpenAI protocol does.
     *
     * @return a refusal without state
     */
    static Refusal openAi() {
        return (path, status, sentence) -> {
            String type = status >= 500 ? "server_error" : "invalid_request_error";
            String escaped = sentence.replace("\\", "\\\\").replace("\"", "\\\"");
            String json = "{\"error\":{\"message\":\"" + escaped + "\",\"type\":\"" + type
                    + "\",\"param\":null,\"code\":null}}";
            return new Told(json.getBytes(StandardCharsets.UTF_8), Optional.empty());
        };
    }
}
