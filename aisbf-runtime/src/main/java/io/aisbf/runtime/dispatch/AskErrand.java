// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.deliver.Opened;
import io.aisbf.runtime.dispatch.Opener.Leg;
import java.time.Duration;
import java.util.Optional;

/** A plugin's question on behalf of a call: the whole answer, which is never condensed for. */
final class AskErrand implements Errand<Opened> {
    private final ChatRequest request;
    private final Surroundings around;
    private final Trace trace;
    private Optional<ChatResponse> answer = Optional.empty();

    AskErrand(ChatRequest request, Surroundings around, Trace trace) {
        this.request = request;
        this.around = around;
        this.trace = trace;
    }

    @Override
    public Opened open(Leg leg) throws InterruptedException {
        leg.slip().reserve(request, leg.call().remaining());
        return around.openings()
                .open(
                        leg.label(),
                        () -> leg.provider().chat(request.withModel(leg.model().model()), leg.call()),
                        leg.model().patience(),
                        false,
                        trace::stopped);
    }

    @Override
    public Outcome.Answered bring(Opened opened, Leg leg) throws InterruptedException {
        ChatResponse response;
        try (opened) {
            response = opened.whole();
        }
        answer = Optional.of(response);
        Duration total = Duration.ofNanos(around.nanoTime().getAsLong() - leg.startNanos());
        return new Outcome.Answered(total, total, response.usage());
    }

    @Override
    public boolean committed() {
        return answer.isPresent();
    }

    ChatResponse answer() {
        return answer.orElseThrow();
    }
}
