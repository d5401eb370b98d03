// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plain protocol with everything a protocol can have; failures and lists begin with its name. */
final class RichFormat extends PlainFormat
        implements WireFormat.TokenCounting, WireFormat.Greeting, WireFormat.ModelListing {
    private final JacksonJson json = new JacksonJson();
    private final String name;
    private final List<Endpoint> endpoints;

    RichFormat(String name, Endpoint... endpoints) {
        this.name = name;
        this.endpoints = List.of(endpoints);
    }

    @Override
    public WireName name() {
        return new WireName(name);
    }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** A model named in the path is asked for the path's parameters. */
    @Override
    public ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        return pathParameters.containsKey("model")
                ? ChatRequest.of(
                        "p/echo", List.of(Message.of(Message.Role.USER, new TreeMap<>(pathParameters).toString())))
                : super.readRequest(body, pathParameters);
    }

    @Override
    public void writeFailure(CallException failure, ReplySink sink) throws IOException {
        write(
                sink.open(failure.failure().status(), "text/plain", Map.of()),
                name + " " + failure.failure() + ": " + failure.getMessage() + " ["
                        + sink.callId().orElse("nameless") + "]");
    }

    @Override
    public ChatRequest readCountRequest(JsonObject body, Map<String, String> pathParameters) {
        return super.readRequest(body, pathParameters);
    }

    @Override
    public void writeCount(long tokens, ReplySink sink) throws IOException {
        write(sink.open(200, "text/plain", Map.of()), tokens + " tokens");
    }

    @Override
    public WireBody writeCountRequest(ChatRequest request, Call call) {
        throw new AssertionError("nobody speaks this protocol outward");
    }

    @Override
    public long readCount(Upstream.Reply reply, Call call) {
        throw new AssertionError("nobody speaks this protocol outward");
    }

    @Override
    public void greet(Endpoint endpoint, ReplySink sink) throws IOException {
        write(sink.open(200, "text/plain", Map.of()), name + " greets at " + endpoint.path());
    }

    @Override
    public void writeModels(List<ModelInfo> models, ReplySink sink) throws IOException {
        String ids = models.stream().map(ModelInfo::id).collect(Collectors.joining(","));
        write(sink.open(200, "text/plain", Map.of()), name + " " + ids);
    }

    @Override
    public String readShowRequest(JsonObject body) {
        return body.get("name").map(json::text).orElse("");
    }

    @Override
    public void writeModel(ModelInfo model, ReplySink sink) throws IOException {
        write(sink.open(200, "text/plain", Map.of()), name + " shows " + model.id());
    }

    @Override
    public List<ModelInfo> readModels(Upstream.Reply reply, Call call) {
        throw new AssertionError("nobody speaks this protocol outward");
    }
}
