// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final Tokens TOKENS = new Tokens(Runnable::run, new Random(2));

    @BeforeEach
    void load() {
        TOKENS.prepare("openai", "gpt-4o");
        TOKENS.prepare("openai", "gpt-4");
    }

    private static ChatRequest asking(String... said) {
        List<Message> messages = new ArrayList<>();
        for (String text : said) {
            messages.add(Message.of(messages.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, text));
        }
        return ChatRequest.of("m", messages);
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o-mini, OPENAI",
        "openai, o3-mini, OPENAI",
        "openai, chatgpt-4o-latest, OPENAI",
        "openai, gpt-4-0613, OPENAI_OLD",
        "openai, gpt-4.1, OPENAI",
        "openai, gpt-3.5-turbo, OPENAI_OLD",
        "openai, anthropic/claude-sonnet-5, CLAUDE",
        "openai, meta-llama/Llama-3.3-70B-Instruct, LLAMA",
        "openai, deepseek-r1-distill-qwen-32b, QWEN",
        "openai, deepseek-chat, DEEPSEEK",
        "openai, codestral-latest, MISTRAL",
        "ollama, qwen3:8b, QWEN",
        "ollama, orca-mini, OTHER",
        "openai, gpt-oss:120b, OPENAI",
        "anthropic, house-model, CLAUDE",
        "google, house-model, GEMINI",
        "acme, '', OTHER",
    })
    void knowsTheFamilyOfAModel(String type, String model, Family family) {
        assertEquals(family, Family.of(type, model));
    }

    @Test
    void countsAQuestionAsOpenAiDoes() {
        // "hello world" is two tokens, its frame three, and three more begin the answer.
        assertEquals(8, TOKENS.count(asking("hello world"), "openai", "gpt-4o"));
    }

    @Test
    void countsEveryKindOfPart() {
        long before = TOKENS.count(asking("go"), "openai", "gpt-4o");
        List<Part> parts = List.of(
                new Part.Text("go"),
                new Part.ToolCall("1", "weather", RawJson.of("{\"city\":\"Vienna\"}")),
                new Part.ToolResult("1", List.of(new Part.Text("it rains in Vienna")), false),
                new Part.Reasoning("I should look at the weather first", Optional.empty()),
                new Part.CachePoint(Optional.empty()));
        ChatRequest all = ChatRequest.of("m", List.of(new Message(Role.USER, parts, Optional.empty())));
        long after = TOKENS.count(all, "openai", "gpt-4o");
        assertTrue(after >= before + 15 && after <= before + 30, () -> before + " " + after);
    }

    @Test
    void countsATextForPluginsByTheTargetsName() {
        TargetTokens targets = new TargetTokens(TOKENS, Map.of("house", "anthropic"));
        assertEquals(2, targets.count("openai/gpt-4o", "hello world"));
        assertEquals(3, targets.count("unknown/claude-sonnet-5", "hello world"), "rounded up");
        assertEquals(3, targets.count("house/m", "hello world"), "the provider's kind tells the family");
        assertEquals(0, targets.count("rotation/coding", ""));
    }

    @Test
    void neverCountsLessForAMessageMore() {
        Random random = new Random(6);
        List<Message> messages = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(300); length > 0; length--) {
                text.appendCodePoint(random.nextInt(1, Character.MAX_CODE_POINT));
            }
            messages.add(Message.of(i % 2 == 0 ? Role.USER : Role.ASSISTANT, text.toString()));
            long now = TOKENS.count(ChatRequest.of("m", messages), "google", "gemini-2.5-pro");
            assertTrue(now > before, text::toString);
            before = now;
        }
    }

    @Test
    void learnsWhatAModelMakesOfItsPrompts() {
        Tokens tokens = new Tokens(Runnable::run, new Random(2));
        String text = "the quick brown fox jumps over the lazy dog ".repeat(200);
        tokens.prepare("anthropic", "claude-x");
        long before = tokens.count(asking(text), "anthropic", "claude-x");
        for (int i = 0; i < 50; i++) {
            Estimate estimate = tokens.estimate(asking(text), "anthropic", "claude-x");
            tokens.learn("anthropic", "claude-x", estimate, Usage.of(estimate.plain() * 2, 5));
        }
        assertEquals(2.0 * before, (double) tokens.count(asking(text), "anthropic", "claude-x"), before * 0.02);
        TargetTokens targets = new TargetTokens(tokens, Map.of("a", "anthropic"));
        assertEquals(2.0 * before, (double) targets.count(asking(text), "a/claude-x"), before * 0.02);
        // Prompts of one length do not tell how much of it is put round a request.
        assertEquals(2.0 * before, (double) targets.count(asking(text).messages(), "a/claude-x"), before * 0.25);
        assertEquals(2.0 * before, (double) targets.count("a/claude-x", text), before * 0.25);
        assertEquals(before, tokens.count(asking(text), "anthropic", "claude-y"), "another model");
        assertEquals(before, tokens.count(asking(text), "openai", "claude-x"), "another provider");
    }

    @Test
    void learnsNothingFromUsageThatSaysNothing() {
        List<Runnable> waiting = new ArrayList<>();
        Tokens tokens = new Tokens(waiting::add, new Random(2));
        Estimate rough = tokens.estimate(asking("hello"), "openai", "gpt-4o");
        assertTrue(rough.rough());
        tokens.learn("openai", "gpt-4o", rough, Usage.of(1000, 5));
        waiting.forEach(Runnable::run);
        Estimate estimate = tokens.estimate(asking("hello"), "openai", "gpt-4o");
        tokens.learn("openai", "gpt-4o", estimate, Usage.NONE);
        tokens.learn("openai", "gpt-4o", estimate, Usage.of(-5, 1));
        assertEquals(0, tokens.learned());
    }

    @Test
    void remembersAThousandModelsAtMost() {
        Estimate estimate = TOKENS.estimate(asking("hello"), "openai", "gpt-4o");
        for (int i = 0; i < 3_000; i++) {
            TOKENS.learn("acme", "made-up-" + i, estimate, Usage.of(20, 5));
        }
        assertEquals(1_000, TOKENS.learned());
    }

    @Test
    void countsAGrowingConversationForItsNewTurnOnly() {
        Random random = new Random(4);
        List<Message> messages = new ArrayList<>();
        long tokens = 0;
        while (tokens < 32_000) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 120; i++) {
                text.append(Integer.toString(random.nextInt(40_000), 36)).append(' ');
            }
            messages.add(Message.of(Role.USER, text.toString()));
            tokens += TOKENS.count(asking(text.toString()), "openai", "gpt-4o");
        }
        ChatRequest request = ChatRequest.of("m", messages);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 300; i++) {
            long start = System.nanoTime();
            TOKENS.count(request, "openai", "gpt-4o");
            best = Math.min(best, System.nanoTime() - start);
        }
        long micros = best / 1000;
        System.getLogger("count").log(System.Logger.Level.INFO, "32k tokens, warm: {0} us", micros);
        assertTrue(micros < 1_000, () -> micros + " us");
    }
}
