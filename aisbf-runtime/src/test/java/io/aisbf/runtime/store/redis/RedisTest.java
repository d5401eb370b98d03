// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.config.bounds.StoreAddress;
import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import io.aisbf.runtime.store.TestRedis;
import io.aisbf.runtime.store.redis.Redis.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server is asked, in the clear and encrypted, with a password and without. */
@Timeout(120)
class RedisTest {
    private static final TestRedis SERVER = TestRedis.start("requirepass hunter2");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Redis redis(StoreAddress address, Optional<Path> authority) {
        return new Redis(new StoreConfig(address, authority, Down.FAIL_CLOSED, 1, PATIENCE, 2), System::nanoTime);
    }

    private static StoreAddress address(boolean tls, int port, String password, int database) {
        return new StoreAddress(tls, "127.0.0.1", port, Optional.empty(), Optional.of(new Secret(password)), database);
    }

    private static Script script() {
        return Script.of(RedisTest.class, List.of("echo.lua"));
    }

    private static List<String> ask(Redis redis, String word) throws StoreException {
        return redis.ask(script(), new Question(List.of("count"), List.of(word)));
    }

    private static String refusal(Redis redis) {
        return String.valueOf(
                assertThrows(StoreException.class, () -> ask(redis, "word")).getMessage());
    }

    @Test
    void runsScriptsInTheDatabaseThatIsMeant() throws Exception {
        try (Redis first = redis(address(false, SERVER.port(), "hunter2", 1), Optional.empty());
                Redis second = redis(address(false, SERVER.port(), "hunter2", 2), Optional.empty())) {
            assertEquals(List.of("wörd", "1"), ask(first, "wörd"));
            assertEquals(List.of("", "2"), ask(first, ""));
            assertEquals(List.of("a\r\n$5\r\n", "1"), ask(second, "a\r\n$5\r\n"));
        }
    }

    @Test
    void asksManyQuestionsAtOnce() throws Exception {
        try (Redis redis = redis(address(false, SERVER.port(), "hunter2", 3), Optional.empty())) {
            List<Question> questions = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                questions.add(new Question(List.of("count"), List.of("q" + i)));
            }

            List<List<String>> answers = redis.ask(script(), questions);

            assertEquals(List.of("q499", "500"), answers.getLast());
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotRepeated() {
        try (Redis redis = redis(address(false, SERVER.port(), "hunter3", 0), Optional.empty());
                Redis nobody = redis(TestRedis.address(SERVER.port(), Optional.empty()), Optional.empty())) {
            String refusal = refusal(redis);
            assertTrue(refusal.contains("does not accept the password"), refusal);
            assertFalse(refusal.contains("hunter3"), refusal);
            assertTrue(refusal(nobody).contains("NOAUTH"), refusal(nobody));
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsSaid() {
        try (Redis redis = redis(address(false, SERVER.port(), "hunter2", 9999), Optional.empty())) {
            assertTrue(refusal(redis).contains("database"), refusal(redis));
        }
    }

    @Test
    void anEncryptedServerIsAskedIfItsCertificateIsTrusted() throws Exception {
        try (TlsDoor door = new TlsDoor(folder, "ip:127.0.0.1", SERVER.port());
                Redis trusting = redis(address(true, door.port(), "hunter2", 4), Optional.of(door.certificate()));
                Redis doubting = redis(address(true, door.port(), "hunter2", 4), Optional.empty())) {
            assertEquals(List.of("word", "1"), ask(trusting, "word"));
            assertTrue(refusal(doubting).contains("certification path"), refusal(doubting));
        }
    }

    @Test
    void aCertificateForSomebodyElseIsRefused() throws Exception {
        try (TlsDoor door = new TlsDoor(folder, "dns:elsewhere", SERVER.port());
                Redis redis = redis(address(true, door.port(), "hunter2", 5), Optional.of(door.certificate()))) {
            assertTrue(refusal(redis).contains("127.0.0.1"), refusal(redis));
        }
    }

    @Test
    void aFileThatHoldsNoCertificateStopsTheStart() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "");
        SettingsException wrong =
                assertThrows(SettingsException.class, () -> redis(address(true, 1, "hunter2", 0), Optional.of(file)));

        assertTrue(String.valueOf(wrong.getMessage()).contains("store.ca"), wrong.toString());
    }

    @Test
    void aHostThatNobodyKnowsIsSaid() {
        StoreAddress nowhere = new StoreAddress(false, "nowhere.invalid", 1, Optional.empty(), Optional.empty(), 0);
        try (Redis redis = redis(nowhere, Optional.empty())) {
            assertTrue(refusal(redis).contains("nowhere.invalid"), refusal(redis));
        }
    }
}
