// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.cost;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.judge.Judge;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;

/**
 * Adds up what requests cost at a provider that caches prompts: what is byte for byte what the request before it began
 * with is read at a tenth of the price, everything else is written at five quarters (the multipliers of Claude). Messages
 * are compared as they go out on the wire.
 */
final class Bill {
    private static final double READ = 0.1;
    private static final double WRITE = 1.25;
    private static final Judge WIRE = Judge.ALL.getFirst();
    private static final Json JSON = new JacksonJson();

    private final Measure measure = new Measure();
    private List<RawJson> last = List.of();
    private long lastTokens;
    private int lastEpoch;
    private long cacheable;
    private long identical;
    private double cost;
    private long tokens;

    /**
     * One more request.
     *
     * @param epoch how often the history had been cut by then: what is sent may change when it is cut
     */
    void add(List<Message> messages, int epoch) {
        byte[] body = WIRE.wire(ChatRequest.of("model", messages));
        JsonObject object = JSON.object(body);
        List<RawJson> wire = JSON.array(object.get("messages").orElseThrow());
        if (wire.size() != messages.size()) {
            throw new IllegalStateException(messages.size() + " messages went out as " + wire.size());
        }
        int same = 0;
        long cached = 0;
        while (same < Math.min(last.size(), wire.size()) && wire.get(same).equals(last.get(same))) {
            cached += measure.count(Counting.MODEL, messages.get(same++));
        }
        long all = cached;
        for (Message message : messages.subList(same, messages.size())) {
            all += measure.count(Counting.MODEL, message);
        }
        cost += cached * READ + (all - cached) * WRITE;
        tokens += all;
        if (epoch == lastEpoch) {
            cacheable += lastTokens;
            identical += cached;
        }
        last = wire;
        lastTokens = all;
        lastEpoch = epoch;
    }

    /** Something beside, at the full price of that many tokens. */
    void addPlain(double extra) {
        cost += extra;
    }

    /** In tokens at the price of uncached input. */
    double cost() {
        return cost;
    }

    /** What the models had to read. */
    long tokens() {
        return tokens;
    }

    /** How much of what a provider had cached was found again, as long as the history was not cut. */
    double stable() {
        return cacheable == 0 ? 1 : (double) identical / cacheable;
    }
}
