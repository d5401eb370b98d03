// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which row of the table each vendor's refusals are taken for. Bodies as the vendors send them, shortened. */
class UpstreamFailureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        400 | {"error":{"message":"Invalid value","type":"invalid_request_error","param":"n","code":"invalid_value"}}              | INVALID_REQUEST
        400 | {"error":{"message":"Your request was rejected","code":"content_policy_violation"}}                                  | CONTENT_REFUSED
        400 | {"error":{"message":"Invalid prompt: your prompt was flagged as potentially violating our usage policy","code":"invalid_prompt"}} | CONTENT_REFUSED
        400 | {"error":{"message":"This model's maximum context length is 128000 tokens","code":"context_length_exceeded"}}        | CONTEXT_TOO_LONG
        400 | {"error":{"message":"Previous response with id 'resp_1' not found.","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}} | INVALID_REQUEST
        404 | {"error":{"message":"Previous response with id 'resp_1' not found.","type":"invalid_request_error","code":"previous_response_not_found"}} | INVALID_REQUEST
        404 | {"error":{"message":"Item with id 'rs_1' not found. Items are not persisted when `store` is set to false.","type":"invalid_request_error"}} | INVALID_REQUEST
        404 | {"error":{"message":"No such File object: file-1","type":"invalid_request_error","param":"id"}}                     | INVALID_REQUEST
        404 | {"error":{"message":"Conversation with id 'conv_1' not found.","type":"invalid_request_error"}}                     | INVALID_REQUEST
        404 | {"error":{"message":"Invalid URL (POST /v1/chat/completion)","type":"invalid_request_error"}}                       | MALFORMED_REPLY
        404 | {"error":{"message":"The model `x` does not exist or you do not have access to it.","code":"model_not_found"}}      | UNKNOWN_MODEL
        403 | {"error":{"message":"Project `p` does not have access to model `x`","code":"model_not_found"}}                      | UNKNOWN_MODEL
        403 | {"error":{"message":"Country, region, or territory not supported","code":"unsupported_country_region_territory"}}   | KEY_REFUSED
        401 | {"error":{"message":"Incorrect API key provided: sk-x","code":"invalid_api_key"}}                                   | KEY_REFUSED
        409 | {"error":{"message":"Another process is operating on this conversation.","code":"conversation_locked"}}             | INVALID_REQUEST
        429 | {"error":{"message":"Rate limit reached for gpt-4o on requests per min (RPM)","code":"rate_limit_exceeded"}}        | RATE_LIMITED
        429 | {"error":{"message":"Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 50000.","type":"tokens","code":"rate_limit_exceeded"}} | CONTEXT_TOO_LONG
        429 | {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}     | QUOTA_EXHAUSTED
        429 | {"error":{"message":"Billing hard limit has been reached","code":"billing_hard_limit_reached"}}                     | QUOTA_EXHAUSTED
        429 | {"error":{"message":"Your account is not active","code":"billing_not_active"}}                                      | QUOTA_EXHAUSTED
        429 | {"error":{"message":"That model is currently overloaded with other requests.","type":"server_error"}}               | OVERLOADED
        503 | {"error":{"message":"Slow down","code":"slow_down"}}                                                                | OVERLOADED
        500 | {"error":{"message":"The server had an error","type":"server_error"}}                                               | PROVIDER_FAILED
        """)
    void openAiRefuses(int status, String body, Failure expected) throws Exception {
        assertRow(status, body, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        400 | {"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: Field required"}}                     | INVALID_REQUEST
        400 | {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}} | CONTEXT_TOO_LONG
        400 | {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}} | QUOTA_EXHAUSTED
        400 | {"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits."}} | QUOTA_EXHAUSTED
        401 | {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}                               | KEY_REFUSED
        402 | {"type":"error","error":{"type":"billing_error","message":"pay"}}                                                    | QUOTA_EXHAUSTED
        403 | {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission"}}               | KEY_REFUSED
        404 | {"type":"error","error":{"type":"not_found_error","message":"model: claude-x"}}                                      | UNKNOWN_MODEL
        404 | {"type":"error","error":{"type":"not_found_error","message":"File not found: file_1"}}                               | INVALID_REQUEST
        404 | {"type":"error","error":{"type":"not_found_error","message":"Not Found"}}                                            | MALFORMED_REPLY
        413 | {"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}                   | REQUEST_TOO_LARGE
        429 | {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your rate limit"}}           | RATE_LIMITED
        429 | {"type":"error","error":{"type":"rate_limit_error","message":"limit","details":{"error_code":"enforced_spend_limit_reached"}}} | QUOTA_EXHAUSTED
        500 | {"type":"error","error":{"type":"api_error","message":"Internal server error"}}                                      | PROVIDER_FAILED
        504 | {"type":"error","error":{"type":"timeout_error","message":"Request timed out"}}                                      | TIMED_OUT
        529 | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}                                          | OVERLOADED
        """)
    void anthropicRefuses(int status, String body, Failure expected) throws Exception {
        assertRow(status, body, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        400 | {"error":{"code":400,"message":"Invalid JSON payload received.","status":"INVALID_ARGUMENT"}}                        | INVALID_REQUEST
        400 | {"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}} | KEY_REFUSED
        400 | {"error":{"code":400,"message":"key?","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}         | KEY_REFUSED
        400 | {"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}    | KEY_REFUSED
        400 | {"error":{"code":400,"message":"The input token count (9) exceeds the maximum number of tokens allowed (8).","status":"INVALID_ARGUMENT"}} | CONTEXT_TOO_LONG
        403 | {"error":{"code":403,"message":"Permission denied","status":"PERMISSION_DENIED"}}                                    | KEY_REFUSED
        403 | {"error":{"code":403,"message":"CachedContent not found (or permission denied)","status":"PERMISSION_DENIED"}}       | INVALID_REQUEST
        403 | {"error":{"code":403,"message":"You do not have permission to access the File abc or it may not exist.","status":"PERMISSION_DENIED"}} | INVALID_REQUEST
        403 | {"error":{"code":403,"message":"This API method requires billing","status":"PERMISSION_DENIED","details":[{"reason":"BILLING_DISABLED"}]}} | QUOTA_EXHAUSTED
        403 | {"error":{"code":403,"message":"limit","errors":[],"status":"PERMISSION_DENIED","details":[{"reason":"rateLimitExceeded"}]}} | RATE_LIMITED
        404 | {"error":{"code":404,"message":"models/x is not found for API version v1beta, or is not supported","status":"NOT_FOUND"}} | UNKNOWN_MODEL
        429 | {"error":{"code":429,"message":"You exceeded your current quota, please check your plan","status":"RESOURCE_EXHAUSTED"}} | RATE_LIMITED
        429 | {"error":{"code":429,"message":"q","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel"}]}]}} | RATE_LIMITED
        429 | {"error":{"code":429,"message":"q","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel"}]}]}} | QUOTA_EXHAUSTED
        429 | {"error":{"code":429,"message":"* Quota exceeded for metric: free_tier_input_token_count, limit: 250000","status":"RESOURCE_EXHAUSTED"}} | RATE_LIMITED
        499 | {"error":{"code":499,"message":"The operation was cancelled.","status":"CANCELLED"}}                                 | PROVIDER_FAILED
        500 | {"error":{"code":500,"message":"An internal error has occurred.","status":"INTERNAL"}}                               | PROVIDER_FAILED
        501 | {"error":{"code":501,"message":"no","status":"UNIMPLEMENTED"}}                                                       | MALFORMED_REPLY
        503 | {"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}           | OVERLOADED
        504 | {"error":{"code":504,"message":"Deadline expired","status":"DEADLINE_EXCEEDED"}}                                     | TIMED_OUT
        """)
    void googleRefuses(int status, String body, Failure expected) throws Exception {
        assertRow(status, body, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        404 | {"error":"model 'x' not found"}                                                                                      | UNKNOWN_MODEL
        404 | 404 page not found                                                                                                   | UNKNOWN_MODEL
        404 | {"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}                                           | MALFORMED_REPLY
        404 | {"detail":"Not Found"}                                                                                               | MALFORMED_REPLY
        404 | {"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}             | UNKNOWN_MODEL
        404 | {"error":{"code":"404","message":"Resource not found"}}                                                              | MALFORMED_REPLY
        404 | {"error":{"message":"No endpoints found for x/y.","code":404}}                                                       | UNKNOWN_MODEL
        404 | {"error":{"message":"No endpoints found that support tool use.","code":404}}                                         | CANNOT_CARRY
        400 | {"error":{"message":"x is not a valid model ID","code":400}}                                                         | UNKNOWN_MODEL
        400 | {"error":{"message":"Model Not Exist","code":"invalid_request_error"}}                                               | UNKNOWN_MODEL
        400 | {"error":{"message":"The model is overloaded, try again","type":"invalid_request_error"}}                            | OVERLOADED
        400 | {"message":"Too many requests","__type":"x","code":"ThrottlingException"}                                            | RATE_LIMITED
        402 | {"error":{"message":"Insufficient credits. Add more","code":402}}                                                    | QUOTA_EXHAUSTED
        402 | {"error":{"message":"Insufficient Balance","code":"invalid_request_error"}}                                          | QUOTA_EXHAUSTED
        403 | {"error":{"message":"x requires moderation. Your input was flagged for violence","code":403}}                        | CONTENT_REFUSED
        403 | {"code":30001,"message":"Sorry, your account balance is insufficient"}                                               | QUOTA_EXHAUSTED
        400 | {"code":"Arrearage","message":"Access denied, please make sure your account is in good standing."}                   | QUOTA_EXHAUSTED
        429 | {"error":{"message":"Your team has either used all available credits or reached its monthly spending limit."}}       | QUOTA_EXHAUSTED
        429 | {"message":"You are using a Trial key, which is limited to 1000 API calls / month."}                                 | QUOTA_EXHAUSTED
        429 | {"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded"} | OVERLOADED
        413 | {"error":{"message":"Request too large for model `x` on tokens per minute (TPM)","code":"rate_limit_exceeded"}}      | CONTEXT_TOO_LONG
        498 | {"error":{"message":"Flex tier capacity exceeded","code":"capacity_exceeded"}}                                       | OVERLOADED
        500 | {"error":{"code":500,"message":"the request exceeds the available context size","type":"server_error"}}              | CONTEXT_TOO_LONG
        503 | {"error":{"code":"model_not_found","message":"No available channel for model x under group default"}}                | UNKNOWN_MODEL
        422 | {"detail":[{"loc":["body","messages"],"msg":"field required"}]}                                                      | INVALID_REQUEST
        424 | {"error":"Request failed during generation","error_type":"generation"}                                               | PROVIDER_FAILED
        """)
    void compatibleOnesRefuse(int status, String body, Failure expected) throws Exception {
        assertRow(status, body, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        301 | <html>moved</html>                      | MALFORMED_REPLY
        304 |                                         | MALFORMED_REPLY
        401 | <html>401 Authorization Required</html> | KEY_REFUSED
        401 |                                         | KEY_REFUSED
        403 | <!DOCTYPE html><title>Attention Required! Cloudflare</title> | PROVIDER_FAILED
        403 |                                         | KEY_REFUSED
        404 | <html>404</html>                        | UNKNOWN_MODEL
        405 | <html>405</html>                        | MALFORMED_REPLY
        406 |                                         | MALFORMED_REPLY
        408 |                                         | TIMED_OUT
        409 |                                         | PROVIDER_FAILED
        410 | {"error":"gone"}                        | UNKNOWN_MODEL
        413 | <html>413</html>                        | REQUEST_TOO_LARGE
        425 |                                         | PROVIDER_FAILED
        429 | <html>429</html>                        | RATE_LIMITED
        502 | <html>502 Bad Gateway</html>            | PROVIDER_FAILED
        503 | <html>503</html>                        | OVERLOADED
        520 | error code: 520                         | PROVIDER_FAILED
        521 | error code: 521                         | UNREACHABLE
        522 | error code: 522                         | UNREACHABLE
        523 | error code: 523                         | UNREACHABLE
        524 | error code: 524                         | TIMED_OUT
        525 | error code: 525                         | UNREACHABLE
        530 | error code: 1033                        | UNREACHABLE
        """)
    void whatStandsBeforeTheProviderRefuses(int status, String body, Failure expected) throws Exception {
        assertRow(status, body == null ? "" : body, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}                    | OVERLOADED
        {"type":"error","error":{"type":"rate_limit_error","message":"x"}}                             | RATE_LIMITED
        {"type":"error","error":{"type":"api_error","message":"Internal server error"}}                | PROVIDER_FAILED
        {"type":"error","error":{"type":"invalid_request_error","message":"bad"}}                      | INVALID_REQUEST
        {"type":"error","error":{"type":"authentication_error","message":"bad"}}                       | KEY_REFUSED
        {"type":"error","error":{"type":"not_found_error","message":"model: x"}}                       | UNKNOWN_MODEL
        {"error":{"code":"server_error","message":"The server had an error"}}                          | PROVIDER_FAILED
        {"error":{"code":"rate_limit_exceeded","message":"x"}}                                         | RATE_LIMITED
        {"error":{"code":"content_filter","message":"x"}}                                              | CONTENT_REFUSED
        {"error":{"code":502,"message":"Provider disconnected"},"choices":[{"finish_reason":"error"}]} | PROVIDER_FAILED
        {"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}             | OVERLOADED
        {"error":{"message":"x","status":"DEADLINE_EXCEEDED"}}                                         | TIMED_OUT
        {"error":"llama runner process has terminated"}                                                | PROVIDER_FAILED
        {"error":{}}                                                                                   | PROVIDER_FAILED
        """)
    void aFailureWithinAStreamHasItsRow(String event, Failure expected) {
        assertEquals(expected, Refused.within(event).failure());
    }

    @Test
    void whatTheCallerDidWrongCoolsNothing() throws Exception {
        CallException told = Refused.with(
                404, "", "{\"error\":{\"message\":\"No such File object: f\",\"code\":\"file_not_found\"}}");

        assertEquals(Failure.Cools.NOTHING, told.failure().cools());
        assertEquals("No such File object: f", told.getMessage());
    }

    @Test
    void aPageIsNeverShown() throws Exception {
        CallException told = Refused.with(403, "content-type: text/html", "denied <b>by</b> a wall");

        assertEquals(Failure.PROVIDER_FAILED, told.failure());
        assertFalse(String.valueOf(told.getMessage()).contains("wall"), told.getMessage());
        assertTrue(told.details().upstream().orElseThrow().body().contains("wall"));
    }

    private static void assertRow(int status, String body, Failure expected) throws Exception {
        CallException told = Refused.with(status, "", body);
        assertEquals(expected, told.failure(), told.getMessage());
        assertEquals(status, told.details().upstream().orElseThrow().status());
    }
}
