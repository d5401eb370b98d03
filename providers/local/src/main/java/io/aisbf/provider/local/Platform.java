// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the native library for this machine lies in the jar.
 *
 * @param resource its path, beside this class
 */
record Platform(String resource) {
    private static final String SERVED = "linux-x64, linux-aarch64 and osx-aarch64";

    /** The machine this runs on. */
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The machine that Java's properties {@code os.name} and {@code os.arch} tell of. */
    static Platform of(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        String kind = switch (processor.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x64";
            case "arm64", "aarch64" -> "aarch64";
            case String other -> other;
        };
        if (name.contains("mac")) {
            return new Platform("osx-" + kind + "/libonnxruntime.dylib");
        }
        if (name.contains("windows")) {
            return new Platform("win-" + kind + "/onnxruntime.dll");
        }
        return new Platform(name.replace(' ', '-') + "-" + kind + "/libonnxruntime.so");
    }

    /** Why nothing can be embedded here; empty if the jar has a library for this machine. */
    Optional<String> missing() {
        return Platform.class.getResource(resource) == null
                ? Optional.of("embeddings in this process need ONNX Runtime, and the plugin 'local' has none for "
                        + resource.substring(0, resource.indexOf('/')) + ", only for " + SERVED
                        + "; ask another provider for embeddings")
                : Optional.empty();
    }

    /**
     * The library's one function. Loaded once in the life of the process, whatever class loader asks: it cannot be
     * unloaded (its C++ has symbols that glibc keeps for ever), and a second copy for a reloaded plugin would lie beside
     * the first. A system property tells the next class loader where it is.
     *
     * @throws OnnxException if the library cannot be loaded
     * @throws UncheckedIOException if there is no place to unpack it
     */
    MemorySegment entry() {
        Object address = System.getProperties()
                .computeIfAbsent("io.aisbf.provider.local." + resource, _ -> String.valueOf(load().address()));
        return MemorySegment.ofAddress(Long.parseLong(String.valueOf(address)));
    }

    /** Writes the library to a folder that only this user may read, loads it, and removes it. */
    @SuppressWarnings("restricted") // What this plugin is for; the gateway enables it for this module.
    private MemorySegment load() {
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            throw new OnnxException(missing.get());
        }
        try {
            Path folder = Files.createTempDirectory("aisbf-local-");
            Path library = folder.resolve(resource.substring(resource.indexOf('/') + 1));
            try (InputStream in = resource(resource).openStream()) {
                Files.copy(in, library);
                return SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("OrtGetApiBase");
            } catch (IllegalArgumentException e) {
                throw refused(folder, e);
            } finally {
                remove(library);
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "ONNX Runtime cannot be unpacked into " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage() + "; make room there, or name another place with -Djava.io.tmpdir=...",
                    e);
        }
    }

    private static OnnxException refused(Path folder, IllegalArgumentException cause) {
        return new OnnxException(
                "ONNX Runtime cannot be loaded from " + folder
                        + ": it needs glibc 2.27 or newer with libstdc++, and a folder"
                        + " from which programs may run (name another one with -Djava.io.tmpdir=...)",
                cause);
    }

    /** A file that lies in the jar beside this class. */
    static URL resource(String name) throws IOException {
        URL found = Platform.class.getResource(name);
        if (found == null) {
            throw new IOException("the plugin's jar has no " + name + ": fetch the jar again");
        }
        return found;
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Windows keeps a library that is in use.
            path.toFile().deleteOnExit();
        }
    }
}
