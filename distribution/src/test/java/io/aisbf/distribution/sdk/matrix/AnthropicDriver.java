// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.Base64PdfSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.DocumentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceAny;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.messages.Usage;
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
import java.util.stream.Collectors;

/** Anthropic's Java SDK, which speaks version 2026-10-21: no temperature any more. */
final class AnthropicDriver implements Driver {
    private final AnthropicClient client;

    AnthropicDriver(URI gateway) {
        client = AnthropicOkHttpClient.builder()
                .authToken("sk-client")
                .baseUrl(gateway.toString())
                .maxRetries(0)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    @Override
    public String label() {
        return "anthropic-java";
    }

    @Override
    public Set<Wish> able() {
        return EnumSet.complementOf(EnumSet.of(Wish.TEMPERATURE));
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
            case BadRequestException _ -> Trouble.BAD_REQUEST;
            case NotFoundException _ -> Trouble.NOT_FOUND;
            case RateLimitException _ -> Trouble.RATE;
            case InternalServerException _ -> Trouble.SERVER;
            default -> Trouble.OTHER;
        };
    }

    @Override
    public Conversation begin(String target, Question question) {
        MessageCreateParams.Builder ask = MessageCreateParams.builder()
                .model(target)
                .maxTokens(question.has(Wish.LENGTH) ? Question.LENGTH : Question.ENOUGH)
                .addUserMessageOfContentBlockParams(content(question));
        if (question.has(Wish.SYSTEM)) {
            ask.system(Question.SYSTEM);
        }
        if (question.has(Wish.TOOLS)) {
            ask.addTool(tool(Question.TOOL, Question.CITY)).addTool(tool("clock", Map.of()));
        }
        if (question.has(Wish.FORCED)) {
            ask.toolChoice(ToolChoiceAny.builder().build());
        }
        if (question.has(Wish.SCHEMA)) {
            ask.outputConfig(OutputConfig.builder().format(format()).build());
        }
        if (question.has(Wish.STOP)) {
            ask.addStopSequence(Question.STOP);
        }
        if (question.has(Wish.THINKING)) {
            ask.enabledThinking(Question.BUDGET);
        }
        return new Talk(ask);
    }

    private static List<ContentBlockParam> content(Question question) {
        List<ContentBlockParam> content = new ArrayList<>();
        content.add(ContentBlockParam.ofText(
                TextBlockParam.builder().text(question.words()).build()));
        if (question.has(Wish.IMAGE)) {
            content.add(ContentBlockParam.ofImage(ImageBlockParam.builder()
                    .source(Base64ImageSource.builder()
                            .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                            .data(Question.PNG)
                            .build())
                    .build()));
        }
        if (question.has(Wish.PDF)) {
            content.add(ContentBlockParam.ofDocument(DocumentBlockParam.builder()
                    .source(Base64PdfSource.builder().data(Question.PDF).build())
                    .build()));
        }
        return content;
    }

    private static Tool tool(String name, Map<String, Object> properties) {
        return Tool.builder()
                .name(name)
                .inputSchema(Tool.InputSchema.builder()
                        .putAdditionalProperty("properties", JsonValue.from(properties))
                        .build())
                .build();
    }

    private static JsonOutputFormat format() {
        JsonOutputFormat.Schema.Builder schema = JsonOutputFormat.Schema.builder();
        Question.schema(Question.PLACE)
                .forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        return JsonOutputFormat.builder().schema(schema.build()).build();
    }

    private final class Talk implements Conversation {
        private final MessageCreateParams.Builder ask;
        private List<ToolUseBlock> calls = List.of();

        Talk(MessageCreateParams.Builder ask) {
            this.ask = ask;
        }

        @Override
        public Answer ask(boolean stream) {
            Message whole = stream ? streamed() : client.messages().create(ask.build());
            ask.addMessage(whole);
            calls = whole.content().stream()
                    .flatMap(block -> block.toolUse().stream())
                    .toList();
            Usage usage = whole.usage();
            long cached = usage.cacheReadInputTokens().orElse(0L);
            return new Answer(
                    whole.content().stream()
                            .flatMap(block -> block.text().stream())
                            .map(block -> block.text())
                            .collect(Collectors.joining()),
                    thinking(whole.content()),
                    calls.stream().map(Talk::called).toList(),
                    finish(whole.stopReason()),
                    usage.inputTokens()
                            + cached
                            + usage.cacheCreationInputTokens().orElse(0L),
                    usage.outputTokens(),
                    OptionalLong.of(cached));
        }

        @Override
        public void results(List<String> contents) {
            List<ContentBlockParam> results = new ArrayList<>();
            for (int i = 0; i < contents.size(); i++) {
                results.add(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                        .toolUseId(calls.get(i).id())
                        .content(contents.get(i))
                        .build()));
            }
            ask.addUserMessageOfContentBlockParams(results);
        }

        private Message streamed() {
            MessageAccumulator whole = MessageAccumulator.create();
            try (StreamResponse<RawMessageStreamEvent> events =
                    client.messages().createStreaming(ask.build())) {
                events.stream().forEach(whole::accumulate);
            }
            return whole.message();
        }

        private static String thinking(List<ContentBlock> content) {
            return content.stream()
                    .flatMap(block -> block.thinking().stream())
                    .map(ThinkingBlock::thinking)
                    .collect(Collectors.joining());
        }

        private static Called called(ToolUseBlock call) {
            Map<String, Object> arguments =
                    call._input().convert(new com.fasterxml.jackson.core.type.TypeReference<Map<String, Object>>() {});
            return new Called(call.name(), arguments == null ? Map.of() : arguments);
        }

        private static Finish finish(Optional<StopReason> reason) {
            return switch (reason.map(StopReason::asString).orElse("")) {
                case "end_turn", "stop_sequence" -> Finish.STOP;
                case "max_tokens" -> Finish.LENGTH;
                case "tool_use" -> Finish.TOOLS;
                default -> Finish.OTHER;
            };
        }
    }
}
