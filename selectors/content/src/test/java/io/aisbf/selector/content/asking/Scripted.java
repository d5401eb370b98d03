// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A selection model that answers what a test says, and keeps what it was asked. */
final class Scripted implements Models {
    static final List<Candidate> CANDIDATES = List.of(
            new Candidate("coding", 1, "Programming, debugging and technical tasks"),
            new Candidate("general", 1, "Everything else"),
            new Candidate("openai/gpt-4o", 1, "Pictures and long texts"));

    final BlockingQueue<ChatRequest> asked = new LinkedBlockingQueue<>();
    private final Function<ChatRequest, ChatResponse> answer;

    Scripted(Function<ChatRequest, ChatResponse> answer) {
        this.answer = answer;
    }

    static Scripted saying(String text) {
        return new Scripted(request -> response(text, FinishReason.Known.STOP));
    }

    static ChatResponse response(String text, FinishReason finish) {
        Message message = Message.of(Role.ASSISTANT, text);
        return ChatResponse.of("1", "m", List.of(new ChatResponse.Choice(0, message, finish)), Usage.NONE);
    }

    @Override
    public ChatResponse ask(ChatRequest request, Call call) {
        asked.add(request);
        return answer.apply(request);
    }

    static Deciding strategy(Models models, Map<String, Object> more) {
        return strategy(FixedContext.of(new PlainJson()).withModels(models), more);
    }

    static Deciding strategy(FixedContext context, Map<String, Object> more) {
        Map<String, Object> settings = new LinkedHashMap<>(Map.of("selection_model", "picker", "fallback", "general"));
        settings.putAll(more);
        return (Deciding) new AskingFactory().create(MapSettings.of(settings), context);
    }

    static ChatRequest prompt(String text) {
        return ChatRequest.of("autoselect/x", List.of(Message.of(Role.USER, text)));
    }

    static Call call() {
        return Call.start("test", Duration.ofMinutes(1));
    }

    /** What comes of an answer to that prompt. */
    static Decision decided(String answer, String prompt) throws Exception {
        try (Deciding strategy = strategy(saying(answer), Map.of())) {
            return strategy.decide(prompt(prompt), CANDIDATES, call());
        }
    }

    static String first(Decision decision) {
        return decision.decided() ? decision.order().getFirst().target() : "nobody";
    }

    static String tag(String name) {
        return "<aisbf_model_autoselection>" + name + "</aisbf_model_autoselection>";
    }
}
