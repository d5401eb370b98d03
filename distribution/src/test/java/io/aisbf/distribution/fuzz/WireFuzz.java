// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.fuzz;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One input for all readers. Its first three bytes choose who speaks, who listens and what is said; the rest is what
 * somebody sent. Whatever that is, only the failures of the contract may come out, what is written must be JSON, and no
 * input may take a second of the processor. A fuzzer calls {@link #fuzzerTestOneInput}; {@link FuzzCorpusTest} replays what was found.
 */
public final class WireFuzz {
    private static final long LIMIT_NANOS = 1_000_000_000L;
    /** Inputs during which classes are still being loaded and instrumented; the fuzzer's own limit holds for them. */
    private static final long WARM = 2_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final AtomicLong FED = new AtomicLong();
    private static final Map<String, String> PATH =
            Map.of("model", "m", "?alt", "sse", WireFormat.ENDPOINT, "/v1beta/{+model}:streamGenerateContent");

    private static final Json JSON = new JacksonJson();
    private static final List<WireFormat> FORMATS = Formats.all();
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final List<String> TYPES =
            List.of("application/json", "text/event-stream", "application/x-ndjson", "text/html");
    private static final int[] STATUSES = {400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 503, 529, 302, 418};

    private WireFuzz() {}

    /** What somebody sent, and to whom. */
    enum Kind {
        REQUEST,
        COUNT,
        EMBEDDING,
        WHOLE,
        STREAM,
        REFUSAL,
        VECTORS,
        MODELS
    }

    /** What the path of a request holds. */
    static Map<String, String> path() {
        return PATH;
    }

    /** The formats there are, in the order in which the first two bytes choose them. */
    static List<WireFormat> formats() {
        return FORMATS;
    }

    /** An input that says this. */
    static byte[] input(WireFormat from, WireFormat to, Kind kind, byte[] body) {
        byte[] input = new byte[body.length + 4];
        input[0] = (byte) FORMATS.indexOf(from);
        input[1] = (byte) FORMATS.indexOf(to);
        input[2] = (byte) KINDS.indexOf(kind);
        input[3] = 64;
        System.arraycopy(body, 0, input, 4, body.length);
        return input;
    }

    /** Feeds one input to the readers it names. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length < 4) {
            return;
        }
        WireFormat from = FORMATS.get((input[0] & 0xff) % FORMATS.size());
        WireFormat to = FORMATS.get((input[1] & 0xff) % FORMATS.size());
        Kind kind = KINDS.get((input[2] & 0xff) % KINDS.size());
        byte[] body = Arrays.copyOfRange(input, 4, input.length);
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            feed(from, to, kind, input[3] & 0xff, body);
        } catch (CallException | JsonException e) {
            // A failure of the contract, as it should be.
        }
        if (FED.incrementAndGet() > WARM && THREADS.getCurrentThreadCpuTime() - start > LIMIT_NANOS) {
            throw new AssertionError(
                    from.name() + " to " + to.name() + " " + kind + " took more than a second of the processor");
        }
    }

    private static void feed(WireFormat from, WireFormat to, Kind kind, int spice, byte[] body) throws Exception {
        Call call = Call.start("fuzz", Duration.ofMinutes(1));
        switch (kind) {
            case REQUEST -> request(from, to, JSON.object(body), call);
            case COUNT -> {
                if (from instanceof WireFormat.TokenCounting counting) {
                    to.writeRequest(counting.readCountRequest(JSON.object(body), PATH), call);
                }
            }
            case EMBEDDING -> embedding(from, to, JSON.object(body), call);
            case WHOLE -> reply(from, to, answer(200, 0, body, spice), false, call);
            case STREAM -> reply(from, to, answer(200, 1, body, spice), true, call);
            case REFUSAL -> {
                int status = STATUSES[spice % STATUSES.length];
                reply(from, to, answer(status, spice % 3 == 0 ? 3 : 0, body, spice), spice % 2 == 0, call);
            }
            case VECTORS -> vectors(from, to, answer(200, 0, body, spice), call);
            case MODELS -> models(from, to, answer(200, 0, body, spice), call);
        }
    }

    private static Trickle answer(int status, int type, byte[] body, int spice) {
        String mediaType = TYPES.get(type);
        Map<String, String> headers = spice % 5 == 0
                ? Map.of("content-type", mediaType, "retry-after", new String(body, StandardCharsets.ISO_8859_1))
                : Map.of("content-type", mediaType);
        return new Trickle(status, headers, body, 1 + spice, spice % 7 != 0);
    }

    private static void request(WireFormat from, WireFormat to, JsonObject body, Call call) {
        ChatRequest request = from.readRequest(body, PATH);
        request.messages();
        request.extras();
        WireBody same = from.writeRequest(request, call);
        if (!Arrays.equals(same.json().bytes(), body.bytes()) && !foreign(body)) {
            throw new AssertionError(from.name() + " does not relay what it read");
        }
        WireBody written = to.writeRequest(request, call);
        JSON.object(written.json().bytes());
        if (!from.name().equals(to.name())) {
            from.writeRequest(to.readRequest(written.json(), PATH), call);
        }
    }

    /** Whether a body brings back signatures of other providers, which are taken out of it. */
    private static boolean foreign(JsonObject body) {
        String text = body.toString();
        return text.contains("aisbf1") || text.contains("YWlzYmYxO") || text.contains("\\u");
    }

    private static void embedding(WireFormat from, WireFormat to, JsonObject body, Call call) {
        if (from instanceof WireFormat.Embeddings reader && to instanceof WireFormat.Embeddings writer) {
            var request = reader.readEmbeddingRequest(body, PATH);
            JSON.object(writer.writeEmbeddingRequest(request, call).json().bytes());
        }
    }

    private static void reply(
            WireFormat client, WireFormat upstream, Upstream.Reply answer, boolean streaming, Call call)
            throws IOException, InterruptedException {
        ChatRequest request = Seeds.question(client, streaming);
        MemorySink sink = new MemorySink();
        ReplyWriter writer = client.replyTo(request, sink, call);
        try (ChatReply reply = upstream.readReply(answer, request, call)) {
            switch (reply) {
                case ChatReply.Whole whole -> {
                    writer.whole(whole.response());
                    JSON.object(sink.bytes());
                }
                case ChatReply.Stream stream -> relay(stream, writer);
            }
        } catch (CallException e) {
            writer.fail(e);
        }
    }

    private static void relay(ChatReply.Stream stream, ReplyWriter writer) throws IOException, InterruptedException {
        for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
            writer.frame(frame.get());
            stream.ready();
            stream.usage();
        }
        writer.end();
    }

    private static void vectors(WireFormat client, WireFormat upstream, Upstream.Reply answer, Call call)
            throws IOException, InterruptedException {
        if (client instanceof WireFormat.Embeddings writer && upstream instanceof WireFormat.Embeddings reader) {
            var reply = reader.readEmbeddings(answer, call);
            reply.usage();
            writer.writeEmbeddings(reply, Seeds.texts(), new MemorySink());
        }
    }

    private static void models(WireFormat client, WireFormat upstream, Upstream.Reply answer, Call call)
            throws IOException, InterruptedException {
        if (client instanceof WireFormat.ModelListing writer && upstream instanceof WireFormat.ModelListing reader) {
            writer.writeModels(reader.readModels(answer, call), new MemorySink());
        }
    }
}
