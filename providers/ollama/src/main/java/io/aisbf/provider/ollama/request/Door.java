// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.wire.WireName;

/** The two ways in which Ollama is asked for text; they differ in where the words stand, and in little else. */
public enum Door {
    /** {@code POST /api/chat}: a conversation. */
    CHAT,
    /** {@code POST /api/generate}: one prompt. */
    GENERATE;

    private static final String LATEST = ":latest";

    /** The name of the protocol behind it. */
    public WireName format() {
        return this == CHAT ? WireName.OLLAMA_CHAT : WireName.OLLAMA_GENERATE;
    }

    /**
     * The name of a model without {@code :latest}, which Ollama's clients append to every name that has no tag and which
     * to Ollama means the same as none.
     */
    public static String untagged(String model) {
        boolean tagged = model.endsWith(LATEST) && model.length() > LATEST.length();
        return tagged ? model.substring(0, model.length() - LATEST.length()) : model;
    }
}
