// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A request that came with a prompt and was given a conversation instead: it is no longer what came off the wire. */
record RewordedPrompt(OllamaRequest asked, List<Message> messages) implements ChatRequest {
    RewordedPrompt {
        messages = List.copyOf(messages);
    }

    @Override
    public String model() {
        return asked.model();
    }

    @Override
    public boolean streaming() {
        return asked.streaming();
    }

    @Override
    public List<Tool> tools() {
        return asked.tools();
    }

    @Override
    public Optional<ToolChoice> toolChoice() {
        return asked.toolChoice();
    }

    @Override
    public Sampling sampling() {
        return asked.sampling();
    }

    @Override
    public Options options() {
        return asked.options();
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return asked.extras();
    }

    @Override
    public Set<String> binding() {
        return asked.binding();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.empty();
    }

    @Override
    public ChatRequest withModel(String changed) {
        return new RewordedPrompt(asked.withModel(changed), messages);
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        return new RewordedPrompt(asked, changed);
    }

    @Override
    public ChatRequest withStreaming(boolean changed) {
        return new RewordedPrompt(asked.withStreaming(changed), messages);
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        return new RewordedPrompt(asked.withSampling(changed), messages);
    }
}
