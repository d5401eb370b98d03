// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.dispatch.Opener.Leg;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A client's wish for embeddings. They come in one piece. */
final class EmbedErrand implements Errand<EmbedErrand.Embedded> {
    private final EmbeddingRequest request;
    private final LongSupplier nanoTime;
    private final Trace trace;
    private Optional<EmbeddingReply> answer = Optional.empty();

    EmbedErrand(EmbeddingRequest request, LongSupplier nanoTime, Trace trace) {
        this.request = request;
        this.nanoTime = nanoTime;
        this.trace = trace;
    }

    /** Embeddings that have come. */
    record Embedded(EmbeddingReply reply) implements AutoCloseable {
        @Override
        public void close() {}
    }

    @Override
    public Optional<CallException> unfit(Provider provider, String name) {
        return provider instanceof Provider.Embeddings
                ? Optional.empty()
                : Optional.of(new CallException(Failure.UNKNOWN_MODEL, "provider '" + name + "' makes no embeddings"));
    }

    @Override
    public Embedded open(Leg leg) throws InterruptedException {
        leg.call().attempt();
        leg.slip().reserve(this::text, leg.call().remaining());
        Provider.Embeddings embeddings = (Provider.Embeddings) leg.provider();
        return new Embedded(Contained.run(
                leg.label(),
                () -> embeddings.embed(request.withModel(leg.model().model()), leg.call())));
    }

    /** All that is to be embedded; what the client has cut into tokens counts a letter each. */
    private String text() {
        StringBuilder all = new StringBuilder();
        for (EmbeddingRequest.Input input : request.inputs()) {
            switch (input) {
                case EmbeddingRequest.Input.Text text -> all.append(text.text()).append('\n');
                case EmbeddingRequest.Input.Tokens tokens ->
                    all.append("1 ".repeat(tokens.tokens().size()));
            }
        }
        return all.toString();
    }

    @Override
    public Outcome.Answered bring(Embedded opened, Leg leg) {
        answer = Optional.of(opened.reply());
        trace.notes(usage -> UsageNote.of(leg.slip().read(usage, this::text)));
        Duration total = Duration.ofNanos(nanoTime.getAsLong() - leg.startNanos());
        return new Outcome.Answered(total, total, opened.reply().usage());
    }

    @Override
    public boolean committed() {
        return answer.isPresent();
    }

    EmbeddingReply answer() {
        return answer.orElseThrow();
    }
}
