// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;

/** Looks in bytes that are relayed for what another protocol signed, without decoding them. */
final class Tagged {
    private static final byte[] TAG = ('"' + Signature.TAG).getBytes(StandardCharsets.US_ASCII);

    private Tagged() {}

    /** Whether a string that begins like a foreign signature may stand somewhere in the value. */
    static boolean in(RawJson value) {
        return value.read((source, from, to) -> {
            int last = to - TAG.length;
            for (int at = from; at <= last; at++) {
                if (source[at] == '"' && source[at + 1] == TAG[1] && matches(source, at)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean matches(byte[] source, int at) {
        for (int i = 2; i < TAG.length; i++) {
            if (source[at + i] != TAG[i]) {
                return false;
            }
        }
        return true;
    }
}
