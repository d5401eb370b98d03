// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.aisbf.api.call.Call.Client;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.access.Keyring;
import io.aisbf.runtime.access.Visitor;
import io.aisbf.runtime.guard.RefusedException;
import io.aisbf.runtime.guard.Watch;
import io.aisbf.runtime.load.Body;
import io.aisbf.runtime.load.Load;
import io.aisbf.runtime.observe.CallRecord;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * One HTTP request and its answer, as endpoints see them: nothing of the server's own types leaks further in. Belongs
 * to the thread that carries it.
 */
public final class Exchange {
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie", "proxy-authorization");
    private static final HeaderName X_API_KEY = HeaderNames.create("x-api-key");
    private static final List<HeaderName> OTHER_KEYS =
            List.of(HeaderNames.create("x-goog-api-key"), HeaderNames.create("api-key"));

    private final ServerRequest request;
    private final ResponseSink sink;
    private final CallRecord record;
    private final Function<ServerRequest, Watch> watching;
    private final Load load;
    private Optional<Load.Admission> admission = Optional.empty();
    private boolean bodyRead;
    private Visitor visitor = new Visitor.Anybody();

    Exchange(
            ServerRequest request,
            ServerResponse response,
            CallRecord record,
            Function<ServerRequest, Watch> watching,
            Load load) {
        this.request = request;
        this.record = record;
        this.watching = watching;
        this.load = load;
        this.sink = new ResponseSink(response, record);
    }

    /** The method, in capitals. */
    public String method() {
        return request.prologue().method().text();
    }

    /** The path as the client spelled it, percent escapes and all. */
    public String rawPath() {
        return request.prologue().uriPath().rawPath();
    }

    /** The query as the client spelled it. */
    Query query() {
        return new Query(request.prologue().query().rawValue());
    }

    /** What its endpoint is found by. */
    Routes.Knock knock() {
        return new Routes.Knock(method(), rawPath(), query(), this::header);
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /** What is noted of it. */
    public CallRecord record() {
        return record;
    }

    /** The way back. */
    public ResponseSink sink() {
        return sink;
    }

    /** The sink as a protocol sees it. */
    public ReplySink reply() {
        return sink;
    }

    /** The call no longer counts among those under way. Called on every way out, and more than once on some. */
    void release() {
        admission.ifPresent(Load.Admission::close);
    }

    /** Whether there is a body of which not everything was read, so that what follows on the wire is no request. */
    boolean bodyLeft() {
        return !bodyRead && request.content().hasEntity();
    }

    /** Watches for the client's leaving, from now until the watch is closed. */
    public Watch watch() {
        return watching.apply(request);
    }

    /** Finds out who asks, by the key it shows. */
    void admit(Keyring keys, Door door) {
        try {
            visitor = keys.admit(key(), door);
        } catch (CallException e) {
            if (e.failure() == Failure.UNAUTHENTICATED) {
                sink.header("www-authenticate", "Bearer");
            }
            throw e;
        }
        if (!visitor.key().isEmpty()) {
            record.client(visitor.key());
        }
    }

    /** Who asks, as far as the gateway knows. */
    public Visitor visitor() {
        return visitor;
    }

    /** Who asks, as plugins may know it: the headers without credentials, and the key where it is to be passed on. */
    public Client client() {
        return new Client(
                name -> CREDENTIALS.contains(name) ? Optional.empty() : header(name),
                key().filter(_ -> visitor.ofNoGate()).map(Secret::new),
                visitor.key());
    }

    /**
     * The key the client showed, wherever its protocol has it. Of several the one in {@code x-api-key} counts: clients
     * that were told their key twice put the one that is meant there.
     */
    private Optional<String> key() {
        return named(X_API_KEY)
                .or(this::bearer)
                .or(() -> OTHER_KEYS.stream()
                        .flatMap(name -> named(name).stream())
                        .findFirst())
                .or(() -> query().key());
    }

    private Optional<String> named(HeaderName name) {
        return request.headers().first(name).map(String::strip).filter(key -> !key.isEmpty());
    }

    private Optional<String> bearer() {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip())
                .filter(key -> !key.isEmpty());
    }

    private Load.Admission admit() {
        Load.Admission place = admission.orElseGet(load::admit);
        admission = Optional.of(place);
        return place;
    }

    /**
     * The body, read to its end. Whoever reads a body is a call from then on: the one place where calls are counted and
     * refused if there are too many.
     *
     * @throws CallException {@code UNSUPPORTED_MEDIA_TYPE}, {@code REQUEST_TOO_LARGE}, {@code OVERLOADED}, {@code
     *     INVALID_REQUEST} or {@code REQUEST_TIMED_OUT}
     */
    public byte[] jsonBody(long limit) {
        request.headers().first(HeaderNames.CONTENT_TYPE).ifPresent(Exchange::checkMediaType);
        request.headers().first(HeaderNames.CONTENT_ENCODING).ifPresent(Exchange::checkCoding);
        OptionalLong length = request.headers().contentLength();
        if (length.isPresent() && length.getAsLong() > limit) {
            throw tooLarge(limit);
        }
        Load.Admission place = admit();
        length.ifPresent(place::hold);
        try (InputStream in = request.content().inputStream()) {
            byte[] body = length.isPresent() ? Body.exactly(in, (int) length.getAsLong()) : readAll(in, limit, place);
            record.bytesIn(body.length);
            bodyRead = true;
            return body;
        } catch (RefusedException e) {
            record.logged(e.answered());
            throw refused(e);
        } catch (CallException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Whatever the server says while it reads, it means that there is nobody to read from any more.
            throw new CallException(Failure.CALLER_GONE, "the client left before its request was complete", e);
        }
    }

    private static byte[] readAll(InputStream in, long limit, Load.Admission place) throws IOException {
        byte[] body = Body.upTo(in, (int) Math.min(limit + 1, Body.MOST), place);
        if (body.length > limit) {
            throw tooLarge(limit);
        }
        return body;
    }

    /** What the guard found wrong with a body, as a failure of the call. */
    static CallException refused(RefusedException e) {
        return new CallException(Failures.ofRefusal(e.status().code()), String.valueOf(e.getMessage()), e);
    }

    private static CallException tooLarge(long limit) {
        return new CallException(
                Failure.REQUEST_TOO_LARGE,
                "the body is larger than the " + limit
                        + " bytes this gateway takes; send less, or raise server.max_request_bytes");
    }

    private static void checkCoding(String value) {
        if (!value.isBlank() && !value.strip().equalsIgnoreCase("identity")) {
            throw new CallException(
                    Failure.UNSUPPORTED_MEDIA_TYPE,
                    "content-encoding '" + value.strip() + "' is not understood here; send the body uncompressed");
        }
    }

    private static void checkMediaType(String value) {
        int end = value.indexOf(';');
        String type = (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            throw new CallException(
                    Failure.UNSUPPORTED_MEDIA_TYPE,
                    "content-type '" + type + "' is not understood here; send application/json");
        }
    }
}
