// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import com.knuddels.jtokkit.api.Encoding;
import io.aisbf.api.json.RawJson;
import java.util.OptionalLong;

/** Counts by a vocabulary, every text once: a conversation that grows costs its new turn. */
final class KnownCounter implements TextCounter {
    /** Makes the key of a second entry out of that of the first. */
    private static final long SECOND = 0x9e3779b97f4a7c15L;

    private static final long DIGITS = 0xffff_ffffL;

    private final Pieces pieces;
    private final Fingerprint fingerprint;
    private final CountCache cache = new CountCache();

    KnownCounter(Encoding encoding, Fingerprint fingerprint) {
        this.pieces = new Pieces(encoding, fingerprint.of(encoding.getName()));
        this.fingerprint = fingerprint;
    }

    @Override
    public void add(String text, Tally tally) {
        long key = fingerprint.of(text);
        if (!found(key, tally)) {
            remember(key, text, tally);
        }
    }

    @Override
    public void add(RawJson json, Tally tally) {
        long key = json.read(fingerprint::of);
        if (!found(key, tally)) {
            remember(key, json.toString(), tally);
        }
    }

    /** The lowest bit of a count tells whether there is a second entry, of ideographs and digits. */
    private boolean found(long key, Tally tally) {
        OptionalLong known = cache.find(key);
        if (known.isEmpty()) {
            return false;
        }
        long tokens = known.getAsLong() >> 1;
        if ((known.getAsLong() & 1) == 0) {
            tally.add(tokens, 0, 0);
            return true;
        }
        OptionalLong more = cache.find(key ^ SECOND);
        more.ifPresent(both -> tally.add(tokens, both >>> Integer.SIZE, both & DIGITS));
        return more.isPresent();
    }

    private void remember(long key, String text, Tally tally) {
        Tally own = new Tally();
        own.look(text, pieces.count(text));
        boolean more = own.ideographs() > 0 || own.digits() > 0;
        if (more) {
            cache.put(key ^ SECOND, own.ideographs() << Integer.SIZE | own.digits());
        }
        cache.put(key, own.tokens() << 1 | (more ? 1 : 0));
        tally.add(own.tokens(), own.ideographs(), own.digits());
    }

    @Override
    public boolean rough() {
        return false;
    }
}
