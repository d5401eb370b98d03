// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x64/libonnxruntime.so",
        "Linux, aarch64, linux-aarch64/libonnxruntime.so",
        "Mac OS X, aarch64, osx-aarch64/libonnxruntime.dylib",
    })
    void hasALibraryForWhatIsServed(String system, String processor, String resource) {
        Platform platform = Platform.of(system, processor);
        assertEquals(resource, platform.resource());
        assertEquals(Optional.empty(), platform.missing());
    }

    @ParameterizedTest
    @CsvSource({
        "Windows 11, amd64, win-x64",
        "Mac OS X, x86_64, osx-x64",
        "Linux, riscv64, linux-riscv64",
        "FreeBSD, amd64, freebsd-x64",
    })
    void saysWhatIsMissingElsewhere(String system, String processor, String name) {
        assertEquals(
                Optional.of("embeddings in this process need ONNX Runtime, and the plugin 'local' has none for " + name
                        + ", only for linux-x64, linux-aarch64 and osx-aarch64; ask another provider for embeddings"),
                Platform.of(system, processor).missing());
    }

    @Test
    void thisMachineIsServed() {
        assertEquals(Optional.empty(), Platform.current().missing());
    }
}
