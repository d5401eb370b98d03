// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.runtime.count.Tokens;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Counts as the gateway does once its vocabulary is loaded; takes a second the first time. */
public final class Counting {
    /** The model that everything is counted for, as {@code provider/model}. */
    public static final String MODEL = "openai/gpt-5";

    private static final long PAUSE = 5_000_000;
    private static final int PAUSES = 12_000;

    private static final Tokens TOKENS = loaded();

    private Counting() {}

    /** By o200k. */
    public static TokenCounter tokens() {
        return TOKENS;
    }

    /** What messages come to for a model of OpenAI, frames and media included. */
    public static long count(List<Message> messages) {
        return TOKENS.estimate(messages, "openai", "gpt-5").tokens();
    }

    /** What the gateway itself counts with. */
    public static Tokens gateway() {
        return TOKENS;
    }

    private static Tokens loaded() {
        Tokens tokens = new Tokens(new SplittableRandom(1));
        ChatRequest sample = ChatRequest.of("gpt-5", List.of(Message.of(Message.Role.USER, "Hello.")));
        for (int i = 0; tokens.estimate(sample, "openai", "gpt-5").rough(); i++) {
            if (i == PAUSES) {
                throw new IllegalStateException("the vocabulary is not loaded after a minute");
            }
            LockSupport.parkNanos(PAUSE);
        }
        return tokens;
    }
}
