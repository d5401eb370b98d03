// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Says what it was told, under any model's name, without a network. Called from many virtual threads at once; all it
 * remembers is how many calls there were, for {@code fail_rate}.
 */
final class Echo implements Provider, Provider.Embeddings, Provider.Models {
    private final Habits habits;
    private final Json json;
    private final Pace.Patience patience;
    private final AtomicLong calls = new AtomicLong();

    Echo(Habits habits, Json json, Pace.Patience patience) {
        this.habits = habits;
        this.json = json;
        this.patience = patience;
    }

    /**
     * What holds for all calls.
     *
     * @param manner how to answer where the question does not say otherwise
     * @param failRate every how manyth call fails; 0 when the manner's failure, if it has one, is that of all
     * @param directives whether {@code echo:} lines are obeyed
     * @param dimensions how long vectors are where the client does not say
     * @param models what is listed; any other name is answered to as well
     */
    record Habits(Manner manner, int failRate, boolean directives, int dimensions, List<ModelInfo> models) {}

    @Override
    public ChatReply chat(ChatRequest request, Call call) throws InterruptedException {
        Question question = Question.read(request, next(), habits.directives(), json);
        Manner manner = question.manner();
        Pace pace = new Pace(manner, call, patience);
        if (manner.failAfter().isEmpty() || !request.streaming()) {
            fail(manner, pace);
        }
        Answer answer = Answer.to(question, json);
        int choices = question.choices();
        String id = "echo-" + call.id();
        if (request.streaming()) {
            return new EchoStream(new Frames(id, request.model(), choices, manner.chunk(), answer), manner, pace);
        }
        pace.await(0);
        List<ChatResponse.Choice> alike = IntStream.range(0, choices)
                .mapToObj(index -> new ChatResponse.Choice(index, answer.message(), answer.finish()))
                .toList();
        return new ChatReply.Whole(ChatResponse.of(id, request.model(), alike, answer.usage()));
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call call) throws InterruptedException {
        Manner manner = next();
        Pace pace = new Pace(manner, call, patience);
        fail(manner, pace);
        int dimensions = request.dimensions().orElse(habits.dimensions());
        if (dimensions < 1 || dimensions > HashedVectors.LONGEST) {
            throw Question.refusal("dimensions", dimensions + " were asked for; ask for 1 to " + HashedVectors.LONGEST);
        }
        pace.await(0);
        List<float[]> vectors = request.inputs().stream()
                .map(input -> HashedVectors.of(input, dimensions))
                .toList();
        long words = request.inputs().stream().mapToLong(Echo::words).sum();
        return EmbeddingReply.of(request.model(), vectors, manner.usage().orElse(Usage.of(words, 0)));
    }

    @Override
    public List<ModelInfo> models(Call call) {
        return habits.models();
    }

    /** The manner of the next call: that of the settings, failing only when it is its turn. */
    private Manner next() {
        Manner manner = habits.manner();
        if (habits.failRate() == 0) {
            return manner;
        }
        if (calls.incrementAndGet() % habits.failRate() != 0) {
            return manner.sound();
        }
        return manner.fails() ? manner : manner.failing(Failure.PROVIDER_FAILED);
    }

    private static void fail(Manner manner, Pace pace) throws InterruptedException {
        Optional<CallException> failure = manner.failure();
        if (failure.isPresent()) {
            pace.await(0);
            throw failure.get();
        }
    }

    private static long words(EmbeddingRequest.Input input) {
        return switch (input) {
            case EmbeddingRequest.Input.Text text -> Words.count(text.text());
            case EmbeddingRequest.Input.Tokens tokens -> tokens.tokens().size();
        };
    }
}
