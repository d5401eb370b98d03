// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * The same short text for the same arguments of a call, however they are spelled: clients read them and write them
 * again, with other spaces, other escapes, {@code 100} for {@code 1e2} and their members in another order.
 */
final class Fingerprint {
    private static final int BYTES = 16;

    private final Json json;
    private final StringBuilder plain = new StringBuilder();

    private Fingerprint(Json json) {
        this.json = json;
    }

    /** The fingerprint of arguments; those that are no JSON are taken as the text they are. */
    static String of(Json json, RawJson arguments) {
        Fingerprint fingerprint = new Fingerprint(json);
        try {
            fingerprint.add(arguments);
        } catch (JsonException e) {
            return digest(arguments.toString());
        }
        return digest(fingerprint.plain.toString());
    }

    private void add(RawJson value) {
        switch (value.kind()) {
            case OBJECT -> {
                plain.append('{');
                new TreeMap<>(json.object(value).members()).forEach((name, member) -> {
                    plain.append(RawJson.text(name)).append(':');
                    add(member);
                    plain.append(',');
                });
                plain.append('}');
            }
            case ARRAY -> {
                List<RawJson> elements = json.array(value);
                plain.append('[');
                elements.forEach(element -> {
                    add(element);
                    plain.append(',');
                });
                plain.append(']');
            }
            case STRING -> plain.append(RawJson.text(json.text(value)));
            case NUMBER -> plain.append(json.number(value) + 0.0);
            default -> plain.append(value);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
