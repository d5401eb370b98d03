// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import java.util.Optional;

/**
 * What recordings, documents and pictures come to. Nothing is fetched: what is behind a link or was uploaded before is
 * taken for something usual.
 */
final class Media {
    private static final int WAV_RATE_AT = 28;
    /** Bytes of a second of compressed speech (64 kbit/s); a better recording is estimated too long. */
    private static final double COMPRESSED = 8000;

    private static final double USUAL_SECONDS = 60;
    /** https://developers.openai.com/api/docs/guides/audio: a token for a tenth of a second that is heard. */
    private static final double OPENAI_SECOND = 10;
    /** https://ai.google.dev/gemini-api/docs/audio: 32 tokens for a second. */
    private static final double GEMINI_SECOND = 32;

    /** Bytes of a page of a PDF: text alone takes less, scans take more and come to more pages than there are. */
    private static final long PAGE_BYTES = 50_000;

    private static final long USUAL_PAGES = 5;
    /** https://platform.claude.com/docs/en/build-with-claude/pdf-support: 1,500 to 3,000 for text, and the picture. */
    private static final long CLAUDE_PAGE = 3000;

    private static final long GEMINI_PAGE = 258;
    private static final long OTHER_PAGE = 1500;
    private static final long BYTES_A_TOKEN = 3;

    private Media() {}

    /** Tokens of a picture. */
    static long picture(Family family, String model, Part.Image image) {
        Optional<PictureSize> size = image.source() instanceof Source.Inline here
                ? PictureSize.of(new Base64Bytes(here.base64()))
                : Optional.empty();
        return Pictures.tokens(family, model, size, image.detail());
    }

    /** Tokens of a recording. */
    static long recording(Family family, Part.Audio audio) {
        double seconds = audio.source() instanceof Source.Inline here
                ? seconds(here.mediaType(), new Base64Bytes(here.base64()))
                : USUAL_SECONDS;
        return (long) Math.ceil(seconds * (family == Family.GEMINI ? GEMINI_SECOND : OPENAI_SECOND));
    }

    private static double seconds(String mediaType, Base64Bytes bytes) {
        boolean wav = bytes.at(0) == 'R' && bytes.at(1) == 'I' && bytes.at(2) == 'F' && mediaType.contains("wav");
        long rate = wav ? PictureSize.little(bytes, WAV_RATE_AT, Integer.BYTES) : 0;
        return bytes.length() / (rate > 0 ? Math.max((double) rate, COMPRESSED / 8) : COMPRESSED);
    }

    /** Tokens of a document. */
    static long document(Family family, Part.Document document) {
        long pages = USUAL_PAGES;
        if (document.source() instanceof Source.Inline here) {
            int length = new Base64Bytes(here.base64()).length();
            if (here.mediaType().startsWith("text/")) {
                return length / BYTES_A_TOKEN + 1;
            }
            pages = length / PAGE_BYTES + 1;
        }
        return pages
                * switch (family) {
                    case CLAUDE -> CLAUDE_PAGE;
                    case GEMINI -> GEMINI_PAGE;
                    case OPENAI, OPENAI_OLD, LLAMA, MISTRAL, QWEN, DEEPSEEK, OTHER -> OTHER_PAGE;
                };
    }
}
