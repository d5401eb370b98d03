// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.aisbf.distribution.sdk.matrix.Question.Wish;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** LangChain4j's models for the four protocols it speaks. */
final class LangChainModels {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private LangChainModels() {}

    /** {@return a driver for each protocol} */
    static List<Driver> drivers(URI gateway) {
        return List.of(
                new LangChainDriver(
                        "langchain4j-open-ai",
                        EnumSet.complementOf(EnumSet.of(Wish.PDF)),
                        false,
                        new OpenAi(gateway + "/v1")),
                new LangChainDriver(
                        "langchain4j-anthropic", EnumSet.allOf(Wish.class), true, new Anthropic(gateway + "/v1")),
                new LangChainDriver(
                        "langchain4j-google-ai-gemini",
                        EnumSet.allOf(Wish.class),
                        true,
                        new Gemini(gateway + "/v1beta")),
                new LangChainDriver(
                        "langchain4j-ollama",
                        EnumSet.complementOf(EnumSet.of(Wish.PDF, Wish.FORCED)),
                        false,
                        new Ollama(gateway.toString())));
    }

    private record OpenAi(String url) implements LangChainDriver.Models {
        @Override
        public ChatModel whole(String target, boolean thinking) {
            var model = OpenAiChatModel.builder()
                    .baseUrl(url)
                    .apiKey("sk-client")
                    .modelName(target)
                    .maxRetries(0)
                    .timeout(PATIENCE)
                    .strictJsonSchema(true)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                    .returnThinking(true);
            return (thinking ? model.reasoningEffort("low").sendThinking(true) : model).build();
        }

        @Override
        public StreamingChatModel streaming(String target, boolean thinking) {
            var model = OpenAiStreamingChatModel.builder()
                    .baseUrl(url)
                    .apiKey("sk-client")
                    .modelName(target)
                    .timeout(PATIENCE)
                    .strictJsonSchema(true)
                    .returnThinking(true);
            return (thinking ? model.reasoningEffort("low").sendThinking(true) : model).build();
        }
    }

    private record Anthropic(String url) implements LangChainDriver.Models {
        @Override
        public ChatModel whole(String target, boolean thinking) {
            var model = AnthropicChatModel.builder()
                    .baseUrl(url)
                    .apiKey("sk-client")
                    .modelName(target)
                    .maxRetries(0)
                    .timeout(PATIENCE)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                    .returnThinking(true)
                    .sendThinking(true);
            return (thinking
                            ? model.maxTokens(Question.ENOUGH)
                                    .thinkingType("enabled")
                                    .thinkingBudgetTokens(Question.BUDGET)
                            : model)
                    .build();
        }

        @Override
        public StreamingChatModel streaming(String target, boolean thinking) {
            var model = AnthropicStreamingChatModel.builder()
                    .baseUrl(url)
                    .apiKey("sk-client")
                    .modelName(target)
                    .timeout(PATIENCE)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                    .returnThinking(true)
                    .sendThinking(true);
            return (thinking
                            ? model.maxTokens(Question.ENOUGH)
                                    .thinkingType("enabled")
                                    .thinkingBudgetTokens(Question.BUDGET)
                            : model)
                    .build();
        }
    }

    private record Gemini(String url) implements LangChainDriver.Models {
        private static final GeminiThinkingConfig THINKING = GeminiThinkingConfig.builder()
                .includeThoughts(true)
                .thinkingBudget(Question.BUDGET)
                .build();

        @Override
        public ChatModel whole(String target, boolean thinking) {
            var model = GoogleAiGeminiChatModel.builder()
                    .baseUrl(url)
                    .apiKey("AIza-client")
                    .modelName(target)
                    .maxRetries(0)
                    .timeout(PATIENCE)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                    .returnThinking(true)
                    .sendThinking(true);
            return (thinking ? model.thinkingConfig(THINKING) : model).build();
        }

        @Override
        public StreamingChatModel streaming(String target, boolean thinking) {
            var model = GoogleAiGeminiStreamingChatModel.builder()
                    .baseUrl(url)
                    .apiKey("AIza-client")
                    .modelName(target)
                    .timeout(PATIENCE)
                    .returnThinking(true)
                    .sendThinking(true);
            return (thinking ? model.thinkingConfig(THINKING) : model).build();
        }
    }

    private record Ollama(String url) implements LangChainDriver.Models {
        @Override
        public ChatModel whole(String target, boolean thinking) {
            var model = OllamaChatModel.builder()
                    .baseUrl(url)
                    .modelName(target)
                    .maxRetries(0)
                    .timeout(PATIENCE)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                    .returnThinking(true);
            return (thinking ? model.think(true) : model).build();
        }

        @Override
        public StreamingChatModel streaming(String target, boolean thinking) {
            var model = OllamaStreamingChatModel.builder()
                    .baseUrl(url)
                    .modelName(target)
                    .timeout(PATIENCE)
                    .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                    .returnThinking(true);
            return (thinking ? model.think(true) : model).build();
        }
    }
}
