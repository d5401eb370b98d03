// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import io.aisbf.runtime.guard.Stage.Phase;
import io.helidon.webserver.CloseConnectionException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the HTTP engine reads: verified bytes only, and never a byte beyond the request it is at.
 *
 * <p>Each call gives a whole request head (with as much of a sized body as has come along) or a piece of body. The
 * engine asks again only when it needs more, so what it asks for tells where it thinks it is; when that is not where
 * this class knows the connection to be, the connection is closed rather than read on. Once a request was refused no
 * further byte is given out. The connection's thread only.
 */
final class Feed implements Supplier<byte[]> {
    /** What the owner of a feed does for it. */
    interface Owner {
        /** Whether the engine waits for a request, rather than for the rest of one. */
        boolean betweenRequests();

        /** The previous request is over; false when the connection must not serve another. */
        boolean anotherRequest();

        /** A request head has been read. */
        void requestBegins();

        /** Answers a request whose head is refused. */
        void answer(RefusedException refused, String path, boolean withBody);
    }

    private enum Part {
        HEAD,
        SIZED,
        CHUNKED
    }

    private final Inlet inlet;
    private final Stage stage;
    private final Owner owner;
    private final Head head;
    private final Chunks chunks = new Chunks();
    private byte[] raw = Inlet.END;
    private int at;
    private Part part = Part.HEAD;
    private long length;
    private long left;
    private Optional<RefusedException> refused = Optional.empty();

    Feed(Inlet inlet, Stage stage, int maximumHeadBytes, Owner owner) {
        this.inlet = inlet;
        this.stage = stage;
        this.owner = owner;
        this.head = new Head(maximumHeadBytes);
    }

    @Override
    public byte[] get() {
        boolean between = owner.betweenRequests();
        if (between != (part == Part.HEAD) || (between && refused.isPresent())) {
            throw new CloseConnectionException("a request was not read to its end");
        }
        if (refused.isPresent()) {
            throw refused.get();
        }
        return switch (part) {
            case HEAD -> head();
            case SIZED -> refusing(this::sized);
            case CHUNKED -> refusing(this::chunked);
        };
    }

    /** Whether the client may still be sending a request that nobody will read. */
    boolean unfinished() {
        return refused.isPresent() || part != Part.HEAD;
    }

    /** Path and query of the request under way; safe on the sweeper's thread after it expired the stage. */
    String path() {
        return head.path();
    }

    boolean headMethod() {
        return head.headMethod();
    }

    private byte[] head() {
        boolean fresh = Stage.phase(stage.word()) == Phase.HEAD;
        endAfterTheLast();
        head.begin();
        try {
            while (true) {
                if (at < raw.length) {
                    head.offer(raw, at);
                    raw = Inlet.END;
                    at = 0;
                }
                if (head.complete()) {
                    return first();
                }
                if (!fill(fresh || head.begun() ? Phase.HEAD : Phase.IDLE)) {
                    throw new CloseConnectionException("the client sends no more requests");
                }
            }
        } catch (RefusedException e) {
            refused = Optional.of(e);
            if (stage.enter(Phase.WORK)) {
                owner.answer(e, head.path(), !head.headMethod());
            }
            throw new CloseConnectionException("the request was refused", e);
        }
    }

    private void endAfterTheLast() {
        if (!owner.anotherRequest()) {
            throw new CloseConnectionException("the client has left");
        }
        if (head.last()) {
            // The engine says so to the client and then waits for the next request all the same.
            throw new CloseConnectionException("the client asked for the connection to be closed");
        }
    }

    private byte[] first() {
        if (!stage.enterRequest()) {
            throw late();
        }
        owner.requestBegins();
        raw = head.bytes();
        int end = head.end();
        if (head.chunked()) {
            chunks.begin();
            part = Part.CHUNKED;
        } else {
            length = head.length();
            int along = (int) Math.min(length, raw.length - end);
            end += along;
            left = length - along;
            part = left == 0 ? Part.HEAD : Part.SIZED;
        }
        return hand(head.start(), end);
    }

    private byte[] refusing(Supplier<byte[]> read) {
        try {
            byte[] piece = read.get();
            if (Stage.phase(stage.word()) != Phase.WORK && !stage.enter(Phase.WORK)) {
                throw late();
            }
            return piece;
        } catch (RefusedException e) {
            refused = Optional.of(e);
            throw e;
        }
    }

    private byte[] sized() {
        if (!fill(Phase.BODY)) {
            throw RefusedException.bad("The request body ended after " + (length - left) + " of " + length + " bytes.");
        }
        int count = (int) Math.min(left, raw.length - at);
        left -= count;
        part = left == 0 ? Part.HEAD : Part.SIZED;
        return hand(at, at + count);
    }

    private byte[] chunked() {
        while (true) {
            if (!fill(Phase.BODY)) {
                throw RefusedException.bad("The chunked request body ended before its last chunk.");
            }
            byte[] piece = chunks.read(raw, at);
            at = chunks.position();
            part = chunks.done() ? Part.HEAD : Part.CHUNKED;
            if (piece.length > 0) {
                return piece;
            }
        }
    }

    /** Makes sure of bytes in {@link #raw}; false at the end of what the client sends. */
    private boolean fill(Phase phase) {
        if (at < raw.length) {
            return true;
        }
        if (Stage.phase(stage.word()) != phase && !stage.enter(phase)) {
            throw late();
        }
        at = 0;
        raw = Inlet.END;
        try {
            raw = inlet.next();
        } catch (CloseConnectionException e) {
            throw Stage.phase(stage.word()) == Phase.EXPIRED ? late() : e;
        }
        if (raw.length == 0 && Stage.phase(stage.word()) == Phase.EXPIRED) {
            throw late();
        }
        return raw.length > 0;
    }

    private RuntimeException late() {
        return part == Part.HEAD
                ? new CloseConnectionException("a deadline of the connection has passed")
                : new RefusedException(408, "The request body came too slowly.", true);
    }

    private byte[] hand(int from, int to) {
        byte[] bytes = from == 0 && to == raw.length ? raw : Arrays.copyOfRange(raw, from, to);
        if (to == raw.length) {
            raw = Inlet.END;
            at = 0;
        } else {
            at = to;
        }
        return bytes;
    }
}
