// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason.Known;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.Fold;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EchoTest {
    @Test
    void repeatsTheLastUserMessage() throws Exception {
        ChatResponse response = ask(
                Map.of(),
                Asked.of(
                        Message.of(Message.Role.USER, "first"),
                        Message.of(Message.Role.ASSISTANT, "answer"),
                        Message.of(Message.Role.USER, "Hello,  world!\n")));
        assertEquals("Hello,  world!\n", text(response));
        assertEquals("echo-call", response.id());
        assertEquals("test-model", response.model());
        assertEquals(Known.STOP, response.choices().getFirst().finish());
        assertEquals(Usage.of(4, 2), response.usage());
    }

    @Test
    void repliesAsConfigured() throws Exception {
        Map<String, Object> settings = Map.of("reply", "{model} read {messages}: {text}", "reasoning", "Let me think.");
        ChatResponse response = ask(settings, Asked.of("{model}?"));
        assertEquals("test-model read 1: {model}?", text(response));
        assertEquals(
                new Part.Reasoning("Let me think.", Optional.empty()),
                response.choices().getFirst().message().parts().getFirst());
        assertEquals(new Usage(1, 0, 0, 7, 3), response.usage());
    }

    @Test
    void stretchesAndCutsToTheLengthWanted() throws Exception {
        assertEquals("one two one two one", text(ask(Map.of("length", 5), Asked.of("one two"))));
        assertEquals("one", text(ask(Map.of("length", 1), Asked.of("one two"))));
        assertEquals("", text(ask(Map.of("length", 0), Asked.of("one two"))));
        assertEquals(
                1000, ask(Map.of("length", 1000), Asked.of("one two")).usage().output());
    }

    @Test
    void stopsWhereTheClientSays() throws Exception {
        ChatResponse stopped =
                ask(Map.of(), Asked.of("one two three").withSampling(sampling(0, List.of("three", " two"), 0)));
        assertEquals("one", text(stopped));
        assertEquals(Known.STOP, stopped.choices().getFirst().finish());
        ChatResponse cut = ask(Map.of(), Asked.of("one two three").withSampling(sampling(2, List.of(), 0)));
        assertEquals("one two", text(cut));
        assertEquals(Known.LENGTH, cut.choices().getFirst().finish());
        ChatResponse fits = ask(Map.of(), Asked.of("one two three").withSampling(sampling(3, List.of(), 0)));
        assertEquals(Known.STOP, fits.choices().getFirst().finish());
    }

    @Test
    void reasoningCountsAsOutputToo() throws Exception {
        ChatResponse cut =
                ask(Map.of("reasoning", "a b c"), Asked.of("one two").withSampling(sampling(2, List.of(), 0)));
        assertEquals("", text(cut));
        assertEquals(new Usage(2, 0, 0, 2, 2), cut.usage());
    }

    @Test
    void givesAsManyAnswersAsWanted() throws Exception {
        for (boolean streaming : List.of(false, true)) {
            ChatResponse response = ask(
                    Map.of(),
                    Asked.of("one two").withSampling(sampling(0, List.of(), 3)).withStreaming(streaming));
            assertEquals(
                    List.of("one two", "one two", "one two"),
                    response.choices().stream()
                            .map(choice -> choice.message().text())
                            .toList());
            assertEquals(Usage.of(2, 6), response.usage());
        }
        CallException many = assertThrows(
                CallException.class, () -> ask(Map.of(), Asked.of("x").withSampling(sampling(0, List.of(), 129))));
        assertEquals("n: 129 answers were asked for; ask for 1 to 128", many.getMessage());
    }

    @Test
    void describesWhatIsNoText() throws Exception {
        Part.Source inline = new Part.Source.Inline("image/png", "iVBORw0KGgo=");
        Part.Source link = new Part.Source.Link(URI.create("https://example.com/a.wav"));
        Message message = new Message(
                Message.Role.USER,
                List.of(
                        new Part.Text("What is this?"),
                        new Part.Image(inline, Optional.empty()),
                        new Part.Audio(link),
                        new Part.Document(new Part.Source.Uploaded("file-1"), Optional.of("a.pdf"))),
                Optional.empty());
        assertEquals(
                "What is this?\n[image image/png 8 bytes]\n[audio https://example.com/a.wav]\n[document a.pdf file-1]",
                text(ask(Map.of(), Asked.of(message))));
    }

    @Test
    void saysSoWhenThereIsNothingToRepeat() throws Exception {
        assertEquals("(nothing to echo)", text(ask(Map.of(), Asked.of(Message.of(Message.Role.SYSTEM, "Be good.")))));
        assertEquals("(nothing to echo)", text(ask(Map.of(), Asked.of("echo: {\"chunk\": 2}"))));
    }

    @Test
    void saysWhatItIsToldThatItCost() throws Exception {
        Map<String, Object> usage =
                Map.of("input_tokens", 1000, "cached_tokens", 900, "output_tokens", 50, "reasoning_tokens", 20);
        assertEquals(
                new Usage(1000, 900, 0, 50, 20),
                ask(Map.of("usage", usage), Asked.of("x")).usage());
    }

    @Test
    void failsAsConfigured() {
        CallException failure = assertThrows(
                CallException.class, () -> ask(Map.of("fail", "rate-limited", "retry_after", "7s"), Asked.of("x")));
        assertEquals(Failure.RATE_LIMITED, failure.failure());
        assertEquals(Optional.of(Duration.ofSeconds(7)), failure.details().retryAfter());
        assertEquals("echo was told to fail with RATE_LIMITED", failure.getMessage());
    }

    @Test
    void everyThirdCallFails() throws Exception {
        Echo echo = echo(Map.of("fail_rate", 3));
        for (int call = 1; call <= 9; call++) {
            if (call % 3 == 0) {
                CallException failure = assertThrows(CallException.class, () -> echo.chat(Asked.of("x"), call()));
                assertEquals(Failure.PROVIDER_FAILED, failure.failure());
            } else {
                assertEquals("x", text(Fold.whole(echo.chat(Asked.of("x"), call()))));
            }
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("chunk", 0),
                Map.of("length", 1_000_001),
                Map.of("fail", "SOMEHOW"),
                Map.of("fail_rate", -1),
                Map.of("dimensions", 0),
                Map.of("usage", Map.of("output_tokens", -1)))) {
            SettingsException refusal = assertThrows(SettingsException.class, () -> echo(wrong), wrong::toString);
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("test."), () -> "no place in " + refusal);
        }
    }

    @Test
    void listsTheConfiguredModels() {
        assertEquals(
                List.of(new ModelInfo("echo", "test", OptionalLong.empty())),
                echo(Map.of()).models(call()));
        assertEquals(
                List.of(
                        new ModelInfo("big", "test", OptionalLong.of(128_000)),
                        new ModelInfo("small", "test", OptionalLong.empty())),
                echo(Map.of("models", List.of(Map.of("name", "big", "context_size", 128_000), Map.of("name", "small"))))
                        .models(call()));
    }

    private static ChatResponse ask(Map<String, Object> settings, ChatRequest request) throws Exception {
        return Fold.whole(echo(settings).chat(request, call()));
    }

    private static Echo echo(Map<String, Object> settings) {
        return (Echo)
                new EchoFactory(new FakePatience()).create(MapSettings.of(settings), FixedContext.of(new PlainJson()));
    }

    private static String text(ChatResponse response) {
        return response.choices().getFirst().message().text();
    }

    private static Call call() {
        return Call.start("call", Duration.ofMinutes(1));
    }

    private static Sampling sampling(int maxTokens, List<String> stop, int choices) {
        return new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                maxTokens == 0 ? OptionalInt.empty() : OptionalInt.of(maxTokens),
                stop,
                OptionalLong.empty(),
                choices == 0 ? OptionalInt.empty() : OptionalInt.of(choices),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
