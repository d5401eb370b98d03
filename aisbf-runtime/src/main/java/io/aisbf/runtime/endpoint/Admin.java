// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.access.Visitor;
import io.aisbf.runtime.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets only those change the gateway who show its token; its own command line finds that in the run file. */
final class Admin {
    private final Secret token;

    Admin(Secret token) {
        this.token = token;
    }

    /**
     * Looks at what is shown.
     *
     * @param command the word of the command line that asks for this
     * @throws CallException {@code UNAUTHENTICATED} where it is not the token
     */
    void check(Exchange exchange, String command) {
        if (exchange.visitor() instanceof Visitor.Operator) {
            return;
        }
        String shown = exchange.header("authorization").orElse("");
        String wanted = "Bearer " + token.reveal();
        if (!MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8))) {
            throw new CallException(
                    Failure.UNAUTHENTICATED,
                    command + " is for the gateway's own command line; run 'aisbf " + command + "'");
        }
    }
}
