// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import java.io.IOException;
import java.util.Map;

/** What answers at a path. Called on the virtual thread that carries the request, which it may block. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers.
     *
     * @param parameters what stood in the placeholders of the path, decoded
     * @throws io.aisbf.api.call.CallException to be told to the client in its protocol, unless the answer has been
     *     opened
     * @throws IOException if the client is gone
     */
    void answer(Exchange exchange, Map<String, String> parameters) throws IOException, InterruptedException;
}
