// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

import io.aisbf.api.call.Call;
import io.aisbf.wire.tool.ToolIds;

/**
 * The names that Ollama gives neither its answers nor, mostly, its tool calls, made from the name of the call: no two
 * answers share them, and an answer has the same ones however often it is read.
 *
 * @param answer of the answer
 * @param calls what the ids of its tool calls begin with, before their numbers
 */
record Names(String answer, String calls) {
    /** Room for the number behind it within what OpenAI's clients take. */
    private static final int LONGEST = ToolIds.OPENAI_LONGEST - 4;

    static Names of(Call call) {
        return new Names("ollama-" + call.id(), ToolIds.fitting("call_" + call.id(), LONGEST) + "_");
    }
}
