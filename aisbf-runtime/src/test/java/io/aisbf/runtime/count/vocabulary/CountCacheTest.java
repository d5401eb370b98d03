// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class CountCacheTest {
    @Test
    void findsWhatItKeepsAndNothingElse() {
        CountCache cache = new CountCache();
        assertEquals(OptionalLong.empty(), cache.find(0));
        assertEquals(OptionalLong.empty(), cache.find(42));
        cache.put(42, 0);
        cache.put(0, 7);
        assertEquals(OptionalLong.of(0), cache.find(42));
        assertEquals(OptionalLong.of(7), cache.find(0));
        assertEquals(OptionalLong.empty(), cache.find(42L << 40));
    }

    @Test
    void neverGivesAnothersCountUnderRush() throws Exception {
        CountCache cache = new CountCache();
        Callable<Long> worker = () -> {
            SplittableRandom random = new SplittableRandom();
            long found = 0;
            for (int i = 0; i < 400_000; i++) {
                // Sixty-four keys of one set: every put drives another out.
                long key = ((long) random.nextInt(64) << 58) | 5;
                OptionalLong count = cache.find(key);
                if (count.isPresent()) {
                    assertEquals(key >>> 58, count.getAsLong());
                    found++;
                }
                cache.put(key, key >>> 58);
            }
            return found;
        };
        try (var threads = Executors.newFixedThreadPool(4)) {
            var all = java.util.stream.Stream.generate(() -> threads.submit(worker))
                    .limit(4)
                    .toList();
            for (var one : all) {
                assertTrue(one.get() > 0);
            }
        }
    }

    @Test
    void tellsTextsApart() {
        Fingerprint fingerprint = new Fingerprint(new Random(3));
        Set<Long> seen = new HashSet<>();
        int texts = 0;
        for (int length = 0; length < 70; length++) {
            for (int at = 0; at < Math.max(1, length); at++) {
                StringBuilder text = new StringBuilder("a".repeat(length));
                if (length > 0) {
                    text.setCharAt(at, 'b');
                }
                seen.add(fingerprint.of(text.toString()));
                texts++;
            }
        }
        assertEquals(texts, seen.size());
        byte[] framed = "<é😀>".getBytes(StandardCharsets.UTF_8);
        assertEquals(fingerprint.of("é😀"), fingerprint.of(framed, 1, framed.length - 1), "a text is its bytes");
        assertNotEquals(fingerprint.of("hello"), new Fingerprint(new Random(4)).of("hello"), "the secret counts");
    }
}
