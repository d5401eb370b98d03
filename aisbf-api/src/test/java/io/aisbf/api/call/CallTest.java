// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.Call.Client;
import io.aisbf.api.call.Call.Loss;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallTest {
    // A clock that is about to overflow, as System.nanoTime may be.
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void timeRunsOutAndStaysOut() {
        Call call = Call.start("id", Client.NOBODY, Duration.ofNanos(100), clock::get);
        assertEquals(Duration.ofNanos(100), call.remaining());
        clock.addAndGet(60);
        assertEquals(Duration.ofNanos(40), call.remaining());
        clock.addAndGet(60);
        assertEquals(Duration.ZERO, call.remaining());
    }

    @Test
    void aNestedCallSharesEverythingButItsDepth() {
        Client client = new Client(
                name -> Optional.ofNullable(Map.of("user-agent", "test").get(name)), Optional.empty());
        Call call = Call.start("id", client, Duration.ofNanos(100), clock::get);
        Call nested = call.nested().nested();
        nested.declareLoss("logit_bias", "not known there");
        clock.addAndGet(30);
        assertEquals(2, nested.depth());
        assertEquals("id", nested.id());
        assertEquals(client, nested.client());
        assertEquals(Duration.ofNanos(70), nested.remaining());
        assertEquals(List.of(new Loss("logit_bias", "not known there")), call.losses());
    }

    @Test
    void aStrictCallRefusesTheSmallestLoss() {
        Call call = Call.start("id", Client.NOBODY, Duration.ofNanos(100), clock::get)
                .strictly();
        CallException refused =
                assertThrows(CallException.class, () -> call.nested().declareLoss("seed", "not known there"));
        assertEquals(Failure.CANNOT_CARRY, refused.failure());
        assertEquals(Optional.of("seed"), refused.details().member());
        assertEquals(List.of(), call.losses());
    }

    @Test
    void anotherAttemptHasLostNothingYet() {
        Call call = Call.start("id", Client.NOBODY, Duration.ofNanos(100), clock::get);
        call.declareLoss("seed", "not known there");
        call.declareLoss("seed", "not known there either");
        assertEquals(List.of(new Loss("seed", "not known there")), call.losses());
        call.attempt().declareLoss("top_k", "not known elsewhere");
        assertEquals(List.of(new Loss("top_k", "not known elsewhere")), call.losses());
    }

    @Test
    void headersAreFoundInAnyCase() {
        Client client = new Client(
                name -> Optional.ofNullable(Map.of("user-agent", "test").get(name)), Optional.empty());
        assertEquals(Optional.of("test"), client.header("User-Agent"));
        assertEquals(Optional.empty(), client.header("Accept"));
    }

    @Test
    void theCallersFaultsAreNeverAskedAgainOfTheSame() {
        for (Failure failure : Failure.values()) {
            if (failure.fault() == Failure.Fault.CALLER) {
                assertEquals(4, failure.status() / 100, failure::name);
                assertEquals(false, failure.trySame(), failure::name);
                boolean another = failure == Failure.CONTEXT_TOO_LONG || failure == Failure.CANNOT_CARRY;
                assertEquals(another, failure.tryNext(), failure::name);
            }
        }
    }
}
