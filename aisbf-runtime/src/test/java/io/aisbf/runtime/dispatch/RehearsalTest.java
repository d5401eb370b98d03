// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.booking.Booking;
import io.aisbf.runtime.fit.Fittings;
import io.aisbf.runtime.fit.Rehearsal;
import io.aisbf.runtime.route.Fakes;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Condensation is tried, and nobody is asked: no provider, and not the model that a method would ask. */
class RehearsalTest {
    private Optional<Dispatcher> dispatcher = Optional.empty();
    private final Provider silent = (_, _) -> {
        throw new AssertionError("somebody was asked");
    };
    private final CondensationMethod asking = (_, _, call) -> List.of(Message.of(Role.USER, ask(call)));

    private String ask(Call call) throws InterruptedException {
        try {
            return dispatcher
                    .orElseThrow()
                    .ask(ChatRequest.of("p/small", List.of(Message.of(Role.USER, "shorter"))), call)
                    .toString();
        } catch (CallException e) {
            return "without a model";
        }
    }

    private Rehearsal rehearse(String model, UnaryOperator<ModelEntry> changes) throws InterruptedException {
        ModelEntry entry = new ModelEntry("m", OptionalLong.of(1000), OptionalInt.of(50), List.of("asking"));
        ProviderEntry provider =
                new ProviderEntry("p", "p.jar", Optional.of(silent), Optional.empty(), Map.of("m", entry));
        Targets targets = new Targets(
                Map.of("p", provider),
                Map.of(
                        "fast",
                        Fakes.group(Group.Kind.ROTATION, "fast", "p/m", "p/small"),
                        "empty",
                        Fakes.group(Group.Kind.ROTATION, "empty")),
                Map.of(),
                Map.of());
        Surroundings around =
                Surroundings.forALook(InstantSource.system(), System::nanoTime, RandomGenerator.getDefault());
        dispatcher = Optional.of(
                new Dispatcher(targets, Fittings.with(Map.of("asking", asking)), around, Booking.unbound()));
        ChatRequest request = ChatRequest.of(
                model,
                List.of(
                        Message.of(Role.USER, "words ".repeat(900)),
                        Message.of(Role.ASSISTANT, "words ".repeat(400)),
                        Message.of(Role.USER, "and now?")));
        return dispatcher
                .orElseThrow()
                .rehearse(request, targets.resolve(model), changes, Call.start("c", Duration.ofSeconds(5)));
    }

    @Test
    void asksNobodyAndTellsWhatTheMethodsDoWithout() throws InterruptedException {
        Rehearsal rehearsal = rehearse("p/m", UnaryOperator.identity());
        assertEquals(
                "without a model",
                rehearsal.fitted().request().messages().getFirst().text());
    }

    @Test
    void goesByTheFirstCandidateOfARotation() throws InterruptedException {
        assertEquals("p/m", rehearse("rotation/fast", UnaryOperator.identity()).target());
        CallException refused =
                assertThrows(CallException.class, () -> rehearse("rotation/empty", UnaryOperator.identity()));
        assertEquals(Failure.UNAVAILABLE, refused.failure());
    }

    @Test
    void goesByWhatIsWishedInsteadOfWhatIsConfigured() throws InterruptedException {
        Rehearsal roomy = rehearse(
                "p/m",
                entry -> new ModelEntry(
                        "m",
                        OptionalLong.of(100_000),
                        OptionalInt.of(50),
                        entry.condensing().methods()));
        assertTrue(roomy.fitted().condensed().isEmpty());
        assertTrue(
                roomy.reason().orElseThrow().contains("100000"), roomy.reason().toString());
    }
}
