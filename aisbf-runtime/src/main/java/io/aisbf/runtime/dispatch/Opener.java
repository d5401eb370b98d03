// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static java.lang.System.Logger.Level.DEBUG;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.booking.Booking;
import io.aisbf.runtime.booking.CallRefused;
import io.aisbf.runtime.booking.LimitReached;
import io.aisbf.runtime.booking.Slip;
import io.aisbf.runtime.dispatch.Turns.Turn;
import io.aisbf.runtime.health.Absence;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.health.Place;
import io.aisbf.runtime.health.Visit;
import io.aisbf.runtime.observe.Trail;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks one model, with one of its keys after another as long as it is the keys that are at fault. Used from as many
 * threads as there are attempts.
 */
final class Opener {
    private static final System.Logger LOG = System.getLogger(Opener.class.getName());

    private final Surroundings around;
    private final Booking booking;
    /** Calls that plugins make on behalf of a call have its name; so attempts are counted over all calls. */
    private final AtomicLong attempts = new AtomicLong();

    private final Map<String, AtomicInteger> rotation = new ConcurrentHashMap<>();

    Opener(Surroundings around, Booking booking) {
        this.around = around;
        this.booking = booking;
    }

    /**
     * One attempt: a model as it is asked with one key. Its first ending counts; later words change nothing.
     *
     * @param model who is asked
     * @param provider the instance that has the key
     * @param call the call as this attempt has it: held to the model's deadlines
     * @param slip what is booked for it
     * @param again whether this very place failed in this call before: a second failure is no second strike
     * @param startNanos when it began
     */
    record Leg(
            Target.Model model,
            Provider provider,
            Call call,
            Visit visit,
            Trail.Attempt attempt,
            Slip slip,
            boolean again,
            long startNanos) {
        /** How the plugin is named in messages. */
        String label() {
            return model.provider().label();
        }

        void answered(Usage usage) {
            visit.answered();
            slip.answered(usage);
            attempt.answered(usage);
        }

        void failed(CallException failure) {
            boolean nobodysFault = failure.failure() == Failure.CALLER_GONE
                    || failure.failure() == Failure.CANNOT_CARRY
                    || failure.failure() == Failure.INTERNAL;
            boolean counted = again && failure.details().retryAfter().isEmpty();
            if (nobodysFault || counted) {
                visit.abandoned();
            } else {
                visit.failed(failure);
            }
            slip.failed(failure);
            attempt.failed(failure);
        }

        /** A limit of the gateway's own did not allow it: nobody was asked, and nothing is held against anybody. */
        void unsent(CallException why) {
            visit.abandoned();
            slip.abandoned();
            attempt.failed(why);
        }

        void abandoned(String why) {
            visit.abandoned();
            slip.abandoned();
            attempt.abandoned(why);
        }
    }

    /** An attempt whose answer has begun. */
    record Opening<T extends AutoCloseable>(Turn turn, Leg leg, T opened) implements AutoCloseable {
        @Override
        public void close() {
            leg.abandoned("another one was faster");
            try {
                opened.close();
            } catch (Exception e) {
                LOG.log(DEBUG, "an answer that nobody wants failed to close", e);
            }
        }
    }

    /** That nobody was asked: all there was is left alone for now. */
    static final class NobodyAsked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NobodyAsked() {
            super("nobody was asked", null, false, false);
        }
    }

    /**
     * Opens an answer of the model whose turn it is.
     *
     * @param why why it is asked
     * @param call the call, or a part of it that runs beside another
     * @throws CallException if it was asked and did not answer
     * @throws NobodyAsked if it is left alone for now, with every key
     */
    <T extends AutoCloseable> Opening<T> open(Turn turn, Trail.Why why, Call call, Course course, Errand<T> errand)
            throws InterruptedException {
        Target.Model model = turn.model();
        for (ProviderEntry.Key key : model.provider().keys()) {
            errand.unfit(key.provider(), model.provider().name()).ifPresent(unfit -> {
                throw unfit;
            });
        }
        Optional<CallException> last = Optional.empty();
        Trail.Why reason = why;
        for (ProviderEntry.Key key : keys(model, course.request())) {
            Optional<Leg> leg = begin(turn, key, reason, call, course);
            if (leg.isEmpty()) {
                continue;
            }
            try {
                return new Opening<>(turn, leg.get(), attempt(leg.get(), place(model, key), course, errand));
            } catch (LimitReached e) {
                // Another key may have room: limits are counted for each where they are set for each.
                reason = Trail.Why.NEXT_KEY;
            } catch (CallException e) {
                last = Optional.of(e);
                if (e.failure().fault() != Failure.Fault.KEY) {
                    throw e;
                }
                reason = Trail.Why.NEXT_KEY;
            }
        }
        throw last.<RuntimeException>map(failure -> failure).orElseGet(NobodyAsked::new);
    }

    private <T extends AutoCloseable> T attempt(Leg leg, Place place, Course course, Errand<T> errand)
            throws InterruptedException {
        course.trace().attempt(leg.model().name(), leg.label());
        try {
            T opened = errand.open(leg);
            leg.visit().answering();
            leg.slip().first();
            leg.attempt().first();
            return opened;
        } catch (CallException e) {
            leg.failed(e);
            course.failed(place, e);
            throw e;
        } catch (LimitReached e) {
            leg.unsent(new CallException(e.absence().failure(), e.absence().words()));
            course.absent(leg.model().name(), e.absence());
            throw e;
        } catch (CallRefused e) {
            leg.unsent(e.told());
            throw e;
        } catch (InterruptedException e) {
            leg.abandoned("nobody waited any longer");
            throw e;
        } catch (RuntimeException e) {
            leg.abandoned("something inside the gateway broke");
            throw e;
        }
    }

    private Optional<Leg> begin(Turn turn, ProviderEntry.Key key, Trail.Why why, Call call, Course course) {
        Target.Model model = turn.model();
        Optional<String> unable =
                model.provider().absence().or(() -> key.provider().unavailable());
        if (unable.isPresent()) {
            course.unable(model.name(), unable.get());
            return Optional.empty();
        }
        Place place = place(model, key);
        boolean begun = course.begun();
        boolean again = course.failedAt(place);
        if (!course.take(place)) {
            return Optional.empty();
        }
        return switch (around.health().enter(place, model.provider().policy(), begun || again)) {
            case Health.Entry.Refused refused -> {
                course.giveBack(place);
                course.absent(model.name(), away(model, key, refused.absence()));
                yield Optional.empty();
            }
            case Health.Entry.Admitted admitted ->
                Optional.of(leg(turn, key, again ? Trail.Why.AGAIN : why, call, course, admitted.visit(), again));
        };
    }

    private Leg leg(
            Turn turn, ProviderEntry.Key key, Trail.Why why, Call call, Course course, Visit visit, boolean again) {
        Target.Model model = turn.model();
        Trail.Attempt attempt = course.trace().trail().attempt(model.name(), key.id(), why);
        Call held = call.within(model.patience().deadlines());
        return new Leg(
                model,
                key.provider(),
                held,
                visit,
                attempt,
                booking.begin(subject(turn, key, course)),
                again,
                around.nanoTime().getAsLong());
    }

    private Booking.Subject subject(Turn turn, ProviderEntry.Key key, Course course) {
        Target.Model model = turn.model();
        Optional<String> rotation = turn.path().isEmpty()
                ? Optional.empty()
                : Optional.of(turn.path().getLast().group().name());
        return new Booking.Subject(
                course.call().id(),
                course.call().client().name(),
                attempts.incrementAndGet(),
                course.request().model(),
                model.provider().name(),
                key.id(),
                model.model(),
                rotation,
                model.entry().flatMap(ModelEntry::price),
                model.entry().map(ModelEntry::output).orElse(OptionalLong.empty()));
    }

    /** Which of several keys is away is worth telling. */
    private static Absence away(Target.Model model, ProviderEntry.Key key, Absence absence) {
        return model.provider().keys().size() < 2
                ? absence
                : new Absence(
                        absence.kind(), absence.until(), absence.failure(), "key " + key.id() + ": " + absence.words());
    }

    private static Place place(Target.Model model, ProviderEntry.Key key) {
        return new Place(model.provider().name(), key.id(), model.model());
    }

    /**
     * The keys in the order in which they are tried. Providers cache prompts for each account: requests that say what
     * they have in common begin with the same key, the others take turns.
     */
    private List<ProviderEntry.Key> keys(Target.Model model, ChatRequest request) {
        List<ProviderEntry.Key> keys = model.provider().keys();
        if (keys.isEmpty()) {
            throw new CallException(
                    Failure.UNAVAILABLE,
                    "provider '" + model.provider().name() + "' cannot be asked: "
                            + model.provider().absence().orElse("it is not there"));
        }
        if (keys.size() == 1) {
            return keys;
        }
        int first = request.options()
                .cacheKey()
                .or(request.options()::user)
                .map(String::hashCode)
                .orElseGet(() -> rotation.computeIfAbsent(model.provider().name(), _ -> new AtomicInteger())
                        .getAndIncrement());
        List<ProviderEntry.Key> turned = new ArrayList<>(keys);
        Collections.rotate(turned, -Math.floorMod(first, keys.size()));
        return turned;
    }
}
