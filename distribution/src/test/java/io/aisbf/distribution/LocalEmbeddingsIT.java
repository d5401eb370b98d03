// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.aisbf.distribution.Installation.Answer;
import io.aisbf.distribution.Installation.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The unzipped product embeds in its own process, for clients of every protocol that has embeddings. */
@Timeout(600)
class LocalEmbeddingsIT {
    private static final String YAML = """
        providers:
          local: {type: local}
        """;
    private static final String MODEL = "local/all-minilm-l6-v2";
    private static final String DOG = "A dog is chasing a ball in the park.";
    private static final String PUPPY = "The puppy runs after its toy on the grass.";
    private static final String BANK = "The central bank raised its interest rates.";
    private static final int CALLERS = 3;
    private static final int RELOADS = 3;

    private static Product product;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws IOException {
        product = Product.start(YAML);
        client = OpenAIOkHttpClient.builder()
                .baseUrl(product.address() + "/v1")
                .apiKey("sk-anything")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        product.close();
        // Java warns of native code that nobody allowed; the launcher and the manifest of the plugin did.
        assertEquals(
                List.of(),
                product.err().stream().filter(line -> line.contains("WARNING")).toList());
    }

    @Test
    void similarTextsAreNearerThanOthersInBothEncodings() {
        EmbeddingCreateParams.Builder question =
                EmbeddingCreateParams.builder().model(MODEL).inputOfArrayOfStrings(List.of(DOG, PUPPY, BANK));
        CreateEmbeddingResponse packed = client.embeddings().create(question.build());
        CreateEmbeddingResponse plain = client.embeddings()
                .create(question.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build());

        List<List<Float>> vectors =
                packed.data().stream().map(Embedding::embedding).toList();
        assertEquals(plain.data().stream().map(Embedding::embedding).toList(), vectors);
        assertEquals(384, vectors.getFirst().size());
        assertEquals(1, cosine(vectors.get(0), vectors.get(0)), 1e-5);
        double near = cosine(vectors.get(0), vectors.get(1));
        double far = cosine(vectors.get(0), vectors.get(2));
        assertTrue(near > far + .3, near + " and " + far);
        assertEquals("all-minilm-l6-v2", packed.model());
        assertTrue(packed.usage().promptTokens() > 20, packed.usage().toString());
    }

    @Test
    void theModelIsListedAndCostsNothing() throws Exception {
        List<String> ids =
                client.models().list().autoPager().stream().map(Model::id).toList();
        assertTrue(ids.contains(MODEL), ids.toString());
        HttpResponse<String> answer =
                post("/v1/embeddings", "{\"model\": \"%s\", \"input\": \"one\"}".formatted(MODEL));
        assertEquals(Optional.of("0.000000"), answer.headers().firstValue("x-aisbf-cost"), answer.toString());
    }

    @Test
    void clientsOfOllamaAndGeminiGetTheSameVector() throws Exception {
        String expected = first(post(
                "/v1/embeddings",
                "{\"model\": \"%s\", \"input\": \"%s\", \"encoding_format\": \"float\"}".formatted(MODEL, DOG)));
        assertEquals(
                expected, first(post("/api/embed", "{\"model\": \"%s\", \"input\": \"%s\"}".formatted(MODEL, DOG))));
        assertEquals(
                expected,
                first(post(
                        "/v1beta/models/" + MODEL + ":embedContent",
                        "{\"content\": {\"parts\": [{\"text\": \"%s\"}]}}".formatted(DOG))));
    }

    @Test
    void whatItDoesNotTakeIsRefusedWithTheNumbers() {
        BadRequestException tooLong = refused(List.of("short", "word ".repeat(1000)), Optional.empty());
        assertEquals(Optional.of("context_length_exceeded"), tooLong.code());
        assertTrue(told(tooLong).contains("input[1] has 1002 tokens"), told(tooLong));
        assertTrue(told(tooLong).contains("at most 512"), told(tooLong));

        BadRequestException shorter = refused(List.of(DOG), Optional.of(256L));
        assertTrue(told(shorter).contains("384 numbers, and 256 were asked for"), told(shorter));

        BadRequestException empty = refused(List.of(DOG, ""), Optional.empty());
        assertTrue(told(empty).contains("input[1] has no text in it"), told(empty));
    }

    @Test
    void aChatIsToldWhereToGoAndEmbeddingsGoOn() {
        ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
                .model(MODEL)
                .addUserMessage("Hello")
                .build();
        for (int i = 0; i < 3; i++) {
            BadRequestException refusal = assertThrows(
                    BadRequestException.class, () -> client.chat().completions().create(question));
            assertTrue(told(refusal).contains("/v1/embeddings"), told(refusal));
        }
        assertEquals(1, embed(client).data().size());
    }

    @Test
    void noCallIsLostWhileThePluginIsReplaced() throws Exception {
        try (Installation own = new Installation()) {
            Path config = own.write("conf/aisbf.yaml", YAML);
            URI address = own.daemon("--config", config.toString());
            Set<String> vectors = ConcurrentHashMap.newKeySet();
            try (Callers callers = Callers.start(CALLERS, () -> vectors.add(embedded(own, address)))) {
                for (int i = 0; i < RELOADS; i++) {
                    change(own.home().resolve("plugins/local"), i);
                    Result reloaded = own.aisbf("reload");
                    assertEquals(0, reloaded.code(), reloaded.toString());
                    assertTrue(reloaded.out().contains("local"), reloaded.out());
                    callers.awaitMore();
                }
                callers.end();
            }
            assertEquals(1, vectors.size(), "all calls get the same");
        }
    }

    private static String embedded(Installation own, URI address) throws IOException, InterruptedException {
        String body = "{\"model\": \"%s\", \"input\": [\"%s\", \"%s\"]}".formatted(MODEL, DOG, BANK);
        Answer answer = own.post(address.resolve("/v1/embeddings"), body);
        assertEquals(200, answer.status(), answer.body());
        return vector(answer.body());
    }

    /** Makes the plugin's jar another one. */
    private static void change(Path folder, int times) throws IOException {
        Path jar;
        try (Stream<Path> jars = Files.list(folder)) {
            jar = jars.findFirst().orElseThrow();
        }
        Path draft = Files.copy(jar, folder.resolveSibling(".draft" + times));
        try (FileSystem files = FileSystems.newFileSystem(draft, ClassLoader.getPlatformClassLoader())) {
            Files.writeString(files.getPath("/changed"), "for the time number " + times);
        }
        Files.move(draft, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String told(BadRequestException failure) {
        return String.valueOf(failure.getMessage());
    }

    private static BadRequestException refused(List<String> texts, Optional<Long> dimensions) {
        EmbeddingCreateParams.Builder question =
                EmbeddingCreateParams.builder().model(MODEL).inputOfArrayOfStrings(texts);
        dimensions.ifPresent(question::dimensions);
        return assertThrows(BadRequestException.class, () -> client.embeddings().create(question.build()));
    }

    private static CreateEmbeddingResponse embed(OpenAIClient asking) {
        return asking.embeddings()
                .create(EmbeddingCreateParams.builder().model(MODEL).input(DOG).build());
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(product.address().resolve(path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            return answer;
        }
    }

    private static String first(HttpResponse<String> answer) {
        return vector(answer.body());
    }

    /** The first row of numbers in a body, or the first packed one. */
    private static String vector(String body) {
        int at = body.indexOf("[-0.");
        at = at >= 0 ? at : body.indexOf("[0.");
        return body.substring(at, body.indexOf(']', at));
    }

    private static double cosine(List<Float> one, List<Float> other) {
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            sum += one.get(i) * other.get(i);
        }
        return sum;
    }
}
