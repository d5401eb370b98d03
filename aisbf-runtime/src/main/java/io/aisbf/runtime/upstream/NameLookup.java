// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the addresses of a name in bounded time.
 *
 * <p>The system's resolver cannot be interrupted and holds its carrier thread, so it runs on a platform thread of its
 * own and the caller waits for the result only as long as it likes. Callers that ask for the same name share one
 * look-up: a resolver that hangs costs one thread a name, not one a request.
 */
final class NameLookup implements AutoCloseable {
    private final HttpUpstream.Resolver resolver;
    private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("upstream-lookup-", 1).factory());

    NameLookup(HttpUpstream.Resolver resolver) {
        this.resolver = resolver;
    }

    /** The addresses of a name, or of an address written as text. */
    List<InetAddress> addresses(String host, long nanos) throws IOException, InterruptedException {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException notALiteral) {
            return await(shared(host), host, nanos);
        }
    }

    private CompletableFuture<List<InetAddress>> shared(String host) {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> first = running.putIfAbsent(host, mine);
        if (first != null) {
            return first;
        }
        threads.execute(() -> {
            try {
                mine.complete(List.of(resolver.resolve(host)));
            } catch (UnknownHostException | RuntimeException e) {
                mine.completeExceptionally(e);
            } finally {
                running.remove(host);
            }
        });
        return mine;
    }

    private static List<InetAddress> await(CompletableFuture<List<InetAddress>> addresses, String host, long nanos)
            throws IOException, InterruptedException {
        try {
            return addresses.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("looking up the name");
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
