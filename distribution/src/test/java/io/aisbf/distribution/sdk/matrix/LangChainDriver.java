// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.aisbf.distribution.sdk.matrix.Answer.Called;
import io.aisbf.distribution.sdk.matrix.Answer.Finish;
import io.aisbf.distribution.sdk.matrix.Question.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * LangChain4j, whose models for all protocols have one interface.
 *
 * @param models makes the models for a target
 */
record LangChainDriver(String label, Set<Wish> able, boolean provesThoughts, Models models) implements Driver {
    private static final long PATIENCE_SECONDS = 60;

    /** Makes models of one protocol; thinking is asked for when they are made. */
    interface Models {
        /** {@return the model that answers whole} */
        ChatModel whole(String target, boolean thinking);

        /** {@return the model that streams} */
        StreamingChatModel streaming(String target, boolean thinking);
    }

    @Override
    public Trouble trouble(Throwable failure) {
        return switch (failure) {
            case InvalidRequestException _ -> Trouble.BAD_REQUEST;
            case ModelNotFoundException _ -> Trouble.NOT_FOUND;
            case RateLimitException _ -> Trouble.RATE;
            case InternalServerException _ -> Trouble.SERVER;
            default -> Trouble.OTHER;
        };
    }

    @Override
    public Conversation begin(String target, Question question) {
        ChatRequest.Builder ask = ChatRequest.builder();
        if (question.has(Wish.TOOLS)) {
            ask.toolSpecifications(tools());
        }
        if (question.has(Wish.FORCED)) {
            ask.toolChoice(ToolChoice.REQUIRED);
        }
        if (question.has(Wish.SCHEMA)) {
            ask.responseFormat(format());
        }
        if (question.has(Wish.STOP)) {
            ask.stopSequences(List.of(Question.STOP));
        }
        if (question.has(Wish.TEMPERATURE)) {
            ask.temperature(Question.TEMPERATURE);
        }
        if (question.has(Wish.LENGTH)) {
            ask.maxOutputTokens(Question.LENGTH);
        }
        return new Talk(target, question.has(Wish.THINKING), ask, messages(question));
    }

    private static List<ChatMessage> messages(Question question) {
        List<ChatMessage> messages = new ArrayList<>();
        if (question.has(Wish.SYSTEM)) {
            messages.add(SystemMessage.from(Question.SYSTEM));
        }
        List<Content> contents = new ArrayList<>(List.of(TextContent.from(question.words())));
        if (question.has(Wish.IMAGE)) {
            contents.add(ImageContent.from(Question.PNG, "image/png"));
        }
        if (question.has(Wish.PDF)) {
            contents.add(PdfFileContent.from(Question.PDF, "application/pdf"));
        }
        messages.add(UserMessage.from(contents));
        return messages;
    }

    private static List<ToolSpecification> tools() {
        return List.of(
                ToolSpecification.builder()
                        .name(Question.TOOL)
                        .description("Tells the weather.")
                        .parameters(JsonObjectSchema.builder()
                                .addStringProperty("city")
                                .required("city")
                                .build())
                        .build(),
                ToolSpecification.builder()
                        .name("clock")
                        .description("Tells the time.")
                        .build());
    }

    private static ResponseFormat format() {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("place")
                        .rootElement(JsonObjectSchema.builder()
                                .addStringProperty("city")
                                .addIntegerProperty("n")
                                .required("city", "n")
                                .build())
                        .build())
                .build();
    }

    private final class Talk implements Conversation {
        private final String target;
        private final boolean thinking;
        private final ChatRequest.Builder ask;
        private final List<ChatMessage> messages;
        private List<ToolExecutionRequest> calls = List.of();

        Talk(String target, boolean thinking, ChatRequest.Builder ask, List<ChatMessage> messages) {
            this.target = target;
            this.thinking = thinking;
            this.ask = ask;
            this.messages = messages;
        }

        @Override
        public Answer ask(boolean stream) throws Exception {
            ChatRequest request = ask.messages(messages).build();
            ChatResponse whole =
                    stream ? streamed(request) : models.whole(target, thinking).chat(request);
            AiMessage message = whole.aiMessage();
            messages.add(message);
            calls = message.toolExecutionRequests();
            return new Answer(
                    Objects.requireNonNullElse(message.text(), ""),
                    Objects.requireNonNullElse(message.thinking(), ""),
                    calls.stream()
                            .map(call -> new Called(call.name(), Json.object(call.arguments())))
                            .toList(),
                    finish(whole),
                    whole.tokenUsage().inputTokenCount(),
                    whole.tokenUsage().outputTokenCount(),
                    OptionalLong.empty());
        }

        @Override
        public void results(List<String> contents) {
            for (int i = 0; i < contents.size(); i++) {
                messages.add(ToolExecutionResultMessage.from(calls.get(i), contents.get(i)));
            }
        }

        private ChatResponse streamed(ChatRequest request) throws Exception {
            CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
            models.streaming(target, thinking).chat(request, new StreamingChatResponseHandler() {
                @Override
                public void onCompleteResponse(ChatResponse response) {
                    whole.complete(response);
                }

                @Override
                public void onError(Throwable error) {
                    whole.completeExceptionally(error);
                }
            });
            try {
                return whole.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }

        private static Finish finish(ChatResponse whole) {
            return switch (whole.finishReason()) {
                case STOP -> whole.aiMessage().hasToolExecutionRequests() ? Finish.TOOLS : Finish.STOP;
                case LENGTH -> Finish.LENGTH;
                case TOOL_EXECUTION -> Finish.TOOLS;
                default -> Finish.OTHER;
            };
        }
    }
}
