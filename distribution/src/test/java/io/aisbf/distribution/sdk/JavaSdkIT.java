// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The official Java SDK talks through the unzipped product to a recording upstream. */
@Timeout(240)
class JavaSdkIT {
    private static final String TEXT = String.join("", OpenAiAnswers.WORDS);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static RawUpstream upstream;
    private static Product product;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws IOException {
        upstream = new RawUpstream(new OpenAiAnswers());
        product = Product.start(Product.yaml(upstream.endpoint()));
        client = client(0, LONG);
    }

    @AfterAll
    static void stop() {
        client.close();
        product.close();
        upstream.close();
    }

    @Test
    void chats() {
        ChatCompletion answer =
                client.chat().completions().create(ask("chat").temperature(0.5).build());

        assertEquals(Optional.of(TEXT), answer.choices().getFirst().message().content());
        assertEquals(9, answer.usage().orElseThrow().promptTokens());
        assertEquals(
                "9",
                String.valueOf(
                        answer.usage().orElseThrow()._additionalProperties().get("effective_context")));
        assertEquals("{n=100.0}", String.valueOf(answer._additionalProperties().get("x_unknown")));
        assertTrue(last("chat").body().contains("\"temperature\":0.5"));
    }

    @Test
    void streamsWithTheUsageItAskedFor() {
        ChatCompletionCreateParams question = ask("chat-java-stream")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        ChatCompletion answer = accumulate(question);

        assertEquals(Optional.of(TEXT), answer.choices().getFirst().message().content());
        assertEquals(13, answer.usage().orElseThrow().totalTokens());
        assertEquals(
                "9",
                String.valueOf(
                        answer.usage().orElseThrow()._additionalProperties().get("effective_context")));
    }

    @Test
    void callsToolsWholeAndStreamed() {
        assertCalls(client.chat().completions().create(withTool("tools")));
        assertCalls(accumulate(withTool("tools")));
    }

    @Test
    void listsModels() {
        List<String> ids =
                client.models().list().autoPager().stream().map(Model::id).toList();

        assertTrue(ids.containsAll(List.of("up/chat", "up/family/chat")), ids.toString());
    }

    @Test
    void retrievesAModelWhoseIdHasSlashes() {
        assertEquals(
                "up/family/chat", client.models().retrieve("up/family/chat").id());
    }

    @Test
    void embedsInBase64ByDefaultAndInNumbersWhenAsked() {
        EmbeddingCreateParams.Builder question =
                EmbeddingCreateParams.builder().model("up/embed").input("grüße");

        assertEquals(List.of(0.25f, -1.5f, 3f), embed(question.build()));
        assertTrue(last("embed").body().contains("base64"), last("embed").body());
        assertEquals(
                List.of(0.25f, -1.5f, 3f),
                embed(question.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build()));
        assertTrue(last("embed").body().contains("float"), last("embed").body());
    }

    @Test
    void tellsABadRequestWithTheMemberAtFault() {
        BadRequestException failure = failure(BadRequestException.class, "fail-400");

        assertEquals(Optional.of("unsupported_value"), failure.code());
        assertEquals(Optional.of("temperature"), failure.param());
    }

    @Test
    void doesNotBlameTheClientForTheOperatorsKey() {
        InternalServerException failure = failure(InternalServerException.class, "fail-401");

        assertEquals(502, failure.statusCode());
        assertEquals(Optional.of("upstream_auth"), failure.code());
    }

    @Test
    void tellsAModelThatNobodyKnows() {
        assertEquals(
                Optional.of("model_not_found"),
                failure(NotFoundException.class, "fail-404").code());
    }

    @Test
    void tellsARateLimitAndWhenToAskAgain() {
        RateLimitException failure = failure(RateLimitException.class, "fail-429");

        assertEquals(Optional.of("rate_limit_exceeded"), failure.code());
        assertEquals(List.of("7"), failure.headers().values("retry-after"));
    }

    @Test
    void tellsAFailingUpstream() {
        String message = String.valueOf(
                failure(InternalServerException.class, "fail-500").getMessage());

        assertTrue(message.contains("The server had an error"), message);
    }

    @Test
    void asksAgainOnlyWhereItHelps() {
        OpenAIClient patient = client(2, LONG);
        long before = count("fail-401");
        assertThrows(
                OpenAIServiceException.class,
                () -> patient.chat().completions().create(ask("fail-401").build()));
        assertEquals(1, count("fail-401") - before);

        ChatCompletion answer =
                patient.chat().completions().create(ask("fail-429-once").build());
        assertEquals(Optional.of(TEXT), answer.choices().getFirst().message().content());
        assertEquals(2, count("fail-429-once"));
        patient.close();
    }

    @Test
    void seesAnErrorInTheMiddleOfAStream() {
        OpenAIException failure = assertThrows(
                OpenAIException.class, () -> accumulate(ask("error-middle").build()));

        assertTrue(String.valueOf(failure.getMessage()).contains("overheated"), failure.toString());
    }

    @Test
    void seesThatAStreamWasCut() {
        assertThrows(OpenAIException.class, () -> accumulate(ask("cut-middle").build()));
    }

    @Test
    void cancelsAStreamAndTheUpstreamSeesIt() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        AsyncStreamResponse<ChatCompletionChunk> stream = client.async()
                .chat()
                .completions()
                .createStreaming(ask("hang-middle").build());
        stream.subscribe(chunk -> first.complete(chunk.id()));
        assertEquals("chatcmpl-1", first.get(60, TimeUnit.SECONDS));

        stream.close();

        assertTrue(last("hang-middle").awaitGone() > 0);
    }

    @Test
    void givesUpAfterItsTimeoutAndTheUpstreamSeesIt() throws Exception {
        OpenAIClient hasty = client(0, Duration.ofMillis(300));
        var chats = hasty.chat().completions();
        // On a busy machine the client may give up before the gateway has asked anybody.
        for (int i = 0; i < 20 && count("hang") == 0; i++) {
            assertThrows(OpenAIIoException.class, () -> chats.create(ask("hang").build()));
        }
        assertTrue(last("hang").awaitGone() > 0);
        hasty.close();
    }

    private static OpenAIClient client(int retries, Duration timeout) {
        return OpenAIOkHttpClient.builder()
                .apiKey("sk-client")
                .baseUrl(product.address() + "/v1")
                .maxRetries(retries)
                .timeout(timeout)
                .build();
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ChatCompletionCreateParams.builder().model("up/" + model).addUserMessage("Grüß Gott");
    }

    private static ChatCompletionCreateParams withTool(String model) {
        FunctionParameters parameters = FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build();
        return ask(model)
                .addFunctionTool(FunctionDefinition.builder()
                        .name("weather")
                        .parameters(parameters)
                        .build())
                .build();
    }

    private static ChatCompletion accumulate(ChatCompletionCreateParams question) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(question)) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    private static void assertCalls(ChatCompletion answer) {
        List<ChatCompletionMessageFunctionToolCall> calls = new ArrayList<>();
        answer.choices().getFirst().message().toolCalls().orElseThrow().forEach(call -> calls.add(call.asFunction()));
        assertEquals("tool_calls", answer.choices().getFirst().finishReason().asString());
        assertEquals(
                List.of("call_1", "call_2"),
                calls.stream().map(ChatCompletionMessageFunctionToolCall::id).toList());
        assertEquals(
                List.of("{\"city\":\"Köln\"}", "{}"),
                calls.stream().map(call -> call.function().arguments()).toList());
    }

    private static List<Float> embed(EmbeddingCreateParams question) {
        return client.embeddings().create(question).data().getFirst().embedding();
    }

    private static <T extends OpenAIServiceException> T failure(Class<T> type, String model) {
        return assertThrows(
                type, () -> client.chat().completions().create(ask(model).build()));
    }

    private static List<Request> seen(String model) {
        return upstream.requests().stream()
                .filter(request -> OpenAiAnswers.model(request).equals(model))
                .toList();
    }

    private static long count(String model) {
        return seen(model).size();
    }

    private static Request last(String model) {
        return seen(model).getLast();
    }
}
