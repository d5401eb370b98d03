// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.runtime.count.Tokens;
import java.util.List;
import java.util.SplittableRandom;

/** Counts as the gateway does once its vocabulary is loaded; takes a second the first time. */
public final class Counting {
    /** The model that everything is counted for, as {@code provider/model}. */
    public static final String MODEL = "openai/gpt-5";

    private static final String PROVIDER = "openai";
    private static final String NAME = "gpt-5";
    private static final Tokens TOKENS = loaded();

    private Counting() {}

    /** By o200k. */
    public static TokenCounter tokens() {
        return (_, text) -> TOKENS.count(text, PROVIDER, NAME);
    }

    /** What messages come to for a model of OpenAI, frames and media included. */
    public static long count(List<Message> messages) {
        return TOKENS.estimate(messages, PROVIDER, NAME).tokens();
    }

    /** What all of a request comes to. */
    public static long count(ChatRequest request) {
        return TOKENS.count(request, PROVIDER, NAME);
    }

    private static Tokens loaded() {
        Tokens tokens = new Tokens(Runnable::run, new SplittableRandom(1));
        tokens.prepare(PROVIDER, NAME);
        return tokens;
    }
}
