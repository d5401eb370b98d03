// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk;

import static io.aisbf.distribution.faults.RawUpstream.chunk;
import static io.aisbf.distribution.faults.RawUpstream.eventHead;
import static io.aisbf.distribution.faults.RawUpstream.lastChunk;
import static io.aisbf.distribution.faults.RawUpstream.reply;

import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as OpenAI's API does, recorded and by the name of the model, so that each test asks for the behaviour it
 * wants and disturbs no other.
 *
 * <p>Behind {@code /control/} a test in another process reads what was seen: {@code last/MODEL} is the body of the last
 * request for that model, {@code count/MODEL} how many there were, {@code gone/MODEL} answers as soon as the peer of
 * the last one has left.
 */
final class OpenAiAnswers implements RawUpstream.Script {
    /** The pieces of the text that {@code chat} answers. */
    static final List<String> WORDS = List.of("Hallo", " Welt", " — grüße", " \uD83D\uDE80");

    private static final String JSON = "application/json";
    private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");
    private static final Pattern USAGE_WANTED = Pattern.compile("\"include_usage\"\\s*:\\s*true");
    private static final String USAGE = """
        {"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":3},\
        "completion_tokens_details":{"reasoning_tokens":1}}\
        """;
    private static final long PATIENCE_SECONDS = 60;

    private final Map<String, List<Request>> seen = new ConcurrentHashMap<>();

    @Override
    public List<Step> steps(Request request) throws InterruptedException {
        String path = request.path();
        if (path.startsWith("/control/")) {
            return List.of(control(path.split("/", -1)[2], path.split("/", -1)[3]));
        }
        if (path.equals("/v1/models")) {
            return List.of(reply(200, JSON, models()));
        }
        String model = model(request);
        List<Request> before = seen.computeIfAbsent(model, _ -> new ArrayList<>());
        synchronized (before) {
            before.add(request);
        }
        if (path.equals("/v1/embeddings")) {
            return List.of(reply(200, JSON, embeddings(request)));
        }
        if (!path.equals("/v1/chat/completions")) {
            return List.of(
                    reply(404, JSON, error("Invalid URL (" + path + ")", "invalid_request_error", "unknown_url")));
        }
        return model.startsWith("fail-") ? failure(model, before.size()) : chat(model, request);
    }

    static String model(Request request) {
        Matcher matcher = MODEL.matcher(request.body());
        return matcher.find() ? matcher.group(1) : "";
    }

    private static List<Step> chat(String model, Request request) {
        boolean stream = STREAM.matcher(request.body()).find();
        List<String> events = model.equals("tools") ? toolEvents() : wordEvents();
        return switch (model) {
            case "hang" -> List.of(Act.STALL);
            case "hang-open" -> List.of(eventHead(), Act.STALL);
            case "hang-middle" -> List.of(eventHead(), chunk(events.get(0)), chunk(events.get(1)), Act.STALL);
            case "cut-middle" -> List.of(eventHead(), chunk(events.get(0)), chunk(events.get(1)), Act.FIN);
            case "error-middle" ->
                List.of(
                        eventHead(),
                        chunk(events.get(0)),
                        chunk(events.get(1)),
                        chunk("data: " + error("The engine overheated", "server_error", "overheated") + "\n\n"),
                        lastChunk());
            default ->
                stream
                        ? stream(events, USAGE_WANTED.matcher(request.body()).find())
                        : List.of(reply(200, JSON, whole(model)));
        };
    }

    private static List<Step> stream(List<String> events, boolean usage) {
        List<Step> steps = new ArrayList<>(List.of(eventHead()));
        events.forEach(event -> steps.add(chunk(event)));
        if (usage) {
            steps.add(chunk(event("[]", ",\"usage\":" + USAGE)));
        }
        steps.add(chunk("data: [DONE]\n\n"));
        steps.add(lastChunk());
        return steps;
    }

    private static List<String> wordEvents() {
        List<String> events = new ArrayList<>();
        events.add(event(
                "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]", ""));
        WORDS.forEach(word -> events.add(
                event("[{\"index\":0,\"delta\":{\"content\":\"" + word + "\"},\"finish_reason\":null}]", "")));
        events.add(event("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]", ""));
        return events;
    }

    private static List<String> toolEvents() {
        List<String> events = new ArrayList<>();
        events.add(event(
                "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null},\"finish_reason\":null}]", ""));
        events.add(
                toolDelta(
                        "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}"));
        events.add(toolDelta("{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}"));
        events.add(toolDelta("{\"index\":0,\"function\":{\"arguments\":\"\\\"Köln\\\"}\"}}"));
        events.add(
                toolDelta(
                        "{\"index\":1,\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}"));
        events.add(event("[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]", ""));
        return events;
    }

    private static String toolDelta(String call) {
        return event("[{\"index\":0,\"delta\":{\"tool_calls\":[" + call + "]},\"finish_reason\":null}]", "");
    }

    private static String event(String choices, String more) {
        return "data:"
            + " {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"chat-2026\","
            + "\"system_fingerprint\":\"fp_1\",\"choices\":" + choices + more + "}\n\n";
    }

    private static String whole(String model) {
        String message = model.equals("tools")
                ? """
                {"role":"assistant","content":null,"tool_calls":[\
                {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Köln\\"}"}},\
                {"id":"call_2","type":"function","function":{"name":"weather","arguments":"{}"}}]}\
                """
                : "{\"role\":\"assistant\",\"content\":\"" + String.join("", WORDS) + "\",\"refusal\":null}";
        String finish = model.equals("tools") ? "tool_calls" : "stop";
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"chat-2026\",\"choices\":[{\"index\":0,\"message\":"
                + message + ",\"logprobs\":null,\"finish_reason\":\"" + finish + "\"}],\"usage\":" + USAGE
                + ",\"x_unknown\":{\"n\":1e+2}}";
    }

    private static String embeddings(Request request) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(0.25f).putFloat(-1.5f).putFloat(3f);
        String vector = request.body().contains("base64")
                ? '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"'
                : "[0.25,-1.5,3.0]";
        return "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":" + vector
                + "}],\"model\":\"embed\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}";
    }

    private static String models() {
        return """
            {"object":"list","data":[\
            {"id":"chat","object":"model","created":1700000000,"owned_by":"openai"},\
            {"id":"family/chat","object":"model","created":1700000000,"owned_by":"openai"}]}\
            """;
    }

    private static List<Step> failure(String model, int asked) {
        // long method: one table
        return List.of(
                switch (model) {
                    case "fail-400" -> reply(400, JSON, """
                        {"error":{"message":"Unsupported value: 'temperature'","type":"invalid_request_error",\
                        "param":"temperature","code":"unsupported_value"}}\
                        """);
                    case "fail-401" ->
                        reply(
                                401,
                                JSON,
                                error("Incorrect API key provided", "invalid_request_error", "invalid_api_key"));
                    case "fail-404" ->
                        reply(404, JSON, error("The model does not exist", "invalid_request_error", "model_not_found"));
                    case "fail-429" ->
                        reply(
                                429,
                                JSON,
                                error("Rate limit reached", "requests", "rate_limit_exceeded"),
                                "Retry-After: 7");
                    case "fail-quota" ->
                        reply(
                                429,
                                JSON,
                                error("You exceeded your current quota", "insufficient_quota", "insufficient_quota"));
                    case "fail-429-once" ->
                        asked > 1
                                ? reply(200, JSON, whole(model))
                                : reply(
                                        429,
                                        JSON,
                                        error("Rate limit reached", "requests", "rate_limit_exceeded"),
                                        "retry-after-ms: 20");
                    default -> reply(500, JSON, error("The server had an error", "server_error", "server_error"));
                });
    }

    private static String error(String message, String type, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + code
                + "\"}}";
    }

    private Step control(String what, String model) throws InterruptedException {
        List<Request> requests = seen.getOrDefault(model, List.of());
        return switch (what) {
            case "count" -> reply(200, JSON, Integer.toString(requests.size()));
            case "last" ->
                requests.isEmpty() ? reply(404, JSON, "{}") : new RawUpstream.Send(lastBody(requests.getLast()));
            case "gone" -> reply(200, JSON, Boolean.toString(!requests.isEmpty() && left(requests.getLast())));
            default -> reply(404, JSON, "{}");
        };
    }

    private static String lastBody(Request request) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + JSON + "\r\nContent-Length: "
                + request.body().length() + "\r\n\r\n" + request.body();
    }

    private static boolean left(Request request) throws InterruptedException {
        try {
            request.gone().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            return false;
        }
    }
}
