// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.CallException.Details;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.runtime.json.JacksonJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What upstreams' refusals are taken for, and how failures are told to clients. */
class FailureTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.fixed(NOW));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        400 | {"error":{"message":"bad temperature","type":"invalid_request_error","param":"temperature","code":"invalid_value"}} | INVALID_REQUEST  | temperature | invalid_value
        400 | {"error":{"message":"too long","code":"context_length_exceeded","param":"messages"}}                   | CONTEXT_TOO_LONG | messages    | context_length_exceeded
        400 | {"object":"error","message":"This model's maximum context length is 4096 tokens","type":"BadRequestError","code":400} | CONTEXT_TOO_LONG | - | context_length_exceeded
        400 | {"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}} | CONTEXT_TOO_LONG | - | context_length_exceeded
        400 | {"error":{"message":"Your input exceeds the context window of this model"}}                            | CONTEXT_TOO_LONG | -           | context_length_exceeded
        400 | {"error":{"message":"filtered","code":"content_filter","param":"prompt"}}                              | CONTENT_REFUSED  | prompt      | content_filter
        400 | [{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}] | KEY_REFUSED | - | -
        400 | {"error":{"message":"The model x does not exist","code":"model_not_found"}}                            | UNKNOWN_MODEL    | -           | -
        422 | {"detail":[{"loc":["body","messages"],"msg":"field required"}]}                                        | INVALID_REQUEST  | -           | -
        401 | {"error":{"message":"Incorrect API key provided: sk-abc***wxyz","code":"invalid_api_key"}}             | KEY_REFUSED      | -           | -
        403 | {"error":"forbidden"}                                                                                  | KEY_REFUSED      | -           | -
        402 | {"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}     | QUOTA_EXHAUSTED  | -           | -
        404 | {"error":{"message":"The model `x` does not exist"}}                                                   | UNKNOWN_MODEL    | -           | -
        404 | <html>404</html>                                                                                       | UNKNOWN_MODEL    | -           | -
        408 |                                                                                                        | TIMED_OUT        | -           | -
        413 | <html>too large</html>                                                                                 | REQUEST_TOO_LARGE| -           | -
        413 | {"error":{"message":"Request too large for model x on tokens per minute (TPM)","code":"rate_limit_exceeded"}} | CONTEXT_TOO_LONG | - | context_length_exceeded
        429 | {"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}}                | RATE_LIMITED     | -           | -
        429 | {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}} | QUOTA_EXHAUSTED | - | -
        429 | {"error":{"message":"hard limit","code":"billing_hard_limit_reached"}}                                 | QUOTA_EXHAUSTED  | -           | -
        500 | {"error":{"message":"The server had an error","type":"server_error"}}                                  | PROVIDER_FAILED  | -           | -
        502 | <html><body>Bad gateway</body></html>                                                                  | PROVIDER_FAILED  | -           | -
        503 | {"error":{"message":"Loading model","type":"unavailable_error","code":503}}                            | OVERLOADED       | -           | -
        504 |                                                                                                        | TIMED_OUT        | -           | -
        529 | {"error":{"message":"overloaded"}}                                                                     | OVERLOADED       | -           | -
        302 |                                                                                                        | MALFORMED_REPLY  | -           | -
        418 | teapot                                                                                                 | MALFORMED_REPLY  | -           | -
        """)
    void everyRefusalHasItsRow(int status, String body, Failure failure, String member, String code) {
        String text = body == null ? "" : body;
        CallException told = refused(status, Map.of(), text, Call.Client.NOBODY);

        assertEquals(failure, told.failure());
        assertEquals(Optional.ofNullable(member), told.details().member());
        assertEquals(Optional.ofNullable(code), told.details().code());
        assertEquals(status, told.details().upstream().orElseThrow().status());
        String message = String.valueOf(told.getMessage());
        assertFalse(message.contains("<html>") || message.contains("sk-abc"), message);
    }

    @Test
    void theProvidersOwnWordsReachTheClientWhoseRequestWasWrong() {
        CallException told = refused(
                400,
                Map.of(),
                "{\"error\":{\"message\":\"Bad 'x' for key sk-proj-12345 of Bearer abcdefg\"}}",
                Call.Client.NOBODY);

        assertEquals("Bad 'x' for key *** of Bearer ***", told.getMessage());
        assertFalse(told.details().upstream().orElseThrow().body().contains("12345"));
    }

    @Test
    void aLongBodyIsKeptOnlyInItsBeginning() {
        CallException told = refused(500, Map.of(), "é".repeat(100_000), Call.Client.NOBODY);

        assertTrue(told.details().upstream().orElseThrow().body().length() <= 2048 + 3);
    }

    @Test
    void theClientsOwnKeyIsTheClientsToMend() {
        Call.Client client = new Call.Client(name -> Optional.empty(), Optional.of(new Secret("k")));

        assertEquals(Failure.UNAUTHENTICATED, refused(401, Map.of(), "", client).failure());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        429 | retry-after: 7                                                                        |       | 7000
        429 | retry-after: 0.25                                                                     |       | 250
        503 | retry-after: Sun, 22 Nov 2026 10:01:30 GMT                                            |       | 90000
        429 | retry-after: Sun, 22 Nov 2026 09:00:00 GMT                                            |       | 0
        429 | retry-after: 5; retry-after-ms: 1500                                                  |       | 5000
        429 | x-ratelimit-reset-requests: 6m0s                                                      |       | 360000
        429 | x-ratelimit-reset-tokens: 20ms                                                        |       | 20
        429 | x-ratelimit-reset-tokens: 1h2m3.5s                                                    |       | 3723500
        429 | x-ratelimit-reset-requests: 1d; x-ratelimit-reset-tokens: 1s                          |       | 1000
        429 | x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 8s; x-ratelimit-reset-tokens: 1s |  | 8000
        429 | x-ratelimit-reset: 1795341605000                                                      |       | 5000
        429 | x-ratelimit-reset: 1795341605                                                         |       | 5000
        429 | x-ratelimit-reset-tokens: 2026-11-22T10:00:02Z                                        |       | 2000
        429 |                                                                                       | Please try again in 1.2s. | 1200
        429 |                                                                                       | Please try again in 6m0s. | 360000
        429 |                                                                                       | x"retryDelay": "37s"x | 37000
        429 | retry-after: soon                                                                     |       | -1
        429 |                                                                                       | later | -1
        400 | x-ratelimit-reset-tokens: 20ms                                                        |       | -1
        """)
    void retryAfterIsUnderstoodInAllItsForms(int status, String headers, String body, long milliseconds) {
        Map<String, String> all = new HashMap<>();
        for (String header : headers == null ? new String[0] : headers.split("; ")) {
            all.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
        }

        Optional<Duration> wait = refused(status, all, body == null ? "" : body, Call.Client.NOBODY)
                .details()
                .retryAfter();

        assertEquals(milliseconds < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(milliseconds)), wait);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        INVALID_REQUEST,        400, invalid_request_error, -,                       false
        CANNOT_CARRY,           400, invalid_request_error, unsupported_parameter,   false
        CONTEXT_TOO_LONG,       400, invalid_request_error, context_length_exceeded, false
        CONTENT_REFUSED,        400, invalid_request_error, content_filter,          false
        UNAUTHENTICATED,        401, invalid_request_error, invalid_api_key,         false
        FORBIDDEN,              403, permission_error,      forbidden,               false
        UNKNOWN_PATH,           404, invalid_request_error, unknown_url,             false
        UNKNOWN_TARGET,         404, invalid_request_error, model_not_found,         false
        UNKNOWN_MODEL,          404, invalid_request_error, model_not_found,         false
        METHOD_NOT_ALLOWED,     405, invalid_request_error, method_not_allowed,      false
        REQUEST_TIMED_OUT,      408, invalid_request_error, request_timed_out,       -
        REQUEST_TOO_LARGE,      413, invalid_request_error, request_too_large,       false
        UNSUPPORTED_MEDIA_TYPE, 415, invalid_request_error, unsupported_media_type,  false
        RATE_LIMITED,           429, rate_limit_error,      rate_limit_exceeded,     true
        QUOTA_EXHAUSTED,        429, insufficient_quota,    insufficient_quota,      false
        INTERNAL,               500, server_error,          internal,                -
        KEY_REFUSED,            502, server_error,          upstream_auth,           false
        UNREACHABLE,            502, server_error,          unreachable,             true
        MALFORMED_REPLY,        502, server_error,          malformed_reply,         true
        PROVIDER_FAILED,        502, server_error,          provider_failed,         true
        PLUGIN_FAILED,          502, server_error,          plugin_failed,           -
        OVERLOADED,             503, server_error,          overloaded,              true
        UNAVAILABLE,            503, server_error,          unavailable,             true
        TIMED_OUT,              504, server_error,          timed_out,               true
        """)
    void everyFailureHasItsEnvelope(Failure failure, int status, String type, String code, String retry)
            throws Exception {
        MemorySink sink = new MemorySink();
        String words = "maximum context length \"x\"";
        format.writeFailure(new CallException(failure, words), sink);

        String quoted = code == null ? "null" : "\"" + code + "\"";
        assertEquals(status, sink.status());
        assertEquals("application/json", sink.mediaType());
        assertEquals(
                "{\"error\":{\"message\":\"maximum context length \\\"x\\\"\",\"type\":\"" + type
                        + "\",\"param\":null,\"code\":" + quoted + "}}",
                sink.body());
        assertEquals(retry == null ? Map.of() : Map.of("x-should-retry", retry), sink.headers());
    }

    @Test
    void aWaitIsToldInSecondsRoundedUpAndInMilliseconds() throws Exception {
        MemorySink sink = new MemorySink();
        Details details = Details.NONE
                .withRetryAfter(Duration.ofMillis(1001))
                .withMember("a.b")
                .withCode("own");
        format.writeFailure(new CallException(Failure.RATE_LIMITED, "slow", details), sink);

        assertEquals(Map.of("retry-after", "2", "retry-after-ms", "1001", "x-should-retry", "true"), sink.headers());
        assertTrue(sink.body().endsWith("\"param\":\"a.b\",\"code\":\"own\"}}"), sink.body());
    }

    @Test
    void aPromptThatIsTooLongIsToldInWordsThatClientsKnow() throws Exception {
        MemorySink sink = new MemorySink();
        format.writeFailure(new CallException(Failure.CONTEXT_TOO_LONG, "input token count 9"), sink);

        assertTrue(sink.body().contains("maximum context length"), sink.body());
        assertTrue(sink.body().contains("input token count 9"), sink.body());
    }

    private CallException refused(int status, Map<String, String> headers, String body, Call.Client client) {
        Reply reply = Reply.of(status, headers, body);
        ChatRequest request = ChatRequest.of("m", List.of());
        Call call = Call.start("c", client, Duration.ofMinutes(1), System::nanoTime);
        CallException refused = assertThrows(CallException.class, () -> format.readReply(reply, request, call));
        assertTrue(reply.closed());
        return refused;
    }
}
