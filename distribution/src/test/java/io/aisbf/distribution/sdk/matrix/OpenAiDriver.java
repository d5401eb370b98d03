// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import io.aisbf.distribution.sdk.matrix.Answer.Called;
import io.aisbf.distribution.sdk.matrix.Answer.Finish;
import io.aisbf.distribution.sdk.matrix.Question.Wish;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** OpenAI's Java SDK on /v1/chat/completions. */
final class OpenAiDriver implements Driver {
    private final OpenAIClient client;

    OpenAiDriver(URI gateway) {
        client = OpenAIOkHttpClient.builder()
                .apiKey("sk-client")
                .baseUrl(gateway + "/v1")
                .maxRetries(0)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    @Override
    public String label() {
        return "openai-java";
    }

    @Override
    public Set<Wish> able() {
        // Thoughts are no members of its objects, and its accumulator drops what is none.
        return EnumSet.complementOf(EnumSet.of(Wish.PDF, Wish.THINKING));
    }

    @Override
    public boolean provesThoughts() {
        return false;
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public Trouble trouble(Throwable failure) {
        return switch (failure) {
            case BadRequestException _ -> Trouble.BAD_REQUEST;
            case NotFoundException _ -> Trouble.NOT_FOUND;
            case RateLimitException _ -> Trouble.RATE;
            case InternalServerException _ -> Trouble.SERVER;
            default -> Trouble.OTHER;
        };
    }

    @Override
    public Conversation begin(String target, Question question) {
        ChatCompletionCreateParams.Builder ask =
                ChatCompletionCreateParams.builder().model(target);
        if (question.has(Wish.SYSTEM)) {
            ask.addSystemMessage(Question.SYSTEM);
        }
        ask.addUserMessageOfArrayOfContentParts(content(question));
        if (question.has(Wish.TOOLS)) {
            ask.addFunctionTool(tool(Question.TOOL, Question.CITY)).addFunctionTool(tool("clock", Map.of()));
        }
        if (question.has(Wish.FORCED)) {
            ask.toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED);
        }
        if (question.has(Wish.SCHEMA)) {
            ask.responseFormat(format());
        }
        if (question.has(Wish.STOP)) {
            ask.stop(Question.STOP);
        }
        if (question.has(Wish.TEMPERATURE)) {
            ask.temperature(Question.TEMPERATURE);
        }
        if (question.has(Wish.LENGTH)) {
            ask.maxCompletionTokens(Question.LENGTH);
        }
        return new Talk(ask);
    }

    private static List<ChatCompletionContentPart> content(Question question) {
        List<ChatCompletionContentPart> content = new ArrayList<>();
        content.add(ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(question.words()).build()));
        if (question.has(Wish.IMAGE)) {
            content.add(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                    .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                            .url("data:image/png;base64," + Question.PNG)
                            .build())
                    .build()));
        }
        return content;
    }

    private static FunctionDefinition tool(String name, Map<String, Object> properties) {
        FunctionParameters.Builder parameters = FunctionParameters.builder();
        Question.schema(properties)
                .forEach((key, value) -> parameters.putAdditionalProperty(key, JsonValue.from(value)));
        return FunctionDefinition.builder()
                .name(name)
                .parameters(parameters.build())
                .build();
    }

    private static ResponseFormatJsonSchema format() {
        ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema =
                ResponseFormatJsonSchema.JsonSchema.Schema.builder();
        Question.schema(Question.PLACE)
                .forEach((key, value) -> schema.putAdditionalProperty(key, JsonValue.from(value)));
        return ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("place")
                        .strict(true)
                        .schema(schema.build())
                        .build())
                .build();
    }

    private final class Talk implements Conversation {
        private final ChatCompletionCreateParams.Builder ask;
        private List<ChatCompletionMessageFunctionToolCall> calls = List.of();

        Talk(ChatCompletionCreateParams.Builder ask) {
            this.ask = ask;
        }

        @Override
        public Answer ask(boolean stream) {
            ChatCompletion whole =
                    stream ? streamed() : client.chat().completions().create(ask.build());
            ChatCompletion.Choice choice = whole.choices().getFirst();
            ask.addMessage(choice.message());
            calls = choice.message().toolCalls().orElse(List.of()).stream()
                    .map(ChatCompletionMessageToolCall::asFunction)
                    .toList();
            Optional<CompletionUsage> usage = whole.usage();
            return new Answer(
                    choice.message().content().orElse(""),
                    "",
                    calls.stream()
                            .map(call -> new Called(
                                    call.function().name(),
                                    Json.object(call.function().arguments())))
                            .toList(),
                    finish(choice.finishReason().asString()),
                    usage.map(CompletionUsage::promptTokens).orElse(0L),
                    usage.map(CompletionUsage::completionTokens).orElse(0L),
                    usage.flatMap(CompletionUsage::promptTokensDetails)
                            .flatMap(details -> details.cachedTokens())
                            .map(OptionalLong::of)
                            .orElse(OptionalLong.empty()));
        }

        @Override
        public void results(List<String> contents) {
            for (int i = 0; i < contents.size(); i++) {
                ask.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(calls.get(i).id())
                        .content(contents.get(i))
                        .build());
            }
        }

        private ChatCompletion streamed() {
            ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
            ChatCompletionCreateParams request = ask.build().toBuilder()
                    .streamOptions(ChatCompletionStreamOptions.builder()
                            .includeUsage(true)
                            .build())
                    .build();
            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(request)) {
                stream.stream().forEach(whole::accumulate);
            }
            return whole.chatCompletion();
        }

        private static Finish finish(String reason) {
            return switch (reason) {
                case "stop" -> Finish.STOP;
                case "length" -> Finish.LENGTH;
                case "tool_calls" -> Finish.TOOLS;
                default -> Finish.OTHER;
            };
        }
    }
}
