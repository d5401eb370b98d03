// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.wire;

/** The name of a protocol as it is spoken on the wire. */
public record WireName(String id) {
    /** OpenAI's chat completions, which most of the world speaks. */
    public static final WireName OPENAI_CHAT = new WireName("openai-chat");

    /** OpenAI's responses. */
    public static final WireName OPENAI_RESPONSES = new WireName("openai-responses");

    /** Anthropic's messages. */
    public static final WireName ANTHROPIC_MESSAGES = new WireName("anthropic-messages");

    /** Google's generateContent. */
    public static final WireName GEMINI_CONTENT = new WireName("gemini-content");

    /** Ollama's chat. */
    public static final WireName OLLAMA_CHAT = new WireName("ollama-chat");

    /** Ollama's generate. */
    public static final WireName OLLAMA_GENERATE = new WireName("ollama-generate");

    @Override
    public String toString() {
        return id;
    }
}
