// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import com.knuddels.jtokkit.api.Encoding;
import io.aisbf.api.json.RawJson;
import java.util.OptionalLong;

/** Counts by a vocabulary, every text once: a conversation that grows costs its new turn. */
final class KnownCounter implements TextCounter {
    private final Pieces pieces;
    private final Fingerprint fingerprint;
    private final CountCache cache = new CountCache();

    KnownCounter(Encoding encoding, Fingerprint fingerprint) {
        this.pieces = new Pieces(encoding, fingerprint.of(encoding.getName()));
        this.fingerprint = fingerprint;
    }

    @Override
    public long count(String text) {
        long key = fingerprint.of(text);
        OptionalLong known = cache.find(key);
        return known.isPresent() ? known.getAsLong() : remember(key, text);
    }

    @Override
    public long count(RawJson json) {
        long key = json.read(fingerprint::of);
        OptionalLong known = cache.find(key);
        return known.isPresent() ? known.getAsLong() : remember(key, json.toString());
    }

    private long remember(long key, String text) {
        long counted = pieces.count(text);
        cache.put(key, counted);
        return counted;
    }

    @Override
    public boolean rough() {
        return false;
    }
}
