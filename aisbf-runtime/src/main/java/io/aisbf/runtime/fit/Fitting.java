// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static java.lang.System.Logger.Level.WARNING;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.route.ModelEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a conversation fit the model that is to answer it: when it comes to more than {@code condense_context} percent
 * of the model's context size, the model's condensation methods are asked in turn to say the older part shorter, until
 * it is below.
 *
 * <p>The gateway decides whether a result is legal. One that is not smaller, that parts a tool call from its result, or
 * that comes as an exception is discarded and the conversation goes on as it was: condensation may fail, the call may
 * not. A request for a model without {@code condense_context} is not even decoded.
 */
public final class Fitting {
    private static final System.Logger LOG = System.getLogger(Fitting.class.getName());
    private static final int PERCENT = 100;

    private final Map<String, CondensationMethod> methods;
    private final TokenCounter counter;

    /** Fits with these methods, by their types. */
    public Fitting(Map<String, CondensationMethod> methods, TokenCounter counter) {
        this.methods = new LinkedHashMap<>(methods);
        this.counter = counter;
    }

    /** A request as it is to be sent, and the methods that made it so, if any did. */
    public record Fitted(ChatRequest request, Optional<String> condensed) {}

    /** What a request comes to in tokens for that target, as far as can be told without asking it. */
    public long count(ChatRequest request, String target) {
        return Conversation.count(request, target, counter);
    }

    /** The request as this model is to get it. */
    public Fitted fit(ChatRequest request, String target, Optional<ModelEntry> model, Call call)
            throws InterruptedException {
        long limit = model.map(Fitting::threshold).orElse(Long.MAX_VALUE);
        if (limit == Long.MAX_VALUE || call.depth() > 0) {
            return new Fitted(request, Optional.empty());
        }
        List<Message> messages = request.messages();
        long now = Conversation.count(messages, target, counter);
        if (now <= limit) {
            return new Fitted(request, Optional.empty());
        }
        List<String> used = new ArrayList<>();
        List<Message> shorter = condense(messages, model.orElseThrow().condenseMethods(), used, target, limit, call);
        return used.isEmpty()
                ? new Fitted(request, Optional.empty())
                : new Fitted(request.withMessages(shorter), Optional.of(String.join(",", used)));
    }

    private static long threshold(ModelEntry model) {
        return model.contextSize().isEmpty()
                        || model.condenseContext().isEmpty()
                        || model.condenseContext().getAsInt() == 0
                        || model.condenseMethods().isEmpty()
                ? Long.MAX_VALUE
                : model.contextSize().getAsLong() * model.condenseContext().getAsInt() / PERCENT;
    }

    private List<Message> condense(
            List<Message> messages, List<String> names, List<String> used, String target, long limit, Call call)
            throws InterruptedException {
        List<Message> current = messages;
        for (String name : names) {
            long now = Conversation.count(current, target, counter);
            CondensationMethod method = methods.get(name);
            if (now <= limit || method == null) {
                continue;
            }
            Passage passage = Conversation.passage(current);
            long middle = Conversation.count(passage.changeable(), target, counter);
            if (passage.changeable().isEmpty()) {
                return current;
            }
            Budget budget = new Budget(target, middle, Math.max(0, limit - (now - middle)));
            Optional<List<Message>> shorter = attempt(name, method, passage, budget, call);
            if (shorter.isPresent()) {
                current = Conversation.join(passage, shorter.get());
                used.add(name);
            }
        }
        return current;
    }

    /** Asks one method; empty where its result is not to be used. */
    private Optional<List<Message>> attempt(
            String name, CondensationMethod method, Passage passage, Budget budget, Call call)
            throws InterruptedException {
        List<Message> result;
        try {
            result = Contained.run(
                    "condensation method '" + name + "'",
                    () -> List.copyOf(method.condense(passage, budget, call.nested())));
        } catch (CallException e) {
            LOG.log(
                    WARNING,
                    "condensation method {0} gave nothing ({1}); the conversation stays as it is",
                    name,
                    e.failure());
            return Optional.empty();
        }
        if (Conversation.count(result, budget.model(), counter) >= budget.now()) {
            return Optional.empty();
        }
        if (!callIds(result, true).equals(callIds(result, false))) {
            LOG.log(WARNING, "condensation method {0} parted a tool call from its result; discarded", name);
            return Optional.empty();
        }
        return Optional.of(result);
    }

    /** The ids of tool calls, or of tool results. */
    private static Set<String> callIds(List<Message> messages, boolean calls) {
        Set<String> ids = new HashSet<>();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                if (calls && part instanceof Part.ToolCall call) {
                    ids.add(call.id());
                } else if (!calls && part instanceof Part.ToolResult result) {
                    ids.add(result.callId());
                }
            }
        }
        return ids;
    }
}
