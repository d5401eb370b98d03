// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A reload of the plugin has another class loader, and the same native library. */
class ReloadTest {
    private static final Path MAPS = Path.of("/proc/self/maps");

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneLibraryServesAllClassLoadersAndKeepsNone() throws Exception {
        float[] before = embed();
        List<String> mapped = libraries();
        assertEquals(1, mapped.size(), () -> "mapped: " + mapped);

        WeakReference<ClassLoader> gone = new WeakReference<>(null);
        for (int i = 0; i < 3; i++) {
            gone = new WeakReference<>(inAnotherClassLoader(before));
        }
        assertEquals(mapped, libraries());
        for (int i = 0; i < 100 && gone.get() != null; i++) {
            System.gc();
        }
        assertTrue(gone.refersTo(null), "the class loader of a closed plugin is still held");
    }

    private static ClassLoader inAnotherClassLoader(float[] expected) throws Exception {
        URL[] own = {MiniLm.class.getProtectionDomain().getCodeSource().getLocation()};
        try (Apart loader = new Apart(own)) {
            Class<?> type = Class.forName(MiniLm.class.getName(), true, loader);
            assertNotSame(MiniLm.class, type);
            try (AutoCloseable model =
                    (AutoCloseable) type.getMethod("load", int.class).invoke(null, 1)) {
                List<?> vectors =
                        (List<?>) type.getMethod("embed", List.class).invoke(model, List.of("A plugin is replaced."));
                assertArrayEquals(expected, (float[]) vectors.getFirst());
            }
            return loader;
        }
    }

    private static float[] embed() throws IOException {
        try (MiniLm model = MiniLm.load(1)) {
            return model.embed(List.of("A plugin is replaced.")).getFirst();
        }
    }

    /** The libraries that this process has mapped, by where they were. */
    private static List<String> libraries() throws IOException {
        return Files.readAllLines(MAPS).stream()
                .filter(line -> line.contains("libonnxruntime"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .toList();
    }

    /** Has classes of its own for this package, and everybody's for the rest. */
    private static final class Apart extends URLClassLoader {
        Apart(URL[] own) {
            super(own, getPlatformClassLoader());
        }
    }
}
