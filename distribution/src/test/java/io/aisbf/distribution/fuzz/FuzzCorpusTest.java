// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Feeds all readers with the seeds, with what a fuzzer once found, and with some thousands of seeded mutations. The
 * long search is {@code src/fuzz/run.sh}.
 */
class FuzzCorpusTest {
    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 40_000);
    private static final Path FOUND = Path.of("src/fuzz/found");
    private static final List<byte[]> PIECES = Stream.of(
                    "null",
                    "true",
                    "-1e400",
                    "\"\"",
                    "[]",
                    "{}",
                    "[null]",
                    "\"\\ud800\"",
                    "{\"type\":5}",
                    "\r\n\r\n",
                    "\n\n",
                    "data: ",
                    "event: error\n",
                    ": x\n",
                    "[DONE]",
                    "\ufeff",
                    "\u0000",
                    "aisbf1:x:y",
                    ",",
                    "]",
                    "}")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    @Test
    void whatAFuzzerFoundOnceIsHarmlessNow() throws Exception {
        if (Files.isDirectory(FOUND)) {
            try (Stream<Path> files = Files.list(FOUND)) {
                for (Path file : files.sorted().toList()) {
                    feed(Files.readAllBytes(file));
                }
            }
        }
    }

    @Test
    void everyProtocolIsFed() {
        assertEquals(
                List.of(
                        "anthropic-messages",
                        "gemini-content",
                        "ollama-chat",
                        "ollama-generate",
                        "openai-chat",
                        "openai-responses"),
                WireFuzz.formats().stream().map(format -> format.name().id()).toList());
    }

    @Test
    void seedsAndTheirMutationsEndInAnAnswerOrAFailureOfTheContract() throws Exception {
        Random random = new Random(20261122);
        List<byte[]> seeds = Seeds.all();
        for (byte[] seed : seeds) {
            feed(seed);
        }
        for (int i = 0; i < MUTATIONS; i++) {
            feed(mutated(seeds.get(random.nextInt(seeds.size())), random));
        }
    }

    private static void feed(byte[] input) {
        try {
            WireFuzz.fuzzerTestOneInput(input);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            throw new AssertionError(
                    "input " + HexFormat.of().formatHex(input, 0, Math.min(4, input.length)) + " "
                            + new String(
                                    input,
                                    Math.min(4, input.length),
                                    Math.max(0, input.length - 4),
                                    StandardCharsets.UTF_8),
                    e);
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] input = seed.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && input.length > 5; changes--) {
            int at = 4 + random.nextInt(input.length - 4);
            int to = Math.min(input.length, at + random.nextInt(12));
            byte[] piece = PIECES.get(random.nextInt(PIECES.size()));
            input = switch (random.nextInt(5)) {
                case 0 -> replaced(input, at, to, piece);
                case 1 -> replaced(input, at, to, new byte[0]);
                case 2 -> Arrays.copyOf(input, at);
                case 3 -> replaced(input, at, at, Arrays.copyOfRange(input, at, to));
                default -> flipped(input, random.nextInt(input.length), random.nextInt(256));
            };
        }
        return input;
    }

    private static byte[] flipped(byte[] input, int at, int value) {
        byte[] changed = input.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] piece) {
        byte[] changed = new byte[input.length - (to - from) + piece.length];
        System.arraycopy(input, 0, changed, 0, from);
        System.arraycopy(piece, 0, changed, from, piece.length);
        System.arraycopy(input, to, changed, from + piece.length, input.length - to);
        return changed;
    }

    /** Writes the seeds as files, for a fuzzer to begin with: {@code FuzzCorpusTest FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int count = 0;
        for (byte[] seed : Seeds.all()) {
            Files.write(folder.resolve("seed-" + count), seed);
            count++;
        }
    }
}
