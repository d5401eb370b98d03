// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTest {
    private static Base64Bytes hex(String hex) {
        return new Base64Bytes(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void readsBase64OneByteAtATime() {
        Random random = new Random(11);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (Base64.Encoder encoder : new Base64.Encoder[] {
                Base64.getEncoder(), Base64.getUrlEncoder(), Base64.getEncoder().withoutPadding()
            }) {
                Base64Bytes read = new Base64Bytes(encoder.encodeToString(bytes));
                assertEquals(length, read.length());
                for (int i = 0; i < length; i++) {
                    assertEquals(bytes[i] & 0xff, read.at(i));
                }
                assertEquals(-1, read.at(length));
                assertEquals(-1, read.at(-1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "89504e47 0d0a1a0a 0000000d 49484452 00000280 000001e0 08, 640, 480",
        "474946383961 4001 c800 f7, 320, 200",
        "ffd8 ffe00010 4a46494600010101004800480000 fffe0004abcd ffc2 0011 08 0438 0780 03, 1920, 1080",
        "52494646 24000000 57454250 56503820 18000000 300100 9d012a 8002 e001 00, 640, 480",
        "52494646 24000000 57454250 5650384c 18000000 2f 7fc27700 00, 640, 480",
        "52494646 24000000 57454250 56503858 0a000000 10000000 7f0200 df0100 00, 640, 480",
    })
    void readsTheSizeOfAPicture(String hex, int width, int height) {
        assertEquals(Optional.of(new PictureSize(width, height)), PictureSize.of(hex(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "89504e47",
                "89504e47 0d0a1a0a 0000000d 49484452 00000000 00000001 08",
                "89504e47 0d0a1a0a 0000000d 49484452 ffffffff ffffffff 08",
                "474946383961 4001",
                "ffd8 ffe00000 ffc2",
                "ffd8 ffff",
                "52494646 24000000 57454250 56503858 0a00",
                "255044462d312e34",
            })
    void doesNotGuessWhatIsNotThere(String hex) {
        assertEquals(Optional.empty(), PictureSize.of(hex(hex)));
    }

    @Test
    void isNotHeldUpByRubbish() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = new byte[] {(byte) 0x89, 'G', 'R', (byte) 0xff}[i % 4];
            }
            Optional<PictureSize> size =
                    PictureSize.of(new Base64Bytes(Base64.getEncoder().encodeToString(bytes)));
            for (Family family : Family.values()) {
                long tokens = Pictures.tokens(family, "m", size, Optional.empty());
                assertTrue(tokens > 0, () -> family + " " + size);
            }
        }
        byte[] markers = new byte[3_000_000];
        Arrays.fill(markers, (byte) 0xff);
        markers[1] = (byte) 0xd8;
        String text = Base64.getEncoder().encodeToString(markers);
        assertTimeout(Duration.ofSeconds(10), () -> PictureSize.of(new Base64Bytes(text)));
    }

    @ParameterizedTest
    @CsvSource({
        // The examples of the providers' own pages.
        "gpt-4o, 1024, 1024, high, 765",
        "gpt-4o, 2048, 4096, high, 1105",
        "gpt-4o, 4096, 8192, low, 85",
        "gpt-5, 1024, 1024, auto, 630",
        "gpt-4.1-mini, 1024, 1024, auto, 1659",
        "claude-sonnet-4-5, 200, 200, auto, 54",
        "claude-sonnet-4-5, 1000, 1000, auto, 1334",
        "claude-sonnet-4-5, 4000, 3000, auto, 1600",
        "gemini-2.5-flash, 384, 384, auto, 258",
        "gemini-2.5-flash, 960, 540, auto, 1548",
    })
    void countsPicturesAsTheProviderPublishes(String model, int width, int height, String detail, long tokens) {
        assertEquals(
                tokens,
                Pictures.tokens(
                        Family.of("", model), model, Optional.of(new PictureSize(width, height)), Optional.of(detail)));
    }

    @Test
    void takesWhatItCannotSeeForSomethingUsual() {
        Part.Image behind =
                new Part.Image(new Source.Link(URI.create("https://example.org/cat.png")), Optional.empty());
        assertEquals(765, Media.picture(Family.OPENAI, "gpt-4o", behind));
        assertEquals(1600, Media.picture(Family.CLAUDE, "claude-x", behind));
        Part.Image broken = new Part.Image(new Source.Inline("image/png", "%%%"), Optional.empty());
        assertEquals(765, Media.picture(Family.OPENAI, "gpt-4o", broken));
    }

    @Test
    void countsRecordingsByTheirSeconds() {
        byte[] wav = new byte[44 + 10 * 32_000];
        byte[] head = "RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, wav, 0, head.length);
        // 32,000 bytes a second
        wav[28] = 0x00;
        wav[29] = 0x7d;
        Part.Audio audio = new Part.Audio(
                new Source.Inline("audio/wav", Base64.getEncoder().encodeToString(wav)));
        assertEquals(101, Media.recording(Family.OPENAI, audio));
        assertEquals(321, Media.recording(Family.GEMINI, audio));
        wav[28] = (byte) 0xff;
        wav[31] = (byte) 0xff;
        Part.Audio lying = new Part.Audio(
                new Source.Inline("audio/wav", Base64.getEncoder().encodeToString(wav)));
        assertTrue(Media.recording(Family.OPENAI, lying) >= 1);
    }

    @Test
    void countsDocumentsByTheirPages() {
        String bytes = Base64.getEncoder().encodeToString(new byte[120_000]);
        Part.Document pdf = new Part.Document(new Source.Inline("application/pdf", bytes), Optional.empty());
        assertEquals(9_000, Media.document(Family.CLAUDE, pdf));
        assertEquals(774, Media.document(Family.GEMINI, pdf));
        Part.Document text = new Part.Document(new Source.Inline("text/plain", bytes), Optional.empty());
        assertEquals(40_001, Media.document(Family.CLAUDE, text));
    }
}
