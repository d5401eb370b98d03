// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import static io.aisbf.provider.local.OnnxRuntime.SIZE;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * A loaded model of BERT's kind: numbers of pieces in, one vector for each piece out. Any number of threads may run it at
 * once; {@link #close} must wait until none does.
 */
final class OnnxSession implements AutoCloseable {
    private static final List<String> INPUTS = List.of("input_ids", "attention_mask", "token_type_ids");
    private static final String OUTPUT = "last_hidden_state";
    private static final int INT64 = 7;
    private static final int ALL_OPTIMISATIONS = 99;
    private static final int PLAIN_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    private final OnnxRuntime runtime;
    private final Arena arena = Arena.ofShared();
    private final MethodHandle run;
    private final MethodHandle createTensor;
    private final MethodHandle tensorData;
    private final MethodHandle tensorShape;
    private final MethodHandle elements;
    private final MethodHandle releaseShape;
    private final MethodHandle releaseTensor;
    private final MemorySegment memory;
    private final MemorySegment inputNames;
    private final MemorySegment outputName;
    private final MemorySegment session;

    /**
     * Loads a model.
     *
     * @param model the file's bytes; not needed any more afterwards
     * @param threads how many threads one run may use
     * @throws OnnxException if the library refuses it
     */
    OnnxSession(OnnxRuntime runtime, MemorySegment model, int threads) {
        this.runtime = runtime;
        run = runtime.fallible(9, ADDRESS, ADDRESS, ADDRESS, ADDRESS, SIZE, ADDRESS, SIZE, ADDRESS);
        createTensor = runtime.fallible(49, ADDRESS, ADDRESS, SIZE, ADDRESS, SIZE, JAVA_INT, ADDRESS);
        tensorData = runtime.fallible(51, ADDRESS, ADDRESS);
        tensorShape = runtime.fallible(65, ADDRESS, ADDRESS);
        elements = runtime.fallible(64, ADDRESS, ADDRESS);
        releaseShape = runtime.release(99);
        releaseTensor = runtime.release(96);
        MethodHandle describeMemory = runtime.fallible(69, JAVA_INT, JAVA_INT, ADDRESS);
        memory = runtime.made(out -> (MemorySegment) describeMemory.invokeExact(PLAIN_ALLOCATOR, DEFAULT_MEMORY, out));
        inputNames = names(INPUTS);
        outputName = names(List.of(OUTPUT));
        session = create(model, threads);
    }

    /**
     * Runs the model over one text; a batch is no quicker on a processor, and as the model rounds its numbers by the
     * largest of them, a text in company would get other vectors than alone.
     *
     * @param ids the numbers of the pieces
     * @return the vectors of all pieces, one behind the other
     * @throws OnnxException if the library fails
     */
    float[] run(int[] ids) {
        try (Arena call = Arena.ofConfined()) {
            List<MemorySegment> tensors = new ArrayList<>();
            try {
                long[] numbers = new long[ids.length];
                long[] mask = new long[ids.length];
                for (int i = 0; i < ids.length; i++) {
                    numbers[i] = ids[i];
                    mask[i] = 1;
                }
                for (long[] each : List.of(numbers, mask, new long[ids.length])) {
                    tensors.add(tensor(call, each));
                }
                MemorySegment inputs = call.allocate(ADDRESS, tensors.size());
                for (int i = 0; i < tensors.size(); i++) {
                    inputs.setAtIndex(ADDRESS, i, tensors.get(i));
                }
                MemorySegment output = runtime.made(out -> (MemorySegment) run.invokeExact(
                        session, MemorySegment.NULL, inputNames, inputs, (long) INPUTS.size(), outputName, 1L, out));
                tensors.add(output);
                return read(output);
            } finally {
                tensors.forEach(tensor -> OnnxRuntime.free(releaseTensor, tensor));
            }
        }
    }

    @Override
    public void close() {
        OnnxRuntime.free(runtime.release(95), session);
        OnnxRuntime.free(runtime.release(94), memory);
        arena.close();
    }

    private MemorySegment create(MemorySegment model, int threads) {
        MethodHandle newOptions = runtime.fallible(10, ADDRESS);
        MethodHandle optimise = runtime.fallible(23, ADDRESS, JAVA_INT);
        MethodHandle within = runtime.fallible(24, ADDRESS, JAVA_INT);
        MethodHandle between = runtime.fallible(25, ADDRESS, JAVA_INT);
        MethodHandle entry = runtime.fallible(130, ADDRESS, ADDRESS, ADDRESS);
        MethodHandle load = runtime.fallible(8, ADDRESS, ADDRESS, SIZE, ADDRESS, ADDRESS);
        MemorySegment options = runtime.made(out -> (MemorySegment) newOptions.invokeExact(out));
        try {
            runtime.check(() -> (MemorySegment) optimise.invokeExact(options, ALL_OPTIMISATIONS));
            runtime.check(() -> (MemorySegment) within.invokeExact(options, threads));
            runtime.check(() -> (MemorySegment) between.invokeExact(options, 1));
            // The library's own store of memory stays on: without it a text of 512 pieces takes more than twice as
            // long.
            // Threads that turn in a loop until there is work would take the processor from the gateway.
            MemorySegment spinning = arena.allocateFrom("session.intra_op.allow_spinning");
            runtime.check(() -> (MemorySegment) entry.invokeExact(options, spinning, arena.allocateFrom("0")));
            return runtime.made(out ->
                    (MemorySegment) load.invokeExact(runtime.environment(), model, model.byteSize(), options, out));
        } finally {
            OnnxRuntime.free(runtime.release(100), options);
        }
    }

    /** A row of numbers, which lie in the arena. */
    private MemorySegment tensor(Arena call, long[] numbers) {
        MemorySegment data = call.allocateFrom(JAVA_LONG, numbers);
        MemorySegment shape = call.allocateFrom(JAVA_LONG, 1, numbers.length);
        return runtime.made(
                out -> (MemorySegment) createTensor.invokeExact(memory, data, data.byteSize(), shape, 2L, INT64, out));
    }

    private float[] read(MemorySegment tensor) {
        MemorySegment shape = runtime.made(out -> (MemorySegment) tensorShape.invokeExact(tensor, out));
        try {
            // A size_t is as wide as an address.
            long count = runtime.made(out -> (MemorySegment) elements.invokeExact(shape, out))
                    .address();
            MemorySegment data = runtime.made(out -> (MemorySegment) tensorData.invokeExact(tensor, out));
            return bounded(data, count * JAVA_FLOAT.byteSize()).toArray(JAVA_FLOAT);
        } finally {
            OnnxRuntime.free(releaseShape, shape);
        }
    }

    @SuppressWarnings("restricted") // The library has just said how many numbers there are.
    private static MemorySegment bounded(MemorySegment data, long bytes) {
        return data.reinterpret(bytes);
    }

    private MemorySegment names(List<String> names) {
        MemorySegment all = arena.allocate(ADDRESS, names.size());
        for (int i = 0; i < names.size(); i++) {
            all.setAtIndex(ADDRESS, i, arena.allocateFrom(names.get(i)));
        }
        return all;
    }
}
