// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.runtime.dispatch.Trace;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.guard.Watch;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.ResponseSink;
import io.aisbf.runtime.observe.Trail;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One call under way on behalf of an exchange: it ends at once when the client leaves, when its time is up or when the
 * gateway shuts down, and what is to be told of it stands in the answer's headers.
 */
final class UnderWay implements Trace {
    private static final int MICRO = 6;
    private static final String STRICT = "x-aisbf-strict";

    private final Exchange exchange;
    private final Call call;
    private Optional<Condensed> condensed = Optional.empty();
    private String plugin = "the call";
    private Function<Usage, OptionalLong> cost = _ -> OptionalLong.empty();
    private volatile Optional<Carrier> carrier = Optional.empty();

    UnderWay(Exchange exchange, Engine engine) {
        this.exchange = exchange;
        Call lenient = Call.start(exchange.record().id(), exchange.client(), engine.callTimeout(), engine.nanoTime());
        this.call = strict(exchange) || engine.strict() ? lenient.strictly() : lenient;
        exchange.sink().beforeOpening(this::tellHeaders);
    }

    /** Whether the client wants no loss at all. */
    private static boolean strict(Exchange exchange) {
        Optional<String> wish =
                exchange.header(STRICT).map(value -> value.strip().toLowerCase(Locale.ROOT));
        if (wish.isPresent() && !wish.get().equals("true") && !wish.get().equals("false")) {
            throw new CallException(
                    Failure.INVALID_REQUEST, "the header " + STRICT + " says neither true nor false; send one of them");
        }
        return wish.isPresent() && wish.get().equals("true");
    }

    Call call() {
        return call;
    }

    @Override
    public Trail trail() {
        return exchange.record().trail();
    }

    /** Attempts may run side by side. */
    @Override
    public synchronized void attempt(String target, String label) {
        plugin = label;
        exchange.record().attempt(target);
    }

    @Override
    public synchronized void selected(String target, String label, Function<Usage, OptionalLong> charge) {
        plugin = label;
        cost = charge;
        exchange.record().selected(target);
    }

    @Override
    public void notes(Function<Usage, UsageNote> notes) {
        exchange.sink().notes(notes);
    }

    @Override
    public boolean stopped() {
        return carrier.filter(carrying -> carrying.reason() != Carrier.Reason.NONE)
                .isPresent();
    }

    @Override
    public void condensed(Condensed how) {
        condensed = Optional.of(how);
        trail().note(how.words());
    }

    /** What a call consists of. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    /** Runs it. */
    void run(Carriers carriers, Work work) {
        Carrier carrying = carriers.begin(call.remaining());
        carrier = Optional.of(carrying);
        try (Watch watch = exchange.watch()) {
            watch.onClientGone(() -> carrying.stop(Carrier.Reason.CLIENT_GONE));
            carrying.onStubborn(watch::abort);
            work.run();
        } catch (InterruptedException | RuntimeException e) {
            if (carrying.reason() == Carrier.Reason.NONE && e instanceof RuntimeException failure) {
                throw failure;
            }
            throw stopped(carrying.reason());
        } finally {
            carriers.end(carrying);
            exchange.record().losses(lossy());
        }
    }

    private CallException stopped(Carrier.Reason reason) {
        return switch (reason) {
            case TIME_IS_UP ->
                new CallException(
                        Failure.TIMED_OUT, plugin + " took longer than a call may take (server.call_timeout)");
            case SHUTDOWN ->
                new CallException(Failure.OVERLOADED, "the gateway is shutting down; ask again in a moment");
            case NONE ->
                new CallException(
                        Failure.PLUGIN_FAILED, plugin + " says that it was interrupted, and nobody interrupted it");
            case CLIENT_GONE ->
                new CallException(Failure.CALLER_GONE, "the client left before the answer was complete");
        };
    }

    private void tellHeaders(ResponseSink sink) {
        exchange.record()
                .target()
                .ifPresent(target -> sink.header(
                        "x-aisbf-selected",
                        printable(
                                target + trail().chosen().map(how -> ";" + how).orElse(""))));
        String trail = trail().brief();
        if (!trail.isEmpty()) {
            sink.header("x-aisbf-trail", printable(trail));
        }
        Usage usage = exchange.record().usage();
        if (!usage.equals(Usage.NONE)) {
            cost.apply(usage)
                    .ifPresent(micro -> sink.header(
                            "x-aisbf-cost", BigDecimal.valueOf(micro, MICRO).toPlainString()));
        }
        condensed.ifPresent(how -> sink.header("x-aisbf-condensed", printable(how.brief())));
        String lossy = lossy();
        if (!lossy.isEmpty()) {
            sink.header("x-aisbf-lossy", printable(lossy));
        }
    }

    private String lossy() {
        return call.losses().stream().map(Call.Loss::member).distinct().collect(Collectors.joining(","));
    }

    /** What may stand in a header: names come from clients and may hold anything. */
    private static String printable(String value) {
        StringBuilder safe = new StringBuilder(value.length());
        value.chars().forEach(c -> safe.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
        return safe.toString();
    }
}
