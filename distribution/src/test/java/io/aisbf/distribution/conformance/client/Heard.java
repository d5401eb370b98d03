// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Said;
import java.util.List;
import java.util.Set;

/**
 * What a client got out of an answer, whole or streamed.
 *
 * @param texts the text of each choice
 * @param ids the ids of the calls, empty where the protocol has none
 * @param cited the links of its citations
 * @param weighed the tokens that came with their probability
 * @param turn the assistant's turn as this protocol's clients send it back
 */
public record Heard(
        List<String> texts,
        String thought,
        String refusal,
        List<Call> calls,
        List<String> ids,
        Said.Stop stop,
        Said.Bill bill,
        Set<String> cited,
        List<String> weighed,
        JsonNode turn) {
    /** A tool call as it arrived. */
    public record Call(String tool, JsonNode arguments) {}

    /** {@return everything that is the same whether streamed or not} */
    public String essence() {
        return texts + "|" + thought + "|" + refusal + "|" + calls + "|" + stop + "|" + bill + "|" + cited + "|"
                + weighed;
    }
}
