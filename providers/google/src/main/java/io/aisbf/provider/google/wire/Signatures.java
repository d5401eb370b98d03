// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.wire;

import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.wire.WireName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Proofs of thoughts as {@code thoughtSignature} carries them: bytes in base64. One that another protocol made travels
 * tagged, its text in base64.
 */
public final class Signatures {
    /** The base64 of what every tagged signature begins with: foreign ones are found by it without decoding. */
    public static final String TAG = "YWlzYmYxO";

    /** What Gemini accepts in the place of a signature that was lost with a foreign history. */
    public static final String SKIP = "skip_thought_signature_validator";

    private Signatures() {}

    /** The signature behind a member; some clients spell base64 in its URL-safe alphabet. */
    public static Signature read(String value) {
        if (!value.startsWith(TAG)) {
            return new Signature(WireName.GEMINI_CONTENT, value);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(value.replace('-', '+').replace('_', '/'));
            return Signature.read(new String(bytes, StandardCharsets.UTF_8), WireName.GEMINI_CONTENT);
        } catch (IllegalArgumentException e) {
            return new Signature(WireName.GEMINI_CONTENT, value);
        }
    }

    /** The member's value for a client. */
    public static String write(Signature signature) {
        return isOwn(signature)
                ? signature.value()
                : Base64.getEncoder()
                        .encodeToString(
                                signature.carried(WireName.GEMINI_CONTENT).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether Gemini made it. */
    public static boolean isOwn(Signature signature) {
        return signature.format().equals(WireName.GEMINI_CONTENT);
    }
}
