// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Upstream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * HTTP that goes nowhere: every request is written down and answered by a script. It counts the replies that nobody has
 * closed yet, so that a test notices a leak. For many threads.
 */
public final class ScriptedUpstream implements Upstream {
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    /** An upstream that must not be asked: a request is an {@link AssertionError}. */
    public ScriptedUpstream() {
        this(request -> {
            throw new AssertionError("nothing is scripted for " + request.method() + " " + request.uri());
        });
    }

    /** An upstream that answers what the script says. */
    public ScriptedUpstream(Script script) {
        this.script = script;
    }

    /** An upstream that always answers the same. */
    public static ScriptedUpstream answering(Answer answer) {
        return new ScriptedUpstream(request -> answer);
    }

    /** An upstream that takes every request and never answers; only an interrupt ends the wait. */
    public static ScriptedUpstream silent() {
        return new ScriptedUpstream(request -> {
            new CountDownLatch(1).await();
            throw new IllegalStateException("a silent upstream does not answer");
        });
    }

    /** What a request is answered with. */
    @FunctionalInterface
    public interface Script {
        /** The answer to a request. Called on the thread that sends. */
        Answer answer(Request request) throws IOException, InterruptedException;
    }

    /**
     * An answer.
     *
     * @param headers names in lower case
     * @param end what follows the last byte
     */
    @SuppressWarnings("ArrayRecordComponent") // a script, not a value: nobody compares answers
    public record Answer(int status, Map<String, String> headers, byte[] body, End end) {
        /** How an answer ends. */
        public enum End {
            /** As announced. */
            ANNOUNCED,
            /** The connection ends, and that is all there is to tell by. */
            UNANNOUNCED,
            /** The connection breaks: the read after the last byte throws {@link Failure#MALFORMED_REPLY}. */
            CUT
        }

        /** An answer of JSON. */
        public static Answer json(int status, String body) {
            return of(status, "application/json", body);
        }

        /** A stream of server-sent events. */
        public static Answer events(String body) {
            return of(200, "text/event-stream", body);
        }

        /** An answer of some content type, its text in UTF-8. */
        public static Answer of(int status, String mediaType, String body) {
            return new Answer(
                    status, Map.of("content-type", mediaType), body.getBytes(StandardCharsets.UTF_8), End.ANNOUNCED);
        }

        /** The first so many bytes of this answer, and what comes then. */
        public Answer upTo(int bytes, End then) {
            return new Answer(status, headers, Arrays.copyOf(body, bytes), then);
        }
    }

    @Override
    public Reply send(Request request, Call call) throws IOException, InterruptedException {
        requests.add(request);
        Answer answer = script.answer(request);
        open.incrementAndGet();
        return new Memory(answer, open);
    }

    /** What has been sent so far, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The body of the request sent last, as text. */
    public String lastBody() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer slice : requests.getLast().body()) {
            byte[] bytes = new byte[slice.remaining()];
            slice.duplicate().get(bytes);
            all.writeBytes(bytes);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** How many replies have not been closed. */
    public int open() {
        return open.get();
    }

    /** Whether every exchange ends within half a minute; one may end on another thread than the one that closed it. */
    public boolean allEnd() {
        long end = System.nanoTime() + 30_000_000_000L;
        while (open.get() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(100_000);
        }
        return open.get() == 0;
    }

    /** A reply that lies in memory. */
    private static final class Memory implements Reply {
        private final Answer answer;
        private final InputStream body;
        private final AtomicInteger open;
        private boolean closed;

        private Memory(Answer answer, AtomicInteger open) {
            this.answer = answer;
            InputStream all = new ByteArrayInputStream(answer.body());
            this.body = answer.end() == Answer.End.CUT ? new SequenceInputStream(all, new Broken()) : all;
            this.open = open;
        }

        @Override
        public int status() {
            return answer.status();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(answer.headers().get(name.toLowerCase(Locale.ROOT)));
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public boolean delimited() {
            return answer.end() != Answer.End.UNANNOUNCED;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }

    /** The end of a connection that broke. */
    private static final class Broken extends InputStream {
        @Override
        public int read() {
            throw new CallException(Failure.MALFORMED_REPLY, "the connection broke in the middle of the answer");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return read();
        }
    }
}
