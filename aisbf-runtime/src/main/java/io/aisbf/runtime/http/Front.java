// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.guard.RefusedException;
import io.aisbf.runtime.observe.CallRecord;
import io.aisbf.runtime.observe.Reason;
import java.io.IOException;
import java.util.Optional;

/**
 * Brings a request to its endpoint and sees to it that it ends properly: with an answer, with a failure in the client's
 * protocol, or, where something had gone out already, with a connection that breaks off. Every way out sets the
 * record's status.
 */
final class Front {
    private Front() {}

    /**
     * Serves one request.
     *
     * @return whether the answer is complete; if not, the connection must be dropped
     */
    static boolean serve(Exchange exchange, Routes routes, Access access) {
        Optional<WireFormat> format = Optional.empty();
        try {
            Routes.Match match = routes.match(exchange.knock());
            format = format(match);
            access.check(exchange);
            if (access.answersPreflight(exchange)) {
                return true;
            }
            access.admit(exchange, door(match));
            answer(exchange, match);
            // Before the last byte goes out: who has it may ask again at once, and finds the place free.
            exchange.release();
            exchange.sink().finish();
            return true;
        } catch (RefusedException e) {
            return fail(exchange, format, Exchange.refused(e));
        } catch (InterruptedException e) {
            return fail(exchange, format, new CallException(Failure.CALLER_GONE, "the call was cancelled"));
        } catch (IOException e) {
            return fail(exchange, format, new CallException(Failure.CALLER_GONE, "the client is gone", e));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return fail(exchange, format, Failures.of(e));
        }
    }

    private static Optional<WireFormat> format(Routes.Match match) {
        return switch (match) {
            case Routes.Match.Found found -> found.route().format();
            case Routes.Match.WrongMethod wrong -> wrong.format();
            case Routes.Match.Nothing nothing -> nothing.format();
        };
    }

    /** Whoever comes to nothing that is there learns no more than that. */
    private static Door door(Routes.Match match) {
        return match instanceof Routes.Match.Found found ? found.route().door() : Door.OPEN;
    }

    private static void answer(Exchange exchange, Routes.Match match) throws IOException, InterruptedException {
        switch (match) {
            case Routes.Match.Found found -> found.route().endpoint().answer(exchange, found.parameters());
            case Routes.Match.WrongMethod wrong -> {
                String allowed = String.join(", ", wrong.allowed());
                exchange.sink().header("allow", allowed);
                throw new CallException(
                        Failure.METHOD_NOT_ALLOWED,
                        exchange.method() + " is not answered at " + exchange.rawPath() + "; use " + allowed);
            }
            case Routes.Match.Nothing _ ->
                throw new CallException(
                        Failure.UNKNOWN_PATH,
                        "nothing lives at " + exchange.method() + " " + exchange.rawPath()
                                + "; POST /v1/chat/completions and GET /v1/models are places to start");
        }
    }

    /** Tells a failure where it can still be told. */
    private static boolean fail(Exchange exchange, Optional<WireFormat> format, CallException failure) {
        exchange.release();
        CallRecord record = exchange.record();
        record.failed(failure.failure(), Reason.of(failure));
        if (failure.failure() == Failure.CALLER_GONE || exchange.sink().opened()) {
            if (!exchange.sink().opened()) {
                record.status(failure.failure().status());
            }
            return false;
        }
        if (exchange.bodyLeft()) {
            exchange.sink().header("connection", "close");
        }
        try {
            Failures.tell(failure, format, exchange.reply());
            exchange.sink().finish();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
