// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.independent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A real llama.cpp behind the smallest server that speaks {@code openai-chat}: each token goes out in a chunk of its own,
 * at the moment it is drawn.
 */
final class LlamaServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LlamaModel model;
    private final HttpServer server;

    LlamaServer(Path gguf) throws IOException {
        model = new LlamaModel(
                new ModelParameters().setModel(gguf.toString()).setCtxSize(512).disableLog());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.createContext("/v1/chat/completions", this::chat);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void chat(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            InferenceParameters asked = new InferenceParameters(prompt(request))
                    .setNPredict(request.path("max_tokens").asInt(100))
                    .setTemperature(0);
            if (request.path("stream").asBoolean()) {
                exchange.getResponseHeaders().set("content-type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                stream(asked, exchange.getResponseBody());
            } else {
                byte[] body = body("message", model.complete(asked), "stop").getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("content-type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private void stream(InferenceParameters asked, OutputStream out) throws IOException {
        int tokens = 0;
        for (LlamaOutput output : model.generate(asked)) {
            event(out, body("delta", output.toString(), null));
            tokens++;
        }
        event(out, body("delta", "", tokens > 0 ? "stop" : "length"));
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void event(OutputStream out, String json) throws IOException {
        out.write(("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String body(String member, String text, @org.jspecify.annotations.Nullable String finish) {
        var root = JSON.createObjectNode()
                .put("id", "chatcmpl-llama")
                .put("object", "chat.completion")
                .put("model", "tiny");
        var choice = root.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
        choice.putObject(member).put("role", "assistant").put("content", text);
        return root.toString();
    }

    private static String prompt(JsonNode request) {
        StringBuilder prompt = new StringBuilder();
        for (JsonNode message : request.path("messages")) {
            prompt.append("<|im_start|>").append(message.path("role").asText()).append('\n');
            prompt.append(message.path("content").asText()).append("<|im_end|>\n");
        }
        return prompt.append("<|im_start|>assistant\n").toString();
    }

    @Override
    public void close() {
        server.stop(0);
        model.close();
    }
}
