// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doubles answer as their providers do and refuse what their providers refuse. */
@Timeout(30)
class DoublesTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static Doubles doubles;

    @BeforeAll
    static void start() {
        doubles = Doubles.start();
    }

    @AfterAll
    static void stop() {
        doubles.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/openai/v1/chat/completions|{'model':'MODEL','messages':[{'role':'user','content':'hi'}]STREAM}|data:"
                        + " [DONE]",
                "/openai/v1/responses|{'model':'MODEL','input':'hi'STREAM}|event: response.completed",
                "/anthropic/v1/messages|{'model':'MODEL','max_tokens':9,'messages':[{'role':'user','content':'hi'}]STREAM}|event:"
                    + " message_stop",
                "/google/v1beta/models/MODEL:generateContent|{'contents':[{'role':'user','parts':[{'text':'hi'}]}]}|STOP",
                "/ollama/api/chat|{'model':'MODEL','messages':[{'role':'user','content':'hi'}]STREAM}|\"done\":true"
            })
    void eachAnswersWholeAndStreamedAndBadly(String path, String body, String end) throws Exception {
        HttpResponse<String> whole = post(path, body, "text--direct", false);
        HttpResponse<String> streamed = post(path, body, "text--direct", true);
        HttpResponse<String> overloaded = post(path, body, "error-overloaded", false);

        assertTrue(whole.body().contains("Hello, world!"), whole.body());
        assertTrue(streamed.body().contains(end), streamed.body());
        assertTrue(overloaded.statusCode() > 500, overloaded.toString());
        assertThrows(IOException.class, () -> post(path, body, "error-cut", true));
        assertThrows(IOException.class, () -> post(path, body, "error-cut", false));
        assertEquals("2", get("/control/count/text--direct"));
        doubles.forget("text--direct");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/openai/v1/chat/completions|{'model':'m','messages':[{'role':'user','content':'hi'}],'top_k':3}|top_k",
                "/openai/v1/chat/completions|{'model':'m','messages':[{'role':'user','content':'hi'}],'tools':[]}|tools",
                "/openai/v1/chat/completions|{'model':'m','messages':[{'role':'user','content':'hi'}],'stream_options':{'include_usage':true}}|stream_options",
                "/openai/v1/chat/completions|{'model':'m','messages':[{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'user','content':'x'}]}|tool_call_id",
                "/openai/v1/responses|{'model':'m','input':'hi','seed':3}|seed",
                "/openai/v1/responses|{'model':'m','input':[{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}]}|No"
                    + " tool output",
                "/anthropic/v1/messages|{'model':'m','messages':[{'role':'user','content':'hi'}]}|max_tokens: Field"
                        + " required",
                "/anthropic/v1/messages|{'model':'m','max_tokens':9,'messages':[{'role':'user','content':''}]}|non-empty",
                "/anthropic/v1/messages|{'model':'m','max_tokens':9,'messages':[{'role':'user','content':[{'type':'tool_result','tool_use_id':'c'}]}]}|unexpected"
                    + " `tool_use_id`",
                "/google/v1beta/models/m:generateContent|{'contents':[{'role':'user','parts':[{'text':'hi','x':1}]}]}|Unknown"
                    + " name",
                "/google/v1beta/models/m:generateContent|{'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'image/png','data':'data:image/png;base64,AAAA'}}]}]}|base64",
                "/google/v1beta/models/gemini-3-m:generateContent|{'contents':[{'role':'user','parts':[{'text':'hi'}]},{'role':'model','parts':[{'functionCall':{'name':'f'}}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}|missing"
                    + " a thought_signature",
                "/google/v1beta/models/m:countTokens|{'generateContentRequest':{'contents':[]}}|model",
                "/anthropic/v1/messages/count_tokens|{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}|max_tokens:"
                    + " Extra inputs are not permitted",
                "/ollama/api/chat|{'model':'m','messages':[{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'{}'}}]}]}|cannot"
                    + " unmarshal string",
                "/ollama/api/chat|{'model':'m','messages':[{'role':'user','content':'x','images':['data:image/png;base64,AAAA']}]}|base64"
            })
    void eachRefusesWhatItsProviderRefuses(String path, String body, String words) throws Exception {
        HttpResponse<String> answer = post(path, body, "m", false);

        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    @Test
    void aKeyIsAskedFor() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(doubles.address().resolve("/anthropic/v1/models"))
                .build();

        assertEquals(
                401,
                CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    private static HttpResponse<String> post(String path, String body, String model, boolean stream) throws Exception {
        boolean google = path.contains("MODEL");
        String to = path.replace("MODEL", model)
                .replace("generateContent", stream && google ? "streamGenerateContent?alt=sse" : "generateContent");
        String json = body.replace("MODEL", model)
                .replace("STREAM", ",'stream':" + stream)
                .replace('\'', '"');
        HttpRequest request = HttpRequest.newBuilder(URI.create(doubles.address() + to))
                .timeout(Duration.ofSeconds(10))
                .header("authorization", "Bearer sk-x")
                .header("x-api-key", "sk-ant-x")
                .header("x-goog-api-key", "AIza-x")
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(doubles.address().resolve(path)).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
