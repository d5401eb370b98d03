// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.doubles.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Embeddings: what clients of the three protocols that have them get from the providers that make them. */
final class Embedding {
    private static final List<Provider> MAKERS = List.of(Provider.OPENAI, Provider.GOOGLE, Provider.OLLAMA);
    private static final List<String> TEXTS = List.of("Grüße an 日本", "a second one");
    private static final int SHORT = 2;

    private final Doubles doubles;
    private final Exchange exchange;

    private Embedding(Doubles doubles, Exchange exchange) {
        this.doubles = doubles;
        this.exchange = exchange;
    }

    /** What is asked for. */
    private enum Wish {
        ONE("a text", 1),
        SEVERAL("several texts", 2),
        DIMENSIONS("as many dimensions", 2),
        BASE64("packed in base64", 2);

        private final String words;
        private final int texts;

        Wish(String words, int texts) {
            this.words = words;
            this.texts = texts;
        }
    }

    static Table table(Doubles doubles, Exchange exchange) {
        Table table = new Table(
                "Embeddings",
                "Who asks for the embedding of what, and what makes it. Anthropic's messages and OpenAI's responses"
                        + " have none; a provider that makes none is a 404.",
                List.of("openai-chat", "gemini-content", "ollama-chat", "anthropic-messages"));
        Embedding embedding = new Embedding(doubles, exchange);
        for (String client : List.of("openai-chat", "gemini-content", "ollama-chat")) {
            for (Wish wish : Wish.values()) {
                if (wish != Wish.BASE64 || client.equals("openai-chat")) {
                    String row = client + ": " + wish.words;
                    MAKERS.forEach(maker -> table.fill(row, () -> embedding.carried(client, wish, maker)));
                    table.fill(row, () -> embedding.refused(client, wish));
                }
            }
        }
        return table;
    }

    private String carried(String client, Wish wish, Provider maker) throws IOException, InterruptedException {
        String model = "embed--" + client + "." + wish + "." + maker;
        Exchange.Reply reply = exchange.send(sending(client, wish, maker.target() + "/" + model));
        List<List<Double>> heard = heard(client, wish, Tree.parse(Table.good(reply)));
        List<List<Double>> said = IntStream.range(0, wish.texts)
                .mapToObj(at -> wish == Wish.DIMENSIONS ? Vectors.of(at, SHORT) : Vectors.of(at))
                .toList();
        Table.need(said.equals(heard), "the vectors " + said + ", got " + heard);
        String arrived = doubles.seen(model).getLast().asked().body();
        TEXTS.subList(0, wish.texts)
                .forEach(text -> Table.need(arrived.contains(text), "'" + text + "' arrives, got " + arrived));
        return "✓";
    }

    private String refused(String client, Wish wish) throws IOException, InterruptedException {
        Exchange.Reply reply = exchange.send(sending(client, wish, Provider.ANTHROPIC.target() + "/embed"));
        Table.need(reply.status() == 404, "a 404, got " + reply.status() + " " + reply.body());
        String words = Client.all().stream()
                .filter(one -> one.protocol().equals(client))
                .findFirst()
                .orElseThrow()
                .error(reply.body());
        Table.need(words.contains("makes no embeddings"), "words, got " + words);
        return "·";
    }

    private static Client.Sending sending(String client, Wish wish, String target) {
        return switch (client) {
            case "openai-chat" -> {
                ObjectNode body = flat(wish, target);
                body.put("encoding_format", wish == Wish.BASE64 ? "base64" : "float");
                yield new Client.Sending("/v1/embeddings", Map.of(), body);
            }
            case "ollama-chat" -> new Client.Sending("/api/embed", Map.of(), flat(wish, target));
            default -> gemini(wish, target);
        };
    }

    private static ObjectNode flat(Wish wish, String target) {
        Object input = wish.texts == 1 ? TEXTS.getFirst() : Tree.list(TEXTS);
        ObjectNode body = Tree.object("model", target, "input", input);
        return wish == Wish.DIMENSIONS ? body.put("dimensions", SHORT) : body;
    }

    private static Client.Sending gemini(Wish wish, String target) {
        List<JsonNode> requests = new ArrayList<>();
        for (String text : TEXTS.subList(0, wish.texts)) {
            JsonNode content = Tree.object("parts", Tree.array(Tree.object("text", text)));
            ObjectNode request = Tree.object("model", "models/" + target, "content", content);
            requests.add(wish == Wish.DIMENSIONS ? request.put("outputDimensionality", SHORT) : request);
        }
        String path = "/v1beta/models/" + target;
        return wish.texts == 1
                ? new Client.Sending(path + ":embedContent", Map.of(), (ObjectNode) requests.getFirst())
                : new Client.Sending(path + ":batchEmbedContents", Map.of(), Tree.object("requests", requests));
    }

    private static List<List<Double>> heard(String client, Wish wish, JsonNode body) {
        JsonNode vectors = switch (client) {
            case "openai-chat" -> body.path("data");
            case "ollama-chat" -> body.path("embeddings");
            default -> wish.texts == 1 ? Tree.array(body.path("embedding")) : body.path("embeddings");
        };
        List<List<Double>> heard = new ArrayList<>();
        for (JsonNode vector : vectors) {
            switch (client) {
                case "openai-chat" -> {
                    Table.need(vector.path("index").asInt(-1) == heard.size(), "an index, got " + vector);
                    Table.need(body.path("usage").path("prompt_tokens").isInt(), "usage, got " + body);
                    JsonNode values = vector.path("embedding");
                    heard.add(wish == Wish.BASE64 ? unpacked(values.textValue()) : numbers(values));
                }
                case "ollama-chat" -> heard.add(numbers(vector));
                default -> heard.add(numbers(vector.path("values")));
            }
        }
        return heard;
    }

    private static List<Double> numbers(JsonNode values) {
        List<Double> numbers = new ArrayList<>();
        values.forEach(value -> numbers.add(value.doubleValue()));
        return numbers;
    }

    private static List<Double> unpacked(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        List<Double> numbers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            numbers.add((double) bytes.getFloat());
        }
        return numbers;
    }
}
