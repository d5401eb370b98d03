// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.deliver.Continuation;
import io.aisbf.runtime.deliver.Delivery;
import io.aisbf.runtime.deliver.Opened;
import io.aisbf.runtime.dispatch.Opener.Leg;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.split.Splitting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A client's chat: fitted for each candidate anew, brought to the client as it comes. */
final class ChatErrand implements Errand<ChatErrand.Begun> {
    private final ChatRequest request;
    private final Surroundings around;
    private final Shaping shaping;
    private final Delivery delivery;
    private final Trace trace;
    private final boolean continuing;
    private final List<Call.Loss> lasting;
    private Optional<ChatRequest> merged = Optional.empty();
    private Optional<ChatRequest> rest = Optional.empty();

    /**
     * An errand.
     *
     * @param continuing whether a stream that breaks off may be continued by another candidate
     * @param lasting what the client's own protocol has no place for, whoever answers
     */
    ChatErrand(
            ChatRequest request,
            Surroundings around,
            Shaping shaping,
            Delivery delivery,
            Trace trace,
            boolean continuing,
            List<Call.Loss> lasting) {
        this.request = request;
        this.around = around;
        this.shaping = shaping;
        this.delivery = delivery;
        this.trace = trace;
        this.continuing = continuing;
        this.lasting = List.copyOf(lasting);
    }

    /** What makes a request fit its model: by saying the history shorter, by asking for a long text in parts. */
    record Shaping(Fitting fitting, Splitting splitting) {}

    /** An answer that has begun, what was sent for it, and how the conversation was condensed. */
    record Begun(Opened opened, ChatRequest sent, Optional<Condensed> condensed) implements AutoCloseable {
        @Override
        public void close() {
            opened.close();
        }
    }

    @Override
    public Begun open(Leg leg) throws InterruptedException {
        Target.Model model = leg.model();
        Call call = leg.call();
        Fitting.Fitted fitted = shaping.fitting().fit(rest.orElse(request), model.name(), model.entry(), call);
        ChatRequest small = rest.isPresent() ? fitted.request() : split(fitted.request(), model, call);
        begin(call);
        leg.slip().reserve(small, call.remaining());
        ChatRequest asked = small.withModel(model.model());
        Opened opened = around.openings()
                .open(
                        leg.label(),
                        () -> leg.provider().chat(asked, call),
                        model.patience(),
                        request.streaming(),
                        trace::stopped);
        return new Begun(opened, small, fitted.condensed());
    }

    private ChatRequest split(ChatRequest fitted, Target.Model model, Call call) throws InterruptedException {
        OptionalLong most = model.entry().map(ModelEntry::maxRequest).orElse(OptionalLong.empty());
        ChatRequest small = shaping.splitting()
                .split(fitted, model.name(), most, call, words -> trace.trail().note(words));
        merged = small == fitted ? Optional.empty() : Optional.of(small);
        return small;
    }

    /** Forgets what other candidates, a strategy or a condenser could not carry. */
    private void begin(Call call) {
        call.attempt();
        lasting.forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
    }

    @Override
    public Outcome.Answered bring(Begun begun, Leg leg) throws InterruptedException {
        begun.condensed().ifPresent(trace::condensed);
        trace.notes(usage -> note(begun, leg.slip().read(usage, begun.sent())));
        return rest.isPresent()
                ? delivery.carryOn(begun.opened(), leg.call(), leg.model().patience(), trace::stopped)
                : delivery.deliver(begun.opened(), leg.call(), leg.model().patience(), continuing, trace::stopped);
    }

    private static UsageNote note(Begun begun, long read) {
        return new UsageNote(read, begun.condensed().map(condensed -> told(condensed, read)));
    }

    private static RawJson told(Condensed condensed, long read) {
        JsonWriter json = new JsonWriter().object().name("effective_context").number(read);
        condensed.write(json);
        return json.end().finish();
    }

    @Override
    public boolean committed() {
        return delivery.committed();
    }

    @Override
    public boolean resume() {
        Optional<String> soFar = delivery.continuable();
        rest = soFar.map(text -> Continuation.of(merged.orElse(request), text));
        return soFar.isPresent();
    }

    @Override
    public boolean streamed() {
        return request.streaming();
    }
}
