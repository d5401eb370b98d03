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
import java.util.List;
import java.util.function.IntPredicate;

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
        this.failing = failing;
        this.time = time;
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
        boolean fails = arrived(prompt + most);
        // Told before it is sent: from then on the gateway may lend the room to others.
        Step over = new Tell(() -> over(fails, prompt, most));
        Send said = fails ? failure() : answer(body, prompt, most);
        return List.of(new Pause(time), over, said);
    }

    private synchronized boolean arrived(long tokens) {
        changes.add(tokens);
        return failing.test(++asked);
    }

    private synchronized void over(boolean fails, int prompt, int most) {
        if (fails) {
            failed++;
            changes.add(-(long) (prompt + most));
        } else {
            input += prompt;
            output += most;
        }
    }

    private static Send failure() {
        return RawUpstream.reply(
                500, "application/json", "{\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}");
    }

    private static Send answer(JsonNode body, int prompt, int most) {
        String usage = "\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + most
                + ",\"total_tokens\":" + (prompt + most) + "}";
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
