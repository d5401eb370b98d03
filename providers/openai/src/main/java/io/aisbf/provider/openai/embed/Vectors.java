// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.embed;

import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** A vector as OpenAI spells it: an array of numbers, or the base64 of its 32-bit floats in little-endian order. */
final class Vectors {
    private Vectors() {}

    /** Reads the member {@code embedding}, whichever way it is spelled. */
    static float[] read(Members entry) {
        boolean base64 = entry.get("embedding")
                .filter(value -> value.kind() == RawJson.Kind.STRING)
                .isPresent();
        return base64 ? decoded(entry) : numbers(entry);
    }

    static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Spelled as floats: widened to a double first, 0.1f would become 0.10000000149011612. */
    static RawJson numbers(float[] vector) {
        StringBuilder numbers = new StringBuilder("[");
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(value + " in an embedding cannot be written as JSON");
            }
            numbers.append(numbers.length() == 1 ? "" : ",").append(value);
        }
        return RawJson.of(numbers.append(']').toString());
    }

    private static float[] decoded(Members entry) {
        try {
            byte[] bytes = Base64.getDecoder().decode(entry.need("embedding"));
            if (bytes.length % Float.BYTES != 0) {
                throw entry.wrong("embedding", "is no whole number of 32-bit floats");
            }
            float[] vector = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            throw entry.wrong("embedding", "is not base64");
        }
    }

    private static float[] numbers(Members entry) {
        List<RawJson> elements = entry.elements("embedding");
        float[] vector = new float[elements.size()];
        for (int i = 0; i < vector.length; i++) {
            if (elements.get(i).kind() != RawJson.Kind.NUMBER) {
                throw entry.wrong("embedding[" + i + "]", "is not a number");
            }
            vector[i] = (float) entry.json().number(elements.get(i));
        }
        return vector;
    }
}
