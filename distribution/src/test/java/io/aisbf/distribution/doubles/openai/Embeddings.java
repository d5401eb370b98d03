// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.At;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.doubles.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What /v1/embeddings and /v1/models say. */
final class Embeddings {
    private Embeddings() {}

    static Answer answer(At body) {
        body.only("model", "input", "encoding_format", "dimensions", "user").need("input");
        boolean packed = body.get("encoding_format").json().asText().equals("base64");
        int count =
                body.get("input").json().isArray() ? body.get("input").json().size() : 1;
        List<JsonNode> data = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Double> vector = Vectors.of(i, body.get("dimensions"));
            data.add(Tree.object(
                    "object", "embedding", "index", i, "embedding", packed ? packed(vector) : Tree.list(vector)));
        }
        return Answer.json(
                200,
                Tree.pretty(Tree.object(
                        "object",
                        "list",
                        "data",
                        data,
                        "model",
                        body.get("model").text(),
                        "usage",
                        Tree.object("prompt_tokens", 5, "total_tokens", 5))));
    }

    private static String packed(List<Double> vector) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.size()).order(ByteOrder.LITTLE_ENDIAN);
        vector.forEach(number -> bytes.putFloat(number.floatValue()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    static String models() {
        List<JsonNode> models = new ArrayList<>();
        for (String id : List.of("text", "tool", "org/text", "embed")) {
            models.add(Tree.object("id", id, "object", "model", "created", 1_700_000_000, "owned_by", "openai"));
        }
        return Tree.pretty(Tree.object("object", "list", "data", models));
    }
}
