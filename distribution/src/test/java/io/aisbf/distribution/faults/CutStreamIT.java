// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawClient.Answer;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A recorded stream is broken off after each of its bytes, in every way a stream can break. Never does the client see
 * an answer that looks finished: before anything went out it gets a 502 or 504, after that an error event and a
 * connection that ends without the last chunk.
 */
@Timeout(240)
class CutStreamIT {
    private static final Pattern ASKED = Pattern.compile("\"model\":\"(\\w+)-(\\d+)\"");
    private static final String LAST = "data: [DONE]";
    private static final String EVENTS = event("{\"role\":\"assistant\",\"content\":\"\"}", "null")
            + event("{\"content\":\"Grüße\"}", "null")
            + ": keep-alive\n\n"
            + event("{\"content\":\" \uD83D\uDE80\"}", "null")
            + event("{}", "\"stop\"")
            + "data:"
            + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n"
            + LAST + "\n\n";

    private static RawUpstream upstream;
    private static Product product;

    /** How the stream is framed, and how it breaks. */
    private enum Break {
        CHUNKED_FIN(true, Act.FIN),
        CHUNKED_RESET(true, Act.RESET),
        CLOSE_DELIMITED_FIN(false, Act.FIN),
        STALLED(true, Act.STALL);

        private final String recorded;
        private final Act act;

        Break(boolean chunked, Act act) {
            this.recorded = chunked ? chunked() : closed();
            this.act = act;
        }

        /** From this byte on the answer is whole, whatever may still be missing of its packing. */
        int whole() {
            return recorded.indexOf(LAST) + LAST.length();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        upstream = new RawUpstream(CutStreamIT::script);
        product = Product.start(Product.NO_COOLDOWN + """
            providers:
              up: {type: openai, endpoint: "%1$s", api_key: sk, retries: 0}
              hasty: {type: openai, endpoint: "%1$s", api_key: sk, timeouts: {first_byte: 250ms, idle: 250ms}, retries: 0}
            """.formatted(upstream.endpoint()));
    }

    @AfterAll
    static void stop() {
        product.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void neverLooksFinishedAtAnyOffset(Break how) throws Exception {
        Map<Integer, String> faults = new TreeMap<>();
        Semaphore few = new Semaphore(how.act == Act.STALL ? 128 : 8);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<String>>> judged = IntStream.range(0, how.recorded.length())
                    .mapToObj(offset -> threads.submit(limited(few, () -> fault(how, offset))))
                    .toList();
            for (int offset = 0; offset < judged.size(); offset++) {
                int at = offset;
                judged.get(at).get().ifPresent(fault -> faults.put(at, fault));
            }
        }
        assertEquals(Map.of(), faults);
    }

    @Test
    void deliversTheWholeStreamWhenNothingBreaks() throws IOException {
        Answer answer = ask(Break.CHUNKED_FIN, chunked().length());

        assertTrue(answer.complete(), answer.raw());
        assertTrue(answer.body().endsWith(LAST + "\n\n"), answer.raw());
        assertTrue(answer.body().contains("Grüße"), answer.raw());
    }

    private static <T> Callable<T> limited(Semaphore few, Callable<T> work) {
        return () -> {
            few.acquire();
            try {
                return work.call();
            } finally {
                few.release();
            }
        };
    }

    private static Optional<String> fault(Break how, int offset) throws IOException {
        Answer answer = ask(how, offset);
        if (offset >= how.whole() && answer.complete() && answer.status() == 200) {
            return Optional.empty();
        }
        if (answer.status() == 502 || answer.status() == 504) {
            boolean told = answer.complete() && answer.body().startsWith("{\"error\":{\"message\":\"");
            return told ? Optional.empty() : Optional.of("no error envelope: " + answer.raw());
        }
        if (answer.status() != 200) {
            return Optional.of("status: " + answer.raw());
        }
        if (answer.complete() || answer.body().contains(LAST)) {
            return Optional.of("looks finished: " + answer.raw());
        }
        return answer.body().contains("data: {\"error\":{\"message\":\"")
                ? Optional.empty()
                : Optional.of("no error event: " + answer.raw());
    }

    private static Answer ask(Break how, int offset) throws IOException {
        String question = RawClient.question(how + "-" + offset, true);
        // Only who waits in vain is in a hurry: everybody else may be slow on a busy machine.
        String asked = how.act == Act.STALL ? question.replace("up/", "hasty/") : question;
        return RawClient.exchange(product.address(), RawClient.chat(asked));
    }

    private static List<Step> script(Request request) {
        Matcher asked = ASKED.matcher(request.body());
        if (!asked.find()) {
            throw new AssertionError("no offset asked for in " + request.body());
        }
        Break how = Break.valueOf(asked.group(1));
        return List.of(new RawUpstream.Send(how.recorded.substring(0, Integer.parseInt(asked.group(2)))), how.act);
    }

    private static String event(String delta, String finish) {
        return "data:"
            + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String chunked() {
        StringBuilder stream = new StringBuilder(RawUpstream.eventHead().bytes());
        for (String event : EVENTS.split("(?<=\n\n)", -1)) {
            if (!event.isEmpty()) {
                stream.append(RawUpstream.chunk(event).bytes());
            }
        }
        return stream.append(RawUpstream.lastChunk().bytes()).toString();
    }

    private static String closed() {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                + RawUpstream.bytes(EVENTS);
    }
}
