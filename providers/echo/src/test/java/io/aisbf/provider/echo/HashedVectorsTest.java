// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.EmbeddingRequest.Input;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.api.wire.WireBody;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HashedVectorsTest {
    @Test
    void everyVectorHasLengthOne() {
        for (Input input : List.of(
                text("A short text"),
                text(""),
                text("!?"),
                new Input.Tokens(List.of(1, 2, 3)),
                new Input.Tokens(List.of()))) {
            for (int dimensions : new int[] {1, 3, 256, 3072}) {
                float[] vector = HashedVectors.of(input, dimensions);
                assertEquals(dimensions, vector.length);
                assertEquals(1, cosine(vector, vector), 1e-5, input::toString);
            }
        }
    }

    @Test
    void textsThatShareWordsAreNear() {
        float[] cat = vector("The cat sat on the mat in the kitchen");
        float[] near = vector("A cat is sitting on a mat in my kitchen");
        float[] far = vector("Quarterly revenue exceeded analysts' expectations");
        assertTrue(cosine(cat, near) > 0.3, () -> "near: " + cosine(cat, near));
        assertTrue(Math.abs(cosine(cat, far)) < 0.2, () -> "far: " + cosine(cat, far));
        assertTrue(cosine(vector("Hello World"), vector("hello, world!")) > 0.999);
        assertTrue(cosine(vector("dog bites man"), vector("man bites dog")) < 0.999, "order counts a little");
    }

    @Test
    void tokensAreEmbeddedToo() {
        float[] one = HashedVectors.of(new Input.Tokens(List.of(1, 2, 3, 4)), 256);
        float[] near = HashedVectors.of(new Input.Tokens(List.of(1, 2, 3, 5)), 256);
        float[] far = HashedVectors.of(new Input.Tokens(List.of(100, 200, 300)), 256);
        assertArrayEquals(one, HashedVectors.of(new Input.Tokens(List.of(1, 2, 3, 4)), 256));
        assertTrue(cosine(one, near) > 0.5);
        assertTrue(Math.abs(cosine(one, far)) < 0.3);
    }

    @Test
    void theClientChoosesTheDimensions() throws Exception {
        assertEquals(8, embed(Optional.empty()).vectors().getFirst().length);
        assertEquals(12, embed(Optional.of(12)).vectors().getFirst().length);
        assertEquals(Usage.of(5, 0), embed(Optional.empty()).usage());
        assertThrows(CallException.class, () -> embed(Optional.of(0)));
        assertThrows(CallException.class, () -> embed(Optional.of(65_537)));
    }

    private static EmbeddingReply embed(Optional<Integer> dimensions) throws Exception {
        record Request(String model, List<Input> inputs, Optional<Integer> dimensions) implements EmbeddingRequest {
            @Override
            public Optional<WireBody> wire() {
                return Optional.empty();
            }

            @Override
            public EmbeddingRequest withModel(String changed) {
                return new Request(changed, inputs, dimensions);
            }
        }
        List<Input> inputs = List.of(text("two words"), new Input.Tokens(List.of(7, 8, 9)));
        Echo echo = (Echo) new EchoFactory(new FakePatience())
                .create(MapSettings.of(Map.of("dimensions", 8)), FixedContext.of(new PlainJson()));
        return echo.embed(new Request("m", inputs, dimensions), Call.start("call", Duration.ofMinutes(1)));
    }

    private static Input text(String text) {
        return new Input.Text(text);
    }

    private static float[] vector(String text) {
        return HashedVectors.of(text(text), 256);
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
