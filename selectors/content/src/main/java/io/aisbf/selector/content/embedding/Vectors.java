// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.selector.content.embedding.fit.Space;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts' vectors, of length 1, as a model makes them. Those of recent texts are kept; where nobody makes any, that is
 * said once in the log and not tried again for a while. For many threads.
 */
final class Vectors {
    private static final System.Logger LOG = System.getLogger(Vectors.class.getName());
    private static final int KEPT = 2000;
    private static final int AT_ONCE = 32;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final String model;
    private final PluginContext context;
    private final Map<String, float[]> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > KEPT;
        }
    };

    private Instant again = Instant.MIN;
    private String why = "";
    private boolean told;

    Vectors(String model, PluginContext context) {
        this.model = model;
        this.context = context;
    }

    /** Why no vectors are made at present; empty if they are, or if it is time to try again. */
    synchronized Optional<String> outage() {
        return context.clock().instant().isBefore(again) ? Optional.of(why) : Optional.empty();
    }

    /**
     * Vectors of those texts, in their order.
     *
     * @throws CallException if nobody makes them
     */
    List<float[]> of(List<String> texts, Call call) throws IOException, InterruptedException {
        Map<String, float[]> found = new LinkedHashMap<>();
        List<String> wanted = new ArrayList<>();
        synchronized (recent) {
            for (String text : texts) {
                float[] known = recent.get(text);
                if (known == null) {
                    wanted.add(text);
                } else {
                    found.put(text, known);
                }
            }
        }
        found.putAll(made(wanted.stream().distinct().toList(), call));
        synchronized (recent) {
            wanted.forEach(text -> recent.put(text, found.get(text)));
        }
        return texts.stream().map(found::get).toList();
    }

    /** Vectors made anew and not kept. */
    Map<String, float[]> made(List<String> texts, Call call) throws IOException, InterruptedException {
        Map<String, float[]> made = new LinkedHashMap<>();
        for (int at = 0; at < texts.size(); at += AT_ONCE) {
            if (Thread.interrupted()) {
                throw new InterruptedException("no longer wanted");
            }
            List<String> some = texts.subList(at, Math.min(texts.size(), at + AT_ONCE));
            List<float[]> vectors = asked(some, call);
            for (int i = 0; i < some.size(); i++) {
                made.put(some.get(i), Space.unit(vectors.get(i)));
            }
        }
        return made;
    }

    private List<float[]> asked(List<String> texts, Call call) throws IOException, InterruptedException {
        try {
            List<float[]> vectors = context.models()
                    .embed(EmbeddingRequest.of(model, texts), call)
                    .vectors();
            boolean even = vectors.stream().allMatch(vector -> vector.length == vectors.getFirst().length);
            if (vectors.size() != texts.size() || !even || vectors.getFirst().length == 0) {
                throw new CallException(
                        Failure.MALFORMED_REPLY, model + " made other vectors than one of equal length for each text");
            }
            recovered();
            return vectors;
        } catch (CallException | IOException failed) {
            if (!call.isRehearsal() && concernsAll(failed)) {
                failed(failed);
            }
            throw failed;
        }
    }

    /** Whether other texts would fare no better: otherwise one client could stop the choosing for all. */
    private static boolean concernsAll(Exception failure) {
        return !(failure instanceof CallException told)
                || told.failure() == Failure.UNKNOWN_TARGET
                || told.failure().fault() != Failure.Fault.CALLER;
    }

    private synchronized void recovered() {
        if (told) {
            LOG.log(System.Logger.Level.INFO, "{0} makes embeddings again", model);
        }
        told = false;
    }

    private synchronized void failed(Exception failure) {
        why = String.valueOf(failure.getMessage());
        again = context.clock().instant().plus(PAUSE);
        if (!told) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "strategy embedding: no model makes embeddings here: {0}. It leaves the choice to others and tries"
                            + " again from time to time.",
                    why);
        }
        told = true;
    }
}
