// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Plugins;
import io.aisbf.runtime.choose.Choice;
import io.aisbf.runtime.choose.Choosing;
import io.aisbf.runtime.route.Chooser;
import io.aisbf.runtime.route.Group;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often a model is asked where rules and embeddings have their say before: the gateway's own way of choosing, with the
 * strategies as they are shipped. The model that is asked names the first candidate, whatever it reads.
 *
 * @param prompts how many were put
 * @param asked for how many of them the model was asked
 * @param before how many were decided before it was, and rightly
 */
record AskedShare(int prompts, int asked, int before) {
    private static final List<String> CHAIN = List.of("rules", "embedding", "autoselect");
    private static final Map<String, Map<String, Object>> SETTINGS = Map.of(
            "rules",
            Map.of("rules", List.of(Map.of("name", "fenced", "when", Map.of("code_share", ">=0.5"), "use", "coding"))),
            "autoselect",
            Map.of("selection_model", "picker"));

    /** A model that is asked beside those that make embeddings. */
    private static final class Picker implements Models {
        private final LocalModels local;
        private final String named;
        private int asked;

        Picker(LocalModels local, String named) {
            this.local = local;
            this.named = named;
        }

        @Override
        public ChatResponse ask(ChatRequest request, Call call) {
            asked++;
            Message message =
                    Message.of(Role.ASSISTANT, "<aisbf_model_autoselection>" + named + "</aisbf_model_autoselection>");
            return ChatResponse.of(
                    "1", "picker", List.of(new ChatResponse.Choice(0, message, FinishReason.Known.STOP)), Usage.NONE);
        }

        @Override
        public EmbeddingReply embed(EmbeddingRequest request, Call call) throws IOException, InterruptedException {
            return local.embed(request, call);
        }
    }

    /** Puts all prompts; empty where a strategy of the chain is not there. */
    static Optional<AskedShare> of(Traffic traffic, LocalModels local) throws InterruptedException {
        Picker picker = new Picker(local, traffic.candidates().getFirst().target());
        List<Chooser> choosers = new ArrayList<>();
        for (String word : CHAIN) {
            Optional<SelectionStrategy> strategy =
                    Plugins.strategy(word, Counting.tokens(), picker, SETTINGS.getOrDefault(word, Map.of()));
            if (strategy.isEmpty()) {
                return Optional.empty();
            }
            choosers.add(new Chooser(word, "content", strategy.get(), Chooser.USUAL_GATE));
        }
        return Optional.of(measured(traffic, group(choosers, traffic.candidates()), picker));
    }

    private static Group group(List<Chooser> choosers, List<Candidate> candidates) {
        return new Group(
                Group.Kind.AUTOSELECT, "smart", "", choosers, candidates, Map.of(), Optional.empty(), Group.Care.NONE);
    }

    private static AskedShare measured(Traffic traffic, Group group, Picker picker) throws InterruptedException {
        int before = 0;
        for (Traffic.Put put : traffic.prompts()) {
            ChatRequest request = ChatRequest.of("autoselect/smart", List.of(Message.of(Role.USER, put.text())));
            Choice choice = Choosing.choose(
                    group, traffic.candidates(), request, Call.start("evaluation", Duration.ofMinutes(5)));
            boolean right = choice.order().getFirst().target().equals(put.route());
            before += right && !choice.by().equals("autoselect") ? 1 : 0;
        }
        return new AskedShare(traffic.prompts().size(), picker.asked, before);
    }
}
