// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.UncheckedIOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * ONNX Runtime's C interface, as far as a model that turns numbers into numbers needs it. Its functions stand in a table
 * whose order never changes: {@code struct OrtApi} of {@code onnxruntime_c_api.h}, version 16 and newer, which the
 * places below are counted from. Every one of them may be called from any thread; a call that fails returns a status
 * object, which becomes an {@link OnnxException} here.
 *
 * <p>Called by way of java.lang.foreign and not by the vendor's Java classes: those load their library by JNI, which
 * ties it to one class loader, and register a hook for the end of the process that keeps the plugin's classes for ever.
 */
final class OnnxRuntime implements AutoCloseable {
    /** A C string or a table, of unknown length. */
    @SuppressWarnings("restricted")
    private static final AddressLayout UNBOUNDED =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));

    private static final int TABLE_VERSION = 16;
    private static final int ERRORS_ONLY = 3;

    private final MemorySegment table;
    private final MethodHandle message;
    private final MethodHandle releaseStatus;
    private final MethodHandle releaseEnvironment;
    private final MemorySegment environment;

    private OnnxRuntime(MemorySegment table) {
        this.table = table;
        message = function(2, FunctionDescriptor.of(UNBOUNDED, ADDRESS));
        releaseStatus = release(93);
        releaseEnvironment = release(92);
        MethodHandle create = fallible(3, JAVA_INT, ADDRESS, ADDRESS);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment name = call.allocateFrom("aisbf");
            environment = made(out -> (MemorySegment) create.invokeExact(ERRORS_ONLY, name, out));
        }
    }

    /**
     * Begins its one environment, with the library loaded before if this process has not loaded it yet; about 50 ms.
     *
     * @throws OnnxException if that cannot be done on this machine
     */
    static OnnxRuntime open(Platform platform) {
        try {
            MethodHandle base = handle(platform.entry(), FunctionDescriptor.of(UNBOUNDED));
            MemorySegment table = (MemorySegment) base.invokeExact();
            MethodHandle find = handle(table.get(ADDRESS, 0), FunctionDescriptor.of(UNBOUNDED, JAVA_INT));
            return new OnnxRuntime((MemorySegment) find.invokeExact(TABLE_VERSION));
        } catch (OnnxException | UncheckedIOException e) {
            throw e;
        } catch (Throwable e) {
            throw new OnnxException("ONNX Runtime cannot be used: " + e, e);
        }
    }

    /** Something that a call makes and leaves at a place. */
    @FunctionalInterface
    interface Making {
        /** Calls the function; what it returns is a status, null where all is well. */
        MemorySegment into(MemorySegment place) throws Throwable;
    }

    /** The environment that sessions belong to. */
    MemorySegment environment() {
        return environment;
    }

    /** A function that returns a status. */
    MethodHandle fallible(int place, MemoryLayout... parameters) {
        return function(place, FunctionDescriptor.of(ADDRESS, parameters));
    }

    /** A function that frees one object. */
    MethodHandle release(int place) {
        return function(place, FunctionDescriptor.ofVoid(ADDRESS));
    }

    /** What a call leaves at the place it is given. */
    MemorySegment made(Making making) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment place = call.allocate(ADDRESS);
            check(() -> making.into(place));
            return place.get(ADDRESS, 0);
        }
    }

    /** A call that may fail. */
    @FunctionalInterface
    interface Calling {
        /** Calls the function; what it returns is a status, null where all is well. */
        MemorySegment call() throws Throwable;
    }

    /**
     * Calls something and looks at its status.
     *
     * @throws OnnxException if it says that it failed
     */
    void check(Calling calling) {
        String failure;
        try {
            MemorySegment status = calling.call();
            if (status.address() == 0) {
                return;
            }
            failure = ((MemorySegment) message.invokeExact(status)).getString(0);
            releaseStatus.invokeExact(status);
        } catch (Throwable e) {
            throw new OnnxException("ONNX Runtime cannot be called: " + e, e);
        }
        throw new OnnxException("ONNX Runtime says: " + failure);
    }

    /** Frees an object. */
    static void free(MethodHandle release, MemorySegment object) {
        try {
            release.invokeExact(object);
        } catch (Throwable e) {
            throw new OnnxException("ONNX Runtime cannot be called: " + e, e);
        }
    }

    /** Gives the environment back. All sessions have been closed before. */
    @Override
    public void close() {
        free(releaseEnvironment, environment);
    }

    private MethodHandle function(int place, FunctionDescriptor signature) {
        return handle(table.getAtIndex(ADDRESS, place), signature);
    }

    @SuppressWarnings("restricted") // What this plugin is for; the gateway enables it for this module.
    private static MethodHandle handle(MemorySegment function, FunctionDescriptor signature) {
        return Linker.nativeLinker().downcallHandle(function, signature);
    }

    /** How a C {@code size_t} is passed on every platform that is served. */
    static final ValueLayout.OfLong SIZE = JAVA_LONG;
}
