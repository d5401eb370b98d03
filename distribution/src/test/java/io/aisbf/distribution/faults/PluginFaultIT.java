// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stranger's provider that throws anything, blocks or returns nonsense costs its own call, in its own name, and
 * nothing else.
 */
@Timeout(240)
class PluginFaultIT {
    /** What it does goes by the model. Built here against the product's API jar alone, and packed as a plain jar. */
    private static final String MAD = """
        package acme;

        import io.aisbf.api.chat.*;
        import io.aisbf.api.plugin.*;
        import io.aisbf.api.provider.*;
        import java.util.*;
        import java.util.concurrent.CountDownLatch;

        public final class MadFactory implements ProviderFactory {
            public String type() {
                return "mad";
            }

            public Provider create(Settings settings, PluginContext context) {
                return (request, call) -> switch (request.model()) {
                    case "exception" -> throw new IllegalStateException("CANARY of the plugin");
                    case "error" -> throw new Error("CANARY of the plugin");
                    case "memory" -> throw new OutOfMemoryError("CANARY of the plugin");
                    case "linkage" -> throw new NoClassDefFoundError("acme/Missing");
                    case "assertion" -> throw new AssertionError("CANARY of the plugin");
                    case "checked" -> throw MadFactory.<RuntimeException>any(new Exception("CANARY of the plugin"));
                    case "interrupted" -> throw new InterruptedException();
                    case "recursion" -> recursion(request, 0);
                    case "nothing" -> null;
                    case "frames-null" -> new Broken(false, false);
                    case "frames-throw" -> new Broken(true, false);
                    case "late" -> new Broken(true, true);
                    case "block" -> block();
                    case "stubborn" -> stubborn();
                    default -> new ChatReply.Whole(ChatResponse.of("1", "m", List.of(new ChatResponse.Choice(
                            0, Message.of(Message.Role.ASSISTANT, "sane"), FinishReason.Known.STOP)), Usage.NONE));
                };
            }

            private static ChatReply recursion(ChatRequest request, int depth) {
                return depth < 0 ? null : recursion(request, depth + 1 - depth % 1);
            }

            private static ChatReply block() throws InterruptedException {
                new CountDownLatch(1).await();
                return null;
            }

            private static ChatReply stubborn() {
                while (true) {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException ignored) {
                        // That is what it is here for.
                    }
                }
            }

            @SuppressWarnings("unchecked")
            private static <T extends Throwable> T any(Throwable thrown) throws T {
                throw (T) thrown;
            }

            private static final class Broken implements ChatReply.Stream {
                private final boolean throwing;
                private boolean good;

                Broken(boolean throwing, boolean good) {
                    this.throwing = throwing;
                    this.good = good;
                }

                public Optional<Frame> next() {
                    if (good) {
                        good = false;
                        return Optional.of(Frame.of(List.of(new ChatEvent.TextDelta(0, "so far"))));
                    }
                    if (throwing) {
                        throw new UnsupportedOperationException("CANARY of the plugin");
                    }
                    return null;
                }

                public void close() {
                    throw new IllegalStateException("CANARY of the plugin");
                }
            }
        }
        """;

    private static Product product;

    /** Where calls have little time: others would lose theirs on a busy machine. */
    private static Product hasty;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/products")), "plugins")
                .toAbsolutePath();
        copy(Product.home().resolve("plugins"), folder);
        pack(compiled(folder), folder.resolve("mad.jar"));
        product = started(folder, "");
        hasty = started(folder, ", call_timeout: 4s");
    }

    private static Product started(Path plugins, String more) throws IOException {
        return Product.start(Product.NO_COOLDOWN + """
            server: {shutdown_grace: 300ms%s}
            plugins: {directory: %s}
            providers:
              up: {type: mad, retries: 0}
            """.formatted(more, plugins));
    }

    @AfterAll
    static void stop() {
        hasty.close();
        product.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exception",
                "error",
                "memory",
                "linkage",
                "assertion",
                "checked",
                "recursion",
                "nothing",
                "frames-null",
                "frames-throw"
            })
    void isAFailureInItsOwnName(String model) throws IOException {
        for (boolean stream : new boolean[] {false, true}) {
            Answer answer = ask(model, stream);

            assertEquals(502, answer.status(), answer.raw());
            assertTrue(answer.complete(), answer.raw());
            assertTrue(answer.body().contains("provider 'up' (plugin mad"), answer.raw());
            assertFalse(answer.body().contains("CANARY"), answer.raw());
        }
        assertEquals("sane", sane());
    }

    @Test
    void cannotFeignThatItsClientLeft() throws IOException {
        Answer answer = ask("interrupted", false);

        assertEquals(502, answer.status(), answer.raw());
        assertTrue(answer.body().contains("provider 'up' (plugin mad"), answer.raw());
    }

    @Test
    void isAnErrorEventOnceSomethingWentOut() throws IOException {
        Answer answer = ask("late", true);

        assertEquals(200, answer.status(), answer.raw());
        assertTrue(answer.body().contains("so far"), answer.raw());
        assertTrue(answer.body().contains("data: {\"error\":{\"message\":\"provider 'up' (plugin mad"), answer.raw());
        assertFalse(answer.complete() || answer.body().contains("[DONE]"), answer.raw());
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "stubborn"})
    void whatBlocksHoldsUpNobodyElse(String model) throws Exception {
        try (RawClient blocked = new RawClient(product.address())) {
            for (int i = 0; i < 20; i++) {
                blocked.send(RawClient.chat(RawClient.question(model, false)));
                assertEquals("sane", sane());
            }
        }
        assertEquals("sane", sane());
    }

    @Test
    void whatBlocksIsAFailureInItsOwnNameWhenItsTimeIsUp() throws IOException {
        Answer answer = ask(hasty, "block", false);

        assertEquals(504, answer.status(), answer.raw());
        assertTrue(answer.body().contains("provider 'up' (plugin mad"), answer.raw());
    }

    @Test
    void whatIgnoresThatItsTimeIsUpLosesItsClient() throws IOException {
        Answer answer = ask(hasty, "stubborn", false);

        assertFalse(answer.complete(), answer.raw());
        Answer other = ask(hasty, "sane", false);
        assertTrue(other.body().contains("\"sane\""), other.raw());
    }

    @Test
    void whatBlocksEndsWhenItsClientLeaves() throws IOException {
        String path = "/v1/chat/completions?who=leaves";
        try (RawClient blocked = new RawClient(product.address())) {
            blocked.send(RawClient.post(path, RawClient.question("block", false)));
            assertEquals("sane", sane());
        }

        product.await(line -> line.contains("\"status\":499") && line.contains("up/block"));
    }

    private static String sane() throws IOException {
        Answer answer = ask("sane", false);
        return answer.body().contains("\"sane\"") ? "sane" : answer.raw();
    }

    private static Answer ask(String model, boolean stream) throws IOException {
        return ask(product, model, stream);
    }

    private static Answer ask(Product gateway, String model, boolean stream) throws IOException {
        return RawClient.exchange(gateway.address(), RawClient.chat(RawClient.question(model, stream)));
    }

    private static Path compiled(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-classes"));
        Path source = Files.writeString(classes.resolve("MadFactory.java"), MAD);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> jars = Files.list(Product.home().resolve("lib"))) {
            Path api = jars.filter(jar -> jar.getFileName().toString().startsWith("aisbf-api"))
                    .findFirst()
                    .orElseThrow();
            int result = compiler.run(
                    InputStream.nullInputStream(),
                    System.out,
                    System.err,
                    "-cp",
                    api.toString(),
                    "-d",
                    classes.toString(),
                    source.toString());
            assertEquals(0, result, "the plugin did not compile");
        }
        return classes;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> found = Files.list(classes.resolve("acme"))) {
            for (Path path : found.toList()) {
                out.putNextEntry(new JarEntry("acme/" + path.getFileName()));
                Files.copy(path, out);
            }
            out.putNextEntry(new JarEntry("META-INF/services/io.aisbf.api.provider.ProviderFactory"));
            out.write("acme.MadFactory\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
