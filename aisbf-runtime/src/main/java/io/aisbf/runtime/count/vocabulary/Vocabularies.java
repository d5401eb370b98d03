// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import static java.lang.System.Logger.Level.WARNING;

import com.knuddels.jtokkit.Encodings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future.State;
import java.util.random.RandomGenerator;

/**
 * The vocabularies, each loaded behind the first call that wants it: that takes half a second and 30 MB, which nobody
 * should wait for and a gateway that counts nothing should not pay. Until one is there texts are counted roughly; that
 * goes on if it cannot be loaded.
 */
public final class Vocabularies {
    private static final System.Logger LOG = System.getLogger(Vocabularies.class.getName());

    private final Executor background;
    private final Fingerprint fingerprint;
    private final Map<Vocabulary, CompletableFuture<TextCounter>> counters = new ConcurrentHashMap<>();

    /** Loads where the caller likes; the generator makes the fingerprints of texts unforeseeable. */
    public Vocabularies(Executor background, RandomGenerator random) {
        this.background = background;
        this.fingerprint = new Fingerprint(random);
    }

    /** Who counts by that vocabulary now. Does not wait. */
    public TextCounter counter(Vocabulary vocabulary) {
        CompletableFuture<TextCounter> counter = counters.get(vocabulary);
        if (counter == null) {
            counter = counters.computeIfAbsent(vocabulary, this::load);
        }
        return counter.state() == State.SUCCESS ? counter.resultNow() : RoughCounter.INSTANCE;
    }

    private CompletableFuture<TextCounter> load(Vocabulary vocabulary) {
        CompletableFuture<TextCounter> counter = new CompletableFuture<>();
        background.execute(() -> {
            try {
                counter.complete(new KnownCounter(
                        Encodings.newLazyEncodingRegistry().getEncoding(vocabulary.type()), fingerprint));
            } catch (RuntimeException | Error e) {
                LOG.log(WARNING, "vocabulary " + vocabulary + " cannot be loaded; tokens are counted roughly", e);
                counter.completeExceptionally(e);
            }
        });
        return counter;
    }
}
