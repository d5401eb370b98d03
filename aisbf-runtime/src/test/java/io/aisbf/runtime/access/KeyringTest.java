// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.config.ModelLimits.Rates;
import io.aisbf.runtime.config.access.AccessConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyringTest {
    private static final Secret TOKEN = new Secret("token-of-the-command-line");
    private static final Keyring KEYRING = Keyring.of(
            new AccessConfig(List.of(key("alice"), key("bob")), Optional.of(Fingerprint.of("the admin's own key"))),
            TOKEN);

    private static AccessConfig.Key key(String name) {
        return new AccessConfig.Key(
                name, Fingerprint.of("the key of " + name), Allowed.EVERYTHING, Rates.NONE, List.of());
    }

    /** Who comes in, in a word. */
    private static String admitted(String key, Door door) {
        try {
            Visitor visitor = KEYRING.admit(Optional.of(key).filter(text -> !text.isEmpty()), door);
            return visitor.getClass().getSimpleName() + visitor.key();
        } catch (CallException e) {
            return e.failure().name();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', nullValues = "-", textBlock = """
        ``,                        Stranger,    UNAUTHENTICATED, UNAUTHENTICATED, UNAUTHENTICATED
        wrong,                     Stranger,    UNAUTHENTICATED, UNAUTHENTICATED, UNAUTHENTICATED
        the key of alice,          Clientalice, Clientalice,     Clientalice,     FORBIDDEN
        the key of bob,            Clientbob,   Clientbob,       Clientbob,       FORBIDDEN
        the admin's own key,       Operator,    FORBIDDEN,       Operator,        Operator
        token-of-the-command-line, Operator,    FORBIDDEN,       Operator,        Operator
        """)
    void opensTheDoorsThatAreMeantForAKey(String key, String open, String models, String figures, String operators) {
        assertEquals(open, admitted(key, Door.OPEN));
        assertEquals(models, admitted(key, Door.MODELS));
        assertEquals(figures, admitted(key, Door.FIGURES));
        assertEquals(operators, admitted(key, Door.OPERATORS));
    }

    @Test
    void saysNothingOfAnyKeyWhenItRefusesOne() {
        CallException refused =
                assertThrows(CallException.class, () -> KEYRING.admit(Optional.of("a wrong key"), Door.MODELS));
        assertEquals(Failure.UNAUTHENTICATED, refused.failure());
        assertFalse(refused.getMessage().contains("a wrong key"));
        assertEquals("***", Fingerprint.of("the key of alice").toString());
    }

    @Test
    void tellsKeysApartThatAreNearlyTheSame() {
        assertEquals("UNAUTHENTICATED", admitted("the key of alicE", Door.MODELS));
        assertEquals("UNAUTHENTICATED", admitted("the key of alice ", Door.MODELS));
        assertEquals("UNAUTHENTICATED", admitted("the key of alice\0", Door.MODELS));
        assertEquals("UNAUTHENTICATED", admitted("the key of alic\u0435", Door.MODELS));
        assertEquals("UNAUTHENTICATED", admitted("\ud800", Door.MODELS));
    }

    @Test
    void manyWrongAndVeryLongKeysAreLookedAtQuickly() {
        List<AccessConfig.Key> keys =
                IntStream.range(0, 1_000).mapToObj(i -> key("client-" + i)).toList();
        Keyring keyring = Keyring.of(new AccessConfig(keys, Optional.empty()), TOKEN);
        String wrong = "x".repeat(60_000);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 2_000; i++) {
                String key = wrong + i;
                assertThrows(CallException.class, () -> keyring.admit(Optional.of(key), Door.MODELS));
            }
        });
        assertTrue(keyring.admit(Optional.of("the key of client-999"), Door.MODELS)
                .key()
                .endsWith("999"));
    }
}
