// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody has to change arrives as it was sent, byte for byte, in both directions. */
@Timeout(240)
class ByteIdentityIT {
    private static final String ODD = """
         {  "x_first" : [ ] , "temperature":1e+2,"seed" :123456789012345678901234567890,
        \t"top_p": -0.0E-0 , "n":1.0,
          "messages":[ {"role":"user","content":"gr\\u00fc\\u00dfe \\/ \\uD83D\\ude80 \\ud800 \\uDFFF \\b\\f\\n\\r\\t \\" é €",
        "name" :"a" ,"x_inner":{"deep":[1E5,{"1":null}]}} ],
         "model" :  "up\\/chat" ,"metadata":{"":"","a b":"\\u0000"},"logit_bias":{},
          "user":"0.1000000000000000055511151231257827","stop":[],"x_last":true
         }
        """;

    /** The member that is spliced into the upstream's usage, which counts nine tokens of input. */
    private static final String EFFECTIVE_CONTEXT = ",\"effective_context\":9(?=})";

    private static RawUpstream upstream;
    private static Product product;

    @BeforeAll
    static void start() throws IOException {
        upstream = new RawUpstream(new OpenAiAnswers());
        product = Product.start(Product.yaml(upstream.endpoint()));
    }

    @AfterAll
    static void stop() {
        product.close();
        upstream.close();
    }

    /** White space around the object is no part of it and stays behind. */
    @Test
    void anOddBodyArrivesIdenticalButForItsModel() throws Exception {
        assertEquals(ODD.strip().replace("\"up\\/chat\"", "\"chat\""), arriving(ODD));
    }

    @Test
    void aStreamedOneGetsOneMemberMore() throws Exception {
        String odd = ODD.replace("\"x_last\":true\n", "\"stream\" : true\n");
        String arrived = arriving(odd);

        String without = arrived.replaceFirst(
                "\\s*,\\s*\"stream_options\"\\s*:\\s*\\{\\s*\"include_usage\"\\s*:\\s*true\\s*}", "");

        assertEquals(stripped(odd.replace("\"up\\/chat\"", "\"chat\"")), stripped(without), arrived);
        assertEquals(1, arrived.split("stream_options", -1).length - 1, arrived);
    }

    @Test
    void aStreamedOneThatAsksForUsageStaysAsItIs() throws Exception {
        String odd = ODD.replace(
                "\"x_last\":true", "\"stream\":true , \"stream_options\": { \"include_usage\" :true,\"x\":1e0 }");

        assertEquals(odd.strip().replace("\"up\\/chat\"", "\"chat\""), arriving(odd));
    }

    @Test
    void embeddingsToo() throws Exception {
        String odd =
                "{ \"input\" : [\"\\u00e9\\/\",\"\\ud800\"], \"model\":\"up/embed\" ,\"x\":1e+2, \"dimensions\": 3 }";
        exchange("/v1/embeddings", odd);

        assertEquals(
                odd.replace("up/embed", "embed"), upstream.requests().getLast().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "tools"})
    void answersComeBackIdenticalButForWhatTheGatewayAddsToTheUsage(String model) throws Exception {
        String answer = exchange(
                "/v1/chat/completions",
                "{\"model\":\"up/" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        String sent = direct("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertEquals(sent, answer.replaceFirst(EFFECTIVE_CONTEXT, ""));
        assertNotEquals(sent, answer);
    }

    /** The one member that is inserted may bring a space or take the line's end with it. */
    private static String stripped(String json) {
        return json.replaceFirst("\\s+}\\s*$", "}").strip();
    }

    private static String arriving(String body) throws Exception {
        exchange("/v1/chat/completions", body);
        return utf8(upstream.requests().getLast().body());
    }

    private static String direct(String body) throws IOException {
        return post(java.net.URI.create(upstream.endpoint()).getPort(), "/v1/chat/completions", body);
    }

    private static String exchange(String path, String body) throws IOException {
        return post(product.address().getPort(), path, body);
    }

    private static String post(int port, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("POST " + path
                                    + " HTTP/1.1\r\n"
                                    + "Host: localhost\r\n"
                                    + "Content-Type: application/json\r\n"
                                    + "Content-Length: "
                                    + bytes.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            return answer(socket.getInputStream());
        }
    }

    /** Reads one answer with a length or, of a stream, up to its last event. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder received = new StringBuilder();
        int wanted = Integer.MAX_VALUE;
        while (received.length() < wanted && received.indexOf("[DONE]") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("cut: " + received);
            }
            received.append((char) next);
            int end = received.indexOf("\r\n\r\n");
            int length = received.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
            if (wanted == Integer.MAX_VALUE && end > 0 && length > 0) {
                String value = received.substring(length + 16, received.indexOf("\r\n", length));
                wanted = end + 4 + Integer.parseInt(value);
            }
        }
        if (!received.toString().startsWith("HTTP/1.1 200 ")) {
            throw new IOException("refused: " + received);
        }
        return utf8(received.substring(received.indexOf("\r\n\r\n") + 4));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
