// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import java.util.Locale;

/** What a client may ask for: the rows of the matrix. Each is a scenario of the doubles by the same name. */
public enum Capability {
    TEXT("a text"),
    UNICODE("text of all scripts, escapes, joined emoji"),
    LONG("a long answer in hundreds of pieces"),
    EMPTY("an empty answer"),
    SYSTEM("instructions, before and within the conversation"),
    IMAGE("an image, inline"),
    IMAGE_LINK("an image, by its link"),
    AUDIO("a recording"),
    PDF("a PDF file"),
    TOOL("a tool call and its result"),
    TOOLS_PARALLEL("three calls at once, two of one tool, and their results"),
    TOOL_RESULT("a history with a failed result and one that shows an image"),
    TOOL_CHOICE_AUTO("tool choice: free"),
    TOOL_CHOICE_NONE("tool choice: none"),
    TOOL_CHOICE_REQUIRED("tool choice: any"),
    TOOL_CHOICE_NAMED("tool choice: this one"),
    PARALLEL_OFF("one tool call at a time"),
    JSON_SCHEMA("an answer that fits a schema"),
    JSON_OBJECT("an answer that is any JSON object"),
    STOP("a stop sequence"),
    SAMPLING("temperature, and top_k where the client has it"),
    TOP_P("top_p"),
    SEED("a seed"),
    PENALTIES("penalties"),
    N2("two answers"),
    LOGPROBS("log-probabilities"),
    USER("who asks"),
    METADATA("notes on the request"),
    TIER("a class of service"),
    CACHE("prompt-cache markers or keys"),
    EFFORT("how hard to think"),
    THINKING("thoughts with their proof, there and back"),
    REFUSAL("a refusal"),
    CITATIONS("citations"),
    LENGTH("an answer cut at its limit"),
    FILTER("an answer that a safety system stopped"),
    USAGE("usage with cached and reasoning tokens");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /** {@return the scenario of the doubles} */
    public String scenario() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return what it is, for people} */
    public String words() {
        return words;
    }

    /** {@return whether tools are offered} */
    public boolean offersTools() {
        return name().startsWith("TOOL") || this == THINKING || this == PARALLEL_OFF;
    }

    /** {@return whether the conversation goes on with what the tools answer} */
    public boolean twoTurns() {
        return this == TOOL || this == TOOLS_PARALLEL || this == THINKING;
    }
}
