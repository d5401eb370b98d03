// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

/** A provider's protocol: the columns of the matrix. */
enum Provider {
    OPENAI("double-openai", "openai-chat"),
    RESPONSES("double-responses", "openai-responses"),
    ANTHROPIC("double-anthropic", "anthropic-messages"),
    GOOGLE("double-google", "gemini-content"),
    OLLAMA("double-ollama", "ollama-chat");

    private final String target;
    private final String protocol;

    Provider(String target, String protocol) {
        this.target = target;
        this.protocol = protocol;
    }

    /** The name of the provider in the gateway's configuration. */
    String target() {
        return target;
    }

    String protocol() {
        return protocol;
    }
}
