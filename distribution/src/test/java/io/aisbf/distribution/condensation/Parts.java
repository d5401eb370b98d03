// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.condensation;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.faults.RawUpstream.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that reads a long text part by part: it answers each with what is written for it there, {@code seal 3-17}, and
 * at last says the seals that were put before it, in their order. The name of the model says what goes wrong:
 * {@code failing} fails at the second part, {@code slow} answers the first when the last has come, {@code stalled} never
 * answers, {@code held} keeps back all but the first piece of its last answer.
 */
final class Parts implements AutoCloseable {
    /** What it counts for a question about a part. */
    static final int PART_TOKENS = 900;
    /** What it counts for the last question. */
    static final int LAST_TOKENS = 321;

    private static final Pattern PART = Pattern.compile("This is part (\\d+) of (\\d+) of");
    private static final Pattern ANSWER = Pattern.compile("\\[From part (\\d+) of (\\d+):\\]\\s+(seal \\d+-\\d+)");
    private static final String DONE = "data: [DONE]\n\n";

    private final RawUpstream upstream = new RawUpstream(this::steps);
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> mostAtOnce = new ConcurrentHashMap<>();
    private final CountDownLatch lastPartCame = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);

    String endpoint() {
        return upstream.endpoint();
    }

    /** What came for a model, in the order in which it came. */
    List<Request> asked(String model) {
        return upstream.requests().stream()
                .filter(request -> body(request).path("model").asText().equals(model))
                .toList();
    }

    /** How many parts were under way at once for a model. */
    int mostAtOnce(String model) {
        return mostAtOnce.getOrDefault(model, new AtomicInteger()).get();
    }

    /** Lets {@code held} go on. */
    void release() {
        held.countDown();
    }

    static JsonNode body(Request request) {
        return Tree.parse(new String(
                request.body().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                java.nio.charset.StandardCharsets.UTF_8));
    }

    /** What the user says last in a request. */
    static String said(Request request) {
        JsonNode messages = body(request).path("messages");
        return messages.path(messages.size() - 1).path("content").asText();
    }

    @Override
    public void close() {
        upstream.close();
    }

    private List<Step> steps(Request request) {
        JsonNode body = body(request);
        String model = body.path("model").asText();
        Matcher part = PART.matcher(said(request));
        return part.find()
                ? part(model, Integer.parseInt(part.group(1)), Integer.parseInt(part.group(2)))
                : last(model, said(request), body.path("stream").asBoolean());
    }

    private List<Step> part(String model, int number, int all) {
        AtomicInteger now = underWay.computeIfAbsent(model, _ -> new AtomicInteger());
        mostAtOnce.computeIfAbsent(model, _ -> new AtomicInteger()).accumulateAndGet(now.incrementAndGet(), Math::max);
        if (number == all && model.equals("slow")) {
            lastPartCame.countDown();
        }
        Step over = new RawUpstream.Tell(now::decrementAndGet);
        return switch (model) {
            case "stalled" -> List.of(Act.STALL);
            case "slow" ->
                number == 1
                        ? List.of(new Wait(lastPartCame), over, answer(seal(number, all), PART_TOKENS))
                        : List.of(over, answer(seal(number, all), PART_TOKENS));
            case "failing" ->
                number == 2
                        ? List.of(over, RawUpstream.reply(500, "application/json", "{\"error\":{\"message\":\"no\"}}"))
                        : List.of(over, answer(seal(number, all), PART_TOKENS));
            default -> List.of(over, answer(seal(number, all), PART_TOKENS));
        };
    }

    /** What is answered to a part. */
    static String seal(int number, int all) {
        return "seal " + number + "-" + all;
    }

    private List<Step> last(String model, String said, boolean stream) {
        List<String> seals = new ArrayList<>();
        Matcher answers = ANSWER.matcher(said);
        while (answers.find()) {
            seals.add(answers.group(3));
        }
        if (!stream) {
            return List.of(answer(String.join(", ", seals), LAST_TOKENS));
        }
        List<Step> steps = new ArrayList<>(List.of(RawUpstream.eventHead()));
        for (int i = 0; i < seals.size(); i++) {
            steps.add(chunk("\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\""
                    + (i == 0 ? "" : ", ") + seals.get(i) + "\"},\"finish_reason\":null}]"));
            if (i == 0 && model.equals("held")) {
                steps.add(new Wait(held));
            }
        }
        steps.add(chunk("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]"));
        steps.add(chunk("\"choices\":[],\"usage\":" + usage(LAST_TOKENS)));
        steps.add(RawUpstream.chunk(DONE));
        steps.add(RawUpstream.lastChunk());
        return steps;
    }

    private static Step answer(String text, int tokens) {
        return RawUpstream.reply(
                200,
                "application/json",
                "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                        + "\"},\"finish_reason\":\"stop\"}],\"usage\":" + usage(tokens) + "}");
    }

    private static Step chunk(String members) {
        return RawUpstream.chunk(
                "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\"," + members
                        + "}\n\n");
    }

    private static String usage(int tokens) {
        return "{\"prompt_tokens\":" + tokens + ",\"completion_tokens\":5,\"total_tokens\":" + (tokens + 5) + "}";
    }
}
