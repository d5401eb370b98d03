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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The first candidate's stream is cut after each of its bytes, in order and by a reset; the second one is well. Before
 * the first content the client never learns of it; after it, the client is told in its protocol; a whole answer comes
 * in any case.
 */
@Timeout(360)
class CutAnywhereIT {
    private static final int WORKERS = 16;
    private static final List<Client> CLIENTS = Client.all();
    private static final String STREAM = Recorded.wire(Recorded.TEXT_WORDS);
    private static final String WHOLE = RawUpstream.reply(200, "application/json", Recorded.body(Recorded.TEXT))
            .bytes();
    private static final int CALLS = 2 * (STREAM.length() + WHOLE.length());
    private static final int SHOWN = 10;
    private static final int FIRST_CONTENT = STREAM.indexOf("Hello");
    /** Where the last event ends, with its empty line. */
    private static final int END = STREAM.indexOf("[DONE]\n\n") + "[DONE]\n\n".length();

    @Test
    void isSurvivedAtEveryByte() throws Exception {
        Map<Integer, String> wrong = new ConcurrentSkipListMap<>();
        AtomicInteger broken = new AtomicInteger();
        try (RawUpstream cut = new RawUpstream(CutAnywhereIT::cut);
                RawUpstream well = new RawUpstream(CutAnywhereIT::well);
                Product product = Product.start(configuration(cut, well))) {
            Caller caller = new Caller(product.address());
            Crowd.each(0, CALLS, WORKERS, number -> {
                boolean streamed = streamed(number);
                Client client = CLIENTS.get(number % CLIENTS.size());
                Answer answer = caller.ask(number, client, Capability.TEXT, "cut", streamed);
                Judgement judgement = Judge.of(client, answer, streamed, Recorded.TEXT);
                boolean mayBreak = streamed && offset(number) > FIRST_CONTENT && offset(number) < END;
                if (judgement.verdict() == Verdict.BROKEN && mayBreak) {
                    broken.incrementAndGet();
                } else if (judgement.verdict() != Verdict.ANSWERED) {
                    wrong.put(number, "offset " + offset(number) + " " + client.protocol() + " " + judgement);
                }
            });
            assertEquals(CALLS, cut.requests().size(), "each call asks the first candidate once");
        }
        assertEquals("", wrong.values().stream().limit(SHOWN).collect(Collectors.joining("\n")));
        assertTrue(broken.get() > 0, "some streams break after they have begun, or nothing was tried");
    }

    private static boolean streamed(int number) {
        return number / 2 < STREAM.length();
    }

    private static int offset(int number) {
        return streamed(number) ? number / 2 : number / 2 - STREAM.length();
    }

    private static List<Step> cut(Request request) {
        int number = Marks.call(request);
        String wire = streamed(number) ? STREAM : WHOLE;
        return List.of(new Send(wire.substring(0, offset(number))), number % 2 == 0 ? Act.FIN : Act.RESET);
    }

    private static List<Step> well(Request request) {
        return List.of(new Send(streamed(Marks.call(request)) ? STREAM : WHOLE));
    }

    private static String configuration(RawUpstream cut, RawUpstream well) {
        return """
            cooldown: {failures: 0}
            providers:
              cut: {type: openai, endpoint: "%s", api_key: sk-1, timeouts: {connect: 60s}}
              well: {type: openai, endpoint: "%s", api_key: sk-2, timeouts: {connect: 60s}}
            rotations:
              cut: {strategy: priority, models: {cut/text: 1, well/text: 1}}
            """.formatted(cut.endpoint(), well.endpoint());
    }
}
