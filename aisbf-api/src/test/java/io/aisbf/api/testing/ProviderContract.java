// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every provider promises. A provider with an upstream overrides {@link #context} to script its answers: one
 * whole, one streamed, saying the same; {@link ScriptedUpstream#answering} cannot tell them apart, a {@link
 * ScriptedUpstream.Script} that looks at the request can.
 */
public abstract class ProviderContract extends PluginContract<Provider> {
    /** For the test of a provider. */
    protected ProviderContract() {}

    @Override
    protected abstract ProviderFactory factory();

    /** A question that {@link #context}'s upstream answers. */
    protected ChatRequest question() {
        return ChatRequest.of("test-model", List.of(Message.of(Message.Role.USER, "Say three words please")));
    }

    /**
     * A provider that waits for its upstream without end: by default one whose upstream is {@link
     * ScriptedUpstream#silent}.
     */
    protected Provider waiting() {
        return create(context().withHttp(ScriptedUpstream.silent()));
    }

    @Test
    void answersInOnePiece() throws Exception {
        try (Provider provider = create(context());
                ChatReply reply = provider.chat(question(), call())) {
            ChatResponse response =
                    assertInstanceOf(ChatReply.Whole.class, reply).response();
            assertFalse(response.choices().isEmpty(), "no answer");
            assertFalse(response.id().isBlank(), "an answer without an id");
            assertFalse(response.model().isBlank(), "an answer without a model");
        }
    }

    @Test
    void theStreamSaysWhatTheWholeAnswerSays() throws Exception {
        try (Provider provider = create(context());
                ChatReply whole = provider.chat(question(), call());
                ChatReply stream = provider.chat(question().withStreaming(true), call())) {
            assertInstanceOf(ChatReply.Stream.class, stream);
            assertEquals(said(Fold.whole(whole)), said(Fold.whole(stream)));
        }
    }

    @Test
    void closingTheReplyEndsTheExchange() throws Exception {
        FixedContext context = context();
        try (Provider provider = create(context)) {
            provider.chat(question(), call()).close();
            ChatReply unread = provider.chat(question().withStreaming(true), call());
            unread.close();
            unread.close();
            ChatReply.Stream begun = (ChatReply.Stream) provider.chat(question().withStreaming(true), call());
            begun.next();
            Thread.ofVirtual().start(begun::close).join();
        }
        if (context.http() instanceof ScriptedUpstream upstream) {
            assertTrue(upstream.allEnd(), "replies of the upstream that were never closed");
        }
    }

    @Test
    void aStreamThatHasEndedIsReadyToSaySo() throws Exception {
        try (Provider provider = create(context());
                ChatReply reply = provider.chat(question().withStreaming(true), call())) {
            ChatReply.Stream stream = (ChatReply.Stream) reply;
            Fold.whole(stream);
            stream.ready();
            assertEquals(Optional.empty(), stream.next());
        }
    }

    @Test
    void aStreamKnowsItsUsageOnceItHasBeenTold() throws Exception {
        try (Provider provider = create(context());
                ChatReply reply = provider.chat(question().withStreaming(true), call())) {
            ChatReply.Stream stream = (ChatReply.Stream) reply;
            assertEquals(Fold.whole(stream).usage(), stream.usage());
        }
    }

    @Test
    void anInterruptEndsACallThatWaits() throws Exception {
        try (Provider provider = waiting()) {
            for (boolean streaming : List.of(false, true)) {
                Throwable end = Together.interrupted(() -> {
                    try (ChatReply reply = provider.chat(question().withStreaming(streaming), call())) {
                        return Fold.whole(reply);
                    }
                });
                assertInstanceOf(InterruptedException.class, end);
            }
        }
    }

    @Test
    void answersManyCallsAtOnce() throws Exception {
        try (Provider provider = create(context())) {
            List<String> answers = Together.run(16, () -> {
                boolean streaming = Thread.currentThread().threadId() % 2 == 0;
                try (ChatReply reply = provider.chat(question().withStreaming(streaming), call())) {
                    return said(Fold.whole(reply));
                }
            });
            assertEquals(1, new HashSet<>(answers).size(), () -> "answers differ: " + answers);
        }
    }

    @Test
    void embedsEachInputInItsPlace() throws Exception {
        try (Provider provider = create(context())) {
            Assumptions.assumeTrue(provider instanceof Provider.Embeddings, "it has no embeddings");
            List<String> texts = List.of("one", "two", "one");
            EmbeddingReply reply =
                    ((Provider.Embeddings) provider).embed(EmbeddingRequest.of("test-model", texts), call());
            assertEquals(texts.size(), reply.vectors().size(), "not one vector for each input");
            assertEquals(
                    1,
                    reply.vectors().stream()
                            .map(vector -> vector.length)
                            .distinct()
                            .count(),
                    "lengths differ");
        }
    }

    @Test
    void listsModelsByName() throws Exception {
        try (Provider provider = create(context())) {
            Assumptions.assumeTrue(provider instanceof Provider.Models, "it lists no models");
            List<ModelInfo> models = ((Provider.Models) provider).models(call());
            assertTrue(models.stream().noneMatch(model -> model.id().isBlank()), "a model without a name");
            assertEquals(
                    models.size(), models.stream().map(ModelInfo::id).distinct().count(), "a model is listed twice");
        }
    }

    /** A call with a minute to live. */
    protected static Call call() {
        return Call.start("contract", Duration.ofMinutes(1));
    }

    /** What an answer comes to, without its id and without how its text is cut into parts. */
    private static String said(ChatResponse response) {
        return response.choices().stream()
                .map(choice -> choice.index() + " " + parts(choice.message()) + " " + choice.finish())
                .collect(Collectors.joining("; ", response.model() + ": ", ""));
    }

    private static String parts(Message message) {
        return message.parts().stream()
                        .filter(part -> !(part instanceof Part.Text))
                        .map(Part::toString)
                        .collect(Collectors.joining(",", "[", "]"))
                + message.text();
    }
}
