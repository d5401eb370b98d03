// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionCallingConfig;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import io.aisbf.distribution.sdk.matrix.Answer.Called;
import io.aisbf.distribution.sdk.matrix.Answer.Finish;
import io.aisbf.distribution.sdk.matrix.Question.Wish;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Google's Java SDK. */
final class GeminiDriver implements Driver {
    private final Client client;

    GeminiDriver(URI gateway) {
        client = Client.builder()
                .apiKey("AIza-client")
                .httpOptions(HttpOptions.builder()
                        .baseUrl(gateway.toString())
                        .timeout(60_000)
                        .retryOptions(HttpRetryOptions.builder().attempts(1))
                        .build())
                .build();
    }

    @Override
    public String label() {
        return "google-genai (Java)";
    }

    @Override
    public Set<Wish> able() {
        return EnumSet.allOf(Wish.class);
    }

    @Override
    public boolean provesThoughts() {
        return true;
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public Trouble trouble(Throwable failure) {
        return switch (failure) {
            case ApiException e when e.code() == 400 -> Trouble.BAD_REQUEST;
            case ApiException e when e.code() == 404 -> Trouble.NOT_FOUND;
            case ApiException e when e.code() == 429 -> Trouble.RATE;
            case ApiException e when e.code() >= 500 -> Trouble.SERVER;
            default -> Trouble.OTHER;
        };
    }

    @Override
    public Conversation begin(String target, Question question) {
        GenerateContentConfig.Builder config = GenerateContentConfig.builder();
        if (question.has(Wish.SYSTEM)) {
            config.systemInstruction(Content.fromParts(Part.fromText(Question.SYSTEM)));
        }
        if (question.has(Wish.TOOLS)) {
            config.tools(
                    Tool.builder().functionDeclarations(tool(Question.TOOL, Question.CITY), tool("clock", Map.of())));
        }
        if (question.has(Wish.FORCED)) {
            config.toolConfig(ToolConfig.builder()
                    .functionCallingConfig(FunctionCallingConfig.builder().mode("ANY")));
        }
        if (question.has(Wish.SCHEMA)) {
            config.responseMimeType("application/json").responseJsonSchema(Question.schema(Question.PLACE));
        }
        if (question.has(Wish.STOP)) {
            config.stopSequences(Question.STOP);
        }
        if (question.has(Wish.TEMPERATURE)) {
            config.temperature((float) Question.TEMPERATURE);
        }
        if (question.has(Wish.LENGTH)) {
            config.maxOutputTokens(Question.LENGTH);
        }
        if (question.has(Wish.THINKING)) {
            config.thinkingConfig(ThinkingConfig.builder().includeThoughts(true).thinkingBudget(Question.BUDGET));
        }
        return new Talk(target, config.build(), parts(question));
    }

    private static List<Part> parts(Question question) {
        List<Part> parts = new ArrayList<>(List.of(Part.fromText(question.words())));
        if (question.has(Wish.IMAGE)) {
            parts.add(Part.fromBytes(Base64.getDecoder().decode(Question.PNG), "image/png"));
        }
        if (question.has(Wish.PDF)) {
            parts.add(Part.fromBytes(Base64.getDecoder().decode(Question.PDF), "application/pdf"));
        }
        return parts;
    }

    private static FunctionDeclaration tool(String name, Map<String, Object> properties) {
        return FunctionDeclaration.builder()
                .name(name)
                .description("Tells the " + name + ".")
                .parametersJsonSchema(Question.schema(properties))
                .build();
    }

    private final class Talk implements Conversation {
        private final String target;
        private final GenerateContentConfig config;
        private final List<Content> contents = new ArrayList<>();
        private List<FunctionCall> calls = List.of();

        Talk(String target, GenerateContentConfig config, List<Part> parts) {
            this.target = target;
            this.config = config;
            contents.add(Content.builder().role("user").parts(parts).build());
        }

        @Override
        public Answer ask(boolean stream) {
            List<GenerateContentResponse> chunks =
                    stream ? streamed() : List.of(client.models.generateContent(target, contents, config));
            List<Part> parts = chunks.stream()
                    .flatMap(chunk -> chunk.candidates().orElse(List.of()).stream())
                    .flatMap(candidate -> candidate.content().stream())
                    .flatMap(content -> content.parts().orElse(List.of()).stream())
                    .toList();
            contents.add(Content.builder().role("model").parts(parts).build());
            calls = parts.stream().flatMap(part -> part.functionCall().stream()).toList();
            Optional<GenerateContentResponseUsageMetadata> usage = chunks.stream()
                    .flatMap(chunk -> chunk.usageMetadata().stream())
                    .reduce((_, last) -> last);
            return new Answer(
                    words(parts, false),
                    words(parts, true),
                    calls.stream().map(Talk::called).toList(),
                    finish(chunks),
                    usage.flatMap(one -> one.promptTokenCount()).orElse(0),
                    usage.flatMap(one -> one.candidatesTokenCount()).orElse(0)
                            + usage.flatMap(one -> one.thoughtsTokenCount()).orElse(0),
                    OptionalLong.of(
                            usage.flatMap(one -> one.cachedContentTokenCount()).orElse(0)));
        }

        @Override
        public void results(List<String> results) {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                FunctionResponse.Builder result = FunctionResponse.builder()
                        .name(calls.get(i).name().orElseThrow())
                        .response(Map.of("output", results.get(i)));
                calls.get(i).id().ifPresent(result::id);
                parts.add(Part.builder().functionResponse(result).build());
            }
            contents.add(Content.builder().role("user").parts(parts).build());
        }

        private List<GenerateContentResponse> streamed() {
            List<GenerateContentResponse> chunks = new ArrayList<>();
            try (ResponseStream<GenerateContentResponse> stream =
                    client.models.generateContentStream(target, contents, config)) {
                stream.forEach(chunks::add);
            }
            return chunks;
        }

        private static String words(List<Part> parts, boolean thought) {
            return parts.stream()
                    .filter(part -> part.thought().orElse(false) == thought)
                    .flatMap(part -> part.text().stream())
                    .collect(Collectors.joining());
        }

        private static Called called(FunctionCall call) {
            return new Called(call.name().orElse(""), call.args().orElse(Map.of()));
        }

        private Finish finish(List<GenerateContentResponse> chunks) {
            String reason = chunks.stream()
                    .flatMap(chunk -> chunk.candidates().orElse(List.of()).stream())
                    .flatMap(candidate -> candidate.finishReason().stream())
                    .map(FinishReason::toString)
                    .reduce("", (_, last) -> last);
            return switch (reason) {
                case "STOP" -> calls.isEmpty() ? Finish.STOP : Finish.TOOLS;
                case "MAX_TOKENS" -> Finish.LENGTH;
                default -> Finish.OTHER;
            };
        }
    }
}
