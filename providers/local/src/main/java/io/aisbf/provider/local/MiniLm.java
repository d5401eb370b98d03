// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URLConnection;
import java.util.List;

/**
 * The model all-MiniLM-L6-v2 (Wang, Wei, Dong, Bao, Yang and Zhou, MiniLM, NeurIPS 2020; trained for sentences by the
 * makers of Sentence-Transformers), with its weights in eight bits: a text's vector is the mean of the vectors of its
 * pieces, brought to length 1, so that the cosine of two texts is the sum of products.
 *
 * <p>Takes some 90 MB outside of Java's heap from {@link #load} to {@link #close}, and some 30 more for each text of 512
 * pieces that runs. Any number of threads may embed at once; each keeps one core busy for 2 ms (32 pieces) to 50 ms (512) a text, in native code: on a virtual thread that
 * holds its carrier. {@link #close} must wait until none does.
 */
public final class MiniLm implements AutoCloseable {
    /** The model's name. */
    public static final String NAME = "all-minilm-l6-v2";

    /** How long its vectors are. */
    public static final int DIMENSIONS = 384;

    /** The most pieces a text may have, with the two that begin and end it: there are no more positions. */
    public static final int LONGEST = 512;

    private static final String MODEL = "all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

    private static final int CHUNK = 1 << 16;

    private final WordPiece pieces;
    private final OnnxRuntime runtime;
    private final OnnxSession session;

    private MiniLm(WordPiece pieces, OnnxRuntime runtime, OnnxSession session) {
        this.pieces = pieces;
        this.runtime = runtime;
        this.session = session;
    }

    /**
     * Loads the model out of the jar; about half a second.
     *
     * @param threads how many threads a single text may use; 1 is best where several are embedded at once
     * @throws OnnxException if there is no native library for this machine, or it cannot be loaded
     * @throws IOException if the jar is broken, or there is no place to unpack the library
     */
    public static MiniLm load(int threads) throws IOException {
        Vocabulary vocabulary = Vocabulary.read(Platform.resource(TOKENIZER).openStream());
        OnnxRuntime runtime = runtime();
        try (Arena file = Arena.ofConfined()) {
            OnnxSession session = new OnnxSession(runtime, read(MODEL, file), threads);
            return new MiniLm(new WordPiece(vocabulary), runtime, session);
        } catch (IOException | RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    /**
     * Embeds texts, each for itself: a text's vector does not depend on its neighbours.
     *
     * @return one vector of {@link #DIMENSIONS} numbers and length 1 for each text, in their order
     * @throws IllegalArgumentException if a text has more than {@link #LONGEST} pieces; {@link #tokens} tells before
     * @throws OnnxException if the native library fails
     */
    public List<float[]> embed(List<String> texts) {
        return texts.stream().map(text -> embed(pieces.encode(text))).toList();
    }

    /** How many pieces a text has, with the two that begin and end it. */
    public int tokens(String text) {
        return encode(text).length;
    }

    @Override
    public void close() {
        session.close();
        runtime.close();
    }

    /** The numbers of a text's pieces. */
    int[] encode(String text) {
        return pieces.encode(text);
    }

    /** The vector of one text. */
    float[] embed(int[] ids) {
        if (ids.length > LONGEST) {
            throw new IllegalArgumentException(
                    "the text has " + ids.length + " tokens, and " + NAME + " takes at most " + LONGEST);
        }
        float[] each = session.run(ids);
        if (each.length != ids.length * DIMENSIONS) {
            throw new OnnxException("the model answers with " + each.length + " numbers for " + ids.length + " pieces");
        }
        return mean(each);
    }

    private static OnnxRuntime runtime() throws IOException {
        try {
            return OnnxRuntime.open(Platform.current());
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static float[] mean(float[] each) {
        double[] sums = new double[DIMENSIONS];
        for (int i = 0; i < each.length; i++) {
            sums[i % DIMENSIONS] += each[i];
        }
        double square = 0;
        for (double sum : sums) {
            square += sum * sum;
        }
        double length = Math.sqrt(square);
        float[] unit = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            unit[i] = (float) (sums[i] / length);
        }
        return unit;
    }

    /** A file of the jar, outside of Java's heap, which would keep the room that is needed for a moment only. */
    private static MemorySegment read(String name, Arena arena) throws IOException {
        URLConnection file = Platform.resource(name).openConnection();
        MemorySegment all = arena.allocate(file.getContentLengthLong(), Long.BYTES);
        long at = 0;
        try (InputStream in = file.getInputStream()) {
            for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                MemorySegment.copy(chunk, 0, all, ValueLayout.JAVA_BYTE, at, chunk.length);
                at += chunk.length;
            }
        }
        return all;
    }
}
