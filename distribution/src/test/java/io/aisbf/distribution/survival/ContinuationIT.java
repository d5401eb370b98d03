// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.survival.bed.Caller;
import io.aisbf.distribution.survival.bed.Caller.Answer;
import io.aisbf.distribution.survival.bed.Crowd;
import io.aisbf.distribution.survival.bed.Judge;
import io.aisbf.distribution.survival.bed.Judge.Judgement;
import io.aisbf.distribution.survival.bed.Judge.Verdict;
import io.aisbf.distribution.survival.bed.Marks;
import io.aisbf.distribution.survival.bed.Recorded;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Where its operator wants it, a stream that breaks off after it has begun is continued by the next candidate, and the
 * client's text is the uncut answer to the letter, wherever and however the first one broke and whatever the second one
 * makes of what was said. Where that is not safe, the client is told.
 */
@Timeout(360)
class ContinuationIT {
    private static final int WORKERS = 16;
    private static final int STRIDE = 41;
    private static final int SHOWN = 10;
    private static final List<Client> CLIENTS = Client.all();
    private static final List<String> WORDS = words();
    private static final String TEXT = String.join("", WORDS);
    private static final String STREAM = Recorded.wire(WORDS);
    /** Once it was said why the model stopped, nobody goes on: what may still come is the usage. */
    private static final int FINISHED = STREAM.indexOf("\"stop\"");

    private static final int CALLS = STREAM.length() / STRIDE * Break.values().length;
    private static final String CITY = "{\"city\":\"Köln\",\"n\":1}";
    private static final AtomicInteger CONTINUED = new AtomicInteger();

    private static RawUpstream breaking;
    private static RawUpstream going;
    private static Product product;

    /** How the first one breaks. */
    private enum Break {
        FIN,
        RESET,
        ERROR,
        STALL
    }

    /** What the second one makes of what was said. */
    private enum Manner {
        GOES_ON,
        STARTS_OVER,
        REPEATS_THE_END
    }

    @BeforeAll
    static void start() throws IOException {
        breaking = new RawUpstream(ContinuationIT::cut);
        going = new RawUpstream(ContinuationIT::goOn);
        product = Product.start("""
            cooldown: {failures: 0}
            providers:
              first: {type: openai, endpoint: "%s", api_key: sk-1, timeouts: {connect: 60s, first_byte: 5s, idle: 300ms}}
              second: {type: openai, endpoint: "%s", api_key: sk-2, timeouts: {connect: 60s}}
            rotations:
              long: {strategy: priority, continue_streams: true, models: {first/text: 1, second/text: 1}}
              plain: {strategy: priority, models: {first/text: 1, second/text: 1}}
            """.formatted(breaking.endpoint(), going.endpoint()));
    }

    @AfterAll
    static void stop() {
        product.close();
        breaking.close();
        going.close();
    }

    @Test
    void theTextIsTheUncutAnswer() throws Exception {
        Map<Integer, String> wrong = new ConcurrentSkipListMap<>();
        Caller caller = new Caller(product.address());
        Crowd.each(0, CALLS, WORKERS, number -> {
            Client client = CLIENTS.get(number % CLIENTS.size());
            Answer answer = caller.ask(number, client, Capability.TEXT, "long", true);
            Judgement judgement = Judge.of(client, answer, true, TEXT);
            boolean toldAtTheEnd = judgement.verdict() == Verdict.BROKEN && offset(number) > FINISHED;
            if (judgement.verdict() != Verdict.ANSWERED && !toldAtTheEnd) {
                wrong.put(
                        number,
                        client.protocol() + " " + how(number) + " at " + offset(number) + " " + manner(number) + ": "
                                + judgement);
            }
        });

        assertEquals(
                "", wrong.values().stream().limit(SHOWN).collect(Collectors.joining("\n")), wrong.size() + " in all");
        assertTrue(CONTINUED.get() > CALLS / 2, "streams were continued: " + CONTINUED);
    }

    @Test
    void withoutTheSettingTheClientIsTold() throws Exception {
        for (Client client : CLIENTS) {
            Answer answer = new Caller(product.address()).ask(middle(), client, Capability.TEXT, "plain", true);

            assertEquals(Verdict.BROKEN, Judge.of(client, answer, true, TEXT).verdict(), answer.toString());
        }
    }

    @Test
    void anOpenToolCallIsNotContinued() throws Exception {
        isTold(
                Capability.TOOL,
                CLIENTS.stream()
                        .filter(client ->
                                client.ask(Capability.TOOL, "long", true).isPresent())
                        .toList());
    }

    @Test
    void structuredOutputIsNotContinued() throws Exception {
        isTold(Capability.JSON_SCHEMA, CLIENTS);
    }

    private static void isTold(Capability capability, List<Client> clients) throws Exception {
        int before = going.requests().size();
        for (Client client : clients) {
            Answer answer = new Caller(product.address()).ask(middle(), client, capability, "long", true);

            assertEquals(Verdict.BROKEN, Judge.of(client, answer, true, TEXT).verdict(), answer.toString());
        }
        assertEquals(before, going.requests().size(), "nobody else is asked");
    }

    /** A call that is cut in the middle, in order. */
    private static int middle() {
        return CALLS / 2 / Break.values().length * Break.values().length;
    }

    private static Break how(int number) {
        return Break.values()[number % Break.values().length];
    }

    private static Manner manner(int number) {
        return Manner.values()[number / Break.values().length % Manner.values().length];
    }

    private static int offset(int number) {
        return number / Break.values().length * STRIDE;
    }

    private static List<Step> cut(Request request) {
        if (request.body().contains("\"tools\":")) {
            return List.of(new Send(toolCall()), Act.FIN);
        }
        if (request.body().contains("json_schema")) {
            return List.of(
                    new Send(begun(
                            Recorded.chunk("{\"content\":" + Recorded.quoted(CITY.substring(0, 9)) + "}", "null"))),
                    Act.FIN);
        }
        int number = Marks.call(request);
        String begun = STREAM.substring(0, offset(number));
        return switch (how(number)) {
            case FIN -> List.of(new Send(begun), Act.FIN);
            case RESET -> List.of(new Send(begun), Act.RESET);
            case STALL -> List.of(new Send(begun), Act.STALL);
            case ERROR -> List.of(new Send(withError(begun)), Act.STALL);
        };
    }

    /** An error where the next whole event would have been: within one nobody can say anything. */
    private static String withError(String begun) {
        int end = begun.lastIndexOf("\r\n");
        boolean head = begun.contains("\r\n\r\n");
        String whole = head ? begun.substring(0, Math.max(end + 2, begun.indexOf("\r\n\r\n") + 4)) : "";
        // Chunks end with a line end of their own after the event's; a size without its chunk must not stay.
        int chunk = whole.lastIndexOf("\n\n\r\n");
        String clean = chunk < 0 ? RawUpstream.eventHead().bytes() : whole.substring(0, chunk + 4);
        return clean
                + RawUpstream.chunk("data: {\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}\n\n")
                        .bytes();
    }

    private static String toolCall() {
        return begun(Recorded.chunk(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
                    + "\"arguments\":\"{\\\"city\\\":\"}}]}",
                "null"));
    }

    private static String begun(String event) {
        return RawUpstream.eventHead().bytes()
                + RawUpstream.chunk(Recorded.chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"))
                        .bytes()
                + RawUpstream.chunk(event).bytes();
    }

    private static List<Step> goOn(Request request) {
        String said = Marks.begun(request);
        if (!said.isEmpty()) {
            CONTINUED.incrementAndGet();
        }
        if (!TEXT.startsWith(said)) {
            return List.of(
                    RawUpstream.reply(400, "application/json", "{\"error\":{\"message\":\"not what was said\"}}"));
        }
        int from = switch (manner(Marks.call(request))) {
            case GOES_ON -> said.length();
            case STARTS_OVER -> 0;
            case REPEATS_THE_END -> threeWordsBefore(said);
        };
        return List.of(new Send(Recorded.wire(pieces(TEXT.substring(from)))));
    }

    /** Where the last three words of what was said begin; its end where there are not so many. */
    private static int threeWordsBefore(String said) {
        int at = said.length();
        for (int word = 0; word < 3; word++) {
            at = said.lastIndexOf(' ', at - 1);
            if (at < 0) {
                return said.length();
            }
        }
        return at + 1;
    }

    private static List<String> pieces(String text) {
        return Arrays.asList(text.split("(?<= )", -1));
    }

    private static List<String> words() {
        return Arrays.asList(
                ("The quick brown fox jumps over the lazy dog near a river bank while Grüße an alle reach the far"
                    + " shore and nobody counts how many words a model may say before its wire is cut; then another"
                    + " one takes up the thread exactly where it was lost.\n"
                    + "A second paragraph follows, with 42 numbers and \"quotes\".")
                        .split("(?<= )", -1));
    }
}
