// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.call;

import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Upstream.Deadlines;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One client request on its way through the gateway: its name in the log, who asks, when it must be over, how deeply it
 * is nested, and what could not be carried. Made by the gateway, handed to every plugin that takes part; safe to share
 * between threads.
 *
 * <p>There is no cancel method: a call is cancelled by interrupting the thread that carries it.
 */
public final class Call {
    private final String id;
    private final Client client;
    private final LongSupplier nanoTime;
    private final long deadline;
    private final int depth;
    private final boolean strict;
    private final boolean rehearsal;
    private final List<Loss> losses;
    private final Optional<Deadlines> deadlines;

    private Call(
            String id,
            Client client,
            LongSupplier nanoTime,
            long deadline,
            int depth,
            boolean strict,
            boolean rehearsal,
            List<Loss> losses,
            Optional<Deadlines> deadlines) {
        this.id = id;
        this.client = client;
        this.nanoTime = nanoTime;
        this.deadline = deadline;
        this.depth = depth;
        this.strict = strict;
        this.rehearsal = rehearsal;
        this.losses = losses;
        this.deadlines = deadlines;
    }

    /**
     * A call that starts now.
     *
     * @param id its name in logs and headers
     * @param limit how long it may take in all
     */
    public static Call start(String id, Duration limit) {
        return start(id, Client.NOBODY, limit, System::nanoTime);
    }

    /** A call that starts now, asked by somebody, its time told by a clock that counts nanoseconds from anywhere. */
    public static Call start(String id, Client client, Duration limit, LongSupplier nanoTime) {
        return new Call(
                id,
                client,
                nanoTime,
                nanoTime.getAsLong() + limit.toNanos(),
                0,
                false,
                false,
                new CopyOnWriteArrayList<>(),
                Optional.empty());
    }

    /**
     * Who asks, as far as a provider may need to know.
     *
     * @param headers gives a request header by its name in lower case; knows no credentials
     * @param key the key the client showed, to be passed on by a provider that has none of its own; empty where the
     *     gateway itself asks for keys, for then it is none of the provider's
     * @param name what the operator calls the key that the client showed to the gateway; empty where it asks for none
     */
    public record Client(Function<String, Optional<String>> headers, Optional<Secret> key, String name) {
        /** A caller without headers or key: the gateway itself, or a test. */
        public static final Client NOBODY = new Client(name -> Optional.empty(), Optional.empty());

        /** A caller of a gateway that asks for no keys. */
        public Client(Function<String, Optional<String>> headers, Optional<Secret> key) {
            this(headers, key, "");
        }

        /** A header's value; the name in any case. */
        public Optional<String> header(String name) {
            return headers.apply(name.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Something the client asked for and did not get.
     *
     * @param member the member that was not carried, as a path such as {@code logit_bias}
     * @param reason why, in a few words
     */
    public record Loss(String member, String reason) {}

    /**
     * A call made on behalf of this one: same name, same client, same deadline, one deeper. The gateway refuses depth
     * 4.
     */
    public Call nested() {
        return new Call(id, client, nanoTime, deadline, depth + 1, strict, rehearsal, losses, Optional.empty());
    }

    /**
     * This call with the client's key withheld: for a provider that has a key of its own, so that whoever reads its
     * answer knows whose key was refused.
     */
    public Call withoutClientKey() {
        Client nameless = new Client(client.headers(), Optional.empty(), client.name());
        return new Call(id, nameless, nanoTime, deadline, depth, strict, rehearsal, losses, deadlines);
    }

    /** This call, refusing what it could not carry to the last hint instead of declaring it. */
    public Call strictly() {
        return new Call(id, client, nanoTime, deadline, depth, true, rehearsal, losses, deadlines);
    }

    /**
     * This call as one that is only looked at: what would be done is found out and told, no model outside this process is
     * asked on its behalf, and no plugin remembers anything of it. For the gateway.
     */
    public Call rehearsed() {
        return new Call(id, client, nanoTime, deadline, depth, strict, true, losses, deadlines);
    }

    /**
     * This call on its way to a model that is given so much time; what a provider sends over the gateway's HTTP is
     * held to these deadlines instead of its own. For the gateway.
     */
    public Call within(Deadlines given) {
        return new Call(id, client, nanoTime, deadline, depth, strict, rehearsal, losses, Optional.of(given));
    }

    /**
     * This call as one of several attempts that run side by side: what it loses is its own affair until it is known
     * which of them answers. For the gateway.
     */
    public Call apart() {
        return new Call(
                id,
                client,
                nanoTime,
                deadline,
                depth,
                strict,
                rehearsal,
                new CopyOnWriteArrayList<>(losses),
                deadlines);
    }

    /**
     * This call as a new attempt at another candidate: nothing has been declared lost on the way there yet. For the
     * gateway.
     */
    public Call attempt() {
        losses.clear();
        return this;
    }

    /**
     * Declares that a hint could not be carried: the client learns of it in a response header, the operator in the
     * request log. The same member is declared once.
     *
     * @throws CallException {@code CANNOT_CARRY} if the client wants no loss at all
     */
    public void declareLoss(String member, String reason) {
        if (strict) {
            throw cannotCarry(member, reason);
        }
        Loss loss = new Loss(member, reason);
        if (losses.stream().noneMatch(known -> known.member().equals(member))) {
            losses.add(loss);
        }
    }

    /**
     * The failure that says that something cannot be carried without which the question would be another one.
     *
     * @param member its path in the client's request, or its name where it has no path
     * @param reason why, in a few words
     */
    public static CallException cannotCarry(String member, String reason) {
        return new CallException(
                Failure.CANNOT_CARRY,
                member + " cannot be carried to this model: " + reason,
                CallException.Details.NONE.withMember(member));
    }

    /** Its name in logs and headers. */
    public String id() {
        return id;
    }

    /** Who asks. */
    public Client client() {
        return client;
    }

    /** 0 for a client's own call, 1 for one made on its behalf, and so on. */
    public int depth() {
        return depth;
    }

    /** Whether it is only looked at what would be done. */
    public boolean isRehearsal() {
        return rehearsal;
    }

    /** What has been declared lost so far, in order. */
    public List<Loss> losses() {
        return List.copyOf(losses);
    }

    /** How much time the model that is asked has for what; empty where the gateway set nothing. */
    public Optional<Deadlines> deadlines() {
        return deadlines;
    }

    /** How much time is left; zero when there is none. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
    }
}
