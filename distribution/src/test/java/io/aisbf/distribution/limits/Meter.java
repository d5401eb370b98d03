// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Pause;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.faults.RawUpstream.Tell;
import io.aisbf.distribution.survival.bed.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * An upstream that counts for itself what it is asked for, and answers every request as long as it may be. Its prompts
 * are words of one token each, so that it needs no vocabulary to count them.
 */
final class Meter implements AutoCloseable {
    /** What a single message adds: three round it, one for its role, three before the answer; OpenAI's cookbook. */
    private static final int ROUND_A_MESSAGE = 7;

    private final RawUpstream upstream = new RawUpstream(this::steps);
    private final IntPredicate failing;
    private final Duration time;
    private final IntUnaryOperator length;
    private final Map<String, Served> served = new HashMap<>();
    private final List<Long> changes = new ArrayList<>();
    private int asked;
    private int failed;
    private long input;
    private long output;

    /**
     * Begins to count.
     *
     * @param failing of the requests, numbered from 1, those that get a 500
     * @param time for which every request is held
     */
    Meter(IntPredicate failing, Duration time) {
        this(failing, time, IntUnaryOperator.identity());
    }

    /**
     * Begins to count.
     *
     * @param failing of the requests, numbered from 1, those that get a 500
     * @param time for which every request is held
     * @param length how many tokens an answer has, of those it may have
     */
    Meter(IntPredicate failing, Duration time, IntUnaryOperator length) {
        this.failing = failing;
        this.time = time;
        this.length = length;
    }

    /**
     * What it answered when it was asked for a model.
     *
     * @param asked how often it was asked
     * @param input tokens of the prompts that it answered
     * @param output tokens of its answers
     */
    record Served(int asked, long input, long output) {
        private Served plus(Served more) {
            return new Served(asked + more.asked, input + more.input, output + more.output);
        }
    }

    /** One that answers everything at once. */
    Meter() {
        this(_ -> false, Duration.ZERO);
    }

    /** The tokens of a prompt of so many words. */
    static int tokens(int words) {
        return words + ROUND_A_MESSAGE;
    }

    String endpoint() {
        return upstream.endpoint();
    }

    synchronized int asked() {
        return asked;
    }

    synchronized int failed() {
        return failed;
    }

    synchronized long input() {
        return input;
    }

    synchronized long output() {
        return output;
    }

    /** What it answered so far, by model. */
    synchronized Map<String, Served> served() {
        return Map.copyOf(served);
    }

    /**
     * The most that was ever allowed at a time, by its own record: each request counts with its prompt and its bound from
     * the moment it came; those that were refused, until they were told so. No window is looked at: all of it has to
     * happen within one.
     */
    synchronized long peak() {
        long sum = 0;
        long peak = 0;
        for (long change : changes) {
            sum += change;
            peak = Math.max(peak, sum);
        }
        return peak;
    }

    /** What was allowed in the end. */
    synchronized long sum() {
        return changes.stream().mapToLong(change -> change).sum();
    }

    private List<Step> steps(Request request) {
        JsonNode body = Tree.parse(request.body());
        int prompt = tokens(body.at("/messages/0/content").asText().strip().split(" ", -1).length);
        int most =
                body.path("max_tokens").asInt(body.path("max_completion_tokens").asInt());
        String model = body.path("model").asText();
        boolean fails = arrived(model, prompt + most);
        int spoken = length.applyAsInt(most);
        // Told before it is sent: from then on the gateway may lend the room to others.
        Step over = new Tell(() -> {
            if (fails) {
                failed(prompt + most);
            } else {
                answered(model, prompt, spoken, most);
            }
        });
        Send said = fails ? failure() : answer(body, prompt, spoken);
        return List.of(new Pause(time), over, said);
    }

    private synchronized boolean arrived(String model, long tokens) {
        changes.add(tokens);
        served.merge(model, new Served(1, 0, 0), Served::plus);
        return failing.test(++asked);
    }

    private synchronized void failed(long tokens) {
        failed++;
        changes.add(-tokens);
    }

    private synchronized void answered(String model, int prompt, int spoken, int most) {
        input += prompt;
        output += spoken;
        served.merge(model, new Served(0, prompt, spoken), Served::plus);
        changes.add((long) spoken - most);
    }

    private static Send failure() {
        return RawUpstream.reply(
                500, "application/json", "{\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}");
    }

    private static Send answer(JsonNode body, int prompt, int spoken) {
        String usage = "\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + spoken
                + ",\"total_tokens\":" + (prompt + spoken) + "}";
        if (!body.path("stream").asBoolean()) {
            String whole = Recorded.body(Recorded.TEXT);
            return RawUpstream.reply(
                    200, "application/json", whole.substring(0, whole.indexOf("\"usage\"")) + usage + "}");
        }
        List<String> events = List.of(
                Recorded.chunk("{\"role\":\"assistant\",\"content\":\"Hello\"}", "null"),
                Recorded.chunk("{}", "\"length\""),
                "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"text\","
                        + "\"choices\":[]," + usage + "}\n\n",
                "data: [DONE]\n\n");
        return new Send(RawUpstream.eventHead().bytes()
                + RawUpstream.chunk(String.join("", events)).bytes()
                + RawUpstream.lastChunk().bytes());
    }

    @Override
    public void close() {
        upstream.close();
    }
}
