// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawMeasureTest {
    private static final String MODEL = "p/claude";

    private final RawMeasure raw = new RawMeasure(new Random(3));

    private static byte[] body(List<Message> messages) {
        JsonWriter json = new JsonWriter()
                .object()
                .name("model")
                .text("m")
                .name("messages")
                .array();
        for (Message message : messages) {
            json.object()
                    .name("role")
                    .text(message.role() == Role.USER ? "user" : "assistant")
                    .name("content")
                    .text(message.text())
                    .end();
        }
        return json.end().end().finish().toString().getBytes(StandardCharsets.UTF_8);
    }

    private OptionalLong atMost(byte[] body) {
        return raw.atMost(MODEL, List.of(ByteBuffer.wrap(body).asReadOnlyBuffer()));
    }

    @Test
    void saysNoLessThanTheMeasureOfWhatIsInIt() {
        Measure measure = new Measure();
        List<String> pieces = List.of(
                "word ", "Wörter ", "文章です。", "\n", "\t\t", "\"quoted\" ", "12345 ", "====", "👍🏽 ", "a.b(c);", "\\");
        Random random = new Random(11);
        for (int seed = 0; seed < 300; seed++) {
            List<Message> messages = new ArrayList<>();
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                StringBuilder text = new StringBuilder();
                int length = random.nextInt(300);
                for (int j = 0; j < length; j++) {
                    text.append(pieces.get(random.nextInt(pieces.size())));
                }
                messages.add(Message.of(i % 2 == 0 ? Role.USER : Role.ASSISTANT, text.toString()));
            }
            long told = atMost(body(messages)).orElseThrow();
            assertTrue(told >= measure.count(MODEL, messages), "seed " + seed);
            assertEquals(told, atMost(body(messages)).orElseThrow(), "it remembers something else");
        }
    }

    @Test
    void isNotFarFromIt() {
        List<Message> messages = List.of(Message.of(Role.USER, "some words of no great length ".repeat(2_000)));
        long told = atMost(body(messages)).orElseThrow();
        assertTrue(told < new Measure().count(MODEL, messages) * 1.1, "told: " + told);
    }

    @Test
    void saysNothingOfMedia() {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}";
        assertEquals(OptionalLong.empty(), atMost(body.getBytes(StandardCharsets.UTF_8)));
        String across = " ".repeat(4090) + "{\"type\":\"input_image\"}";
        assertEquals(OptionalLong.empty(), atMost(across.getBytes(StandardCharsets.UTF_8)));
        String tool = "{\"tool\":\"read_file\",\"file_path\":\"a\"}";
        assertTrue(atMost(tool.getBytes(StandardCharsets.UTF_8)).isPresent());
    }
}
