// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import io.aisbf.distribution.conformance.Expected.Fate;
import io.aisbf.distribution.conformance.Expected.Mark;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.conformance.client.Heard;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Said.Bill;
import io.aisbf.distribution.doubles.Tree;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** Whether what a client heard is what the provider said, as far as both have words for it. */
final class Comparison {
    private Comparison() {}

    static void check(Heard heard, Said said, Client client, Provider provider, Capability capability, Fate fate) {
        boolean relay = client.protocol().equals(provider.protocol());
        if (capability == Capability.REFUSAL) {
            refusal(heard, said, provider);
            return;
        }
        same("texts", Collections.nCopies(said.choices(), said.text()), heard.texts());
        same("thought", said.thought().orElse(""), heard.thought());
        same(
                "calls",
                said.calls().stream()
                        .map(call -> new Heard.Call(call.tool(), Tree.parse(call.arguments())))
                        .toList(),
                heard.calls());
        List<String> ids = heard.ids().stream().filter(id -> !id.isEmpty()).toList();
        same("distinct ids", ids.size(), new HashSet<>(ids).size());
        same("stop", stop(said, provider, relay), heard.stop());
        same("usage", bill(said.bill(), client, provider), heard.bill());
        boolean untold = fate.mark() == Mark.UNTOLD;
        if (!untold) {
            same("citations", said.sources().stream().map(Said.Source::url).toList(), List.copyOf(heard.cited()));
            List<String> weighed = said.weighed() ? said.words() : List.of();
            same("log-probabilities", weighed, heard.weighed());
        }
    }

    /** Whoever has no words for a refusal says it as text; Gemini refuses without a word. */
    private static void refusal(Heard heard, Said said, Provider provider) {
        String words = heard.texts().getFirst() + heard.refusal();
        same("refusal", provider == Provider.GOOGLE ? "" : said.refusal().orElse(""), words);
        boolean plain = provider == Provider.OPENAI || provider == Provider.RESPONSES || provider == Provider.OLLAMA;
        if (!plain && heard.stop() != Said.Stop.FILTER && heard.stop() != Said.Stop.DONE) {
            throw new AssertionError("a refusal stops it: " + heard);
        }
    }

    private static Said.Stop stop(Said said, Provider provider, boolean relay) {
        return switch (said.stop()) {
            // Only Anthropic tells that a sequence was met, and which.
            case SEQUENCE -> relay && provider == Provider.ANTHROPIC ? Said.Stop.SEQUENCE : Said.Stop.DONE;
            // Ollama has no word for it.
            case FILTER -> provider == Provider.OLLAMA ? Said.Stop.DONE : Said.Stop.FILTER;
            default -> said.stop();
        };
    }

    private static Bill bill(Bill bill, Client client, Provider provider) {
        if (client.protocol().startsWith("ollama") || provider == Provider.OLLAMA) {
            return new Bill(bill.input(), 0, 0, bill.output(), 0);
        }
        boolean writes =
                provider == Provider.ANTHROPIC && !List.of("gemini-content").contains(client.protocol());
        return new Bill(bill.input(), bill.cached(), writes ? bill.written() : 0, bill.output(), bill.reasoning());
    }

    private static void same(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(what + ": expected " + expected + ", got " + found);
        }
    }
}
