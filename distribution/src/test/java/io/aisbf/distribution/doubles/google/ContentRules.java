// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.google;

import io.aisbf.distribution.doubles.At;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What models/{model}:generateContent refuses, by its reference (https://ai.google.dev/api/generate-content) and by the
 * errors it is known to answer with.
 */
final class ContentRules {
    private static final String NAME = "^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$";
    private static final String LAST_RESORT = "skip_thought_signature_validator";
    private static final String[] SCHEMA = {
        "type",
        "format",
        "title",
        "description",
        "nullable",
        "enum",
        "maxItems",
        "minItems",
        "properties",
        "required",
        "minProperties",
        "maxProperties",
        "minLength",
        "maxLength",
        "pattern",
        "example",
        "anyOf",
        "propertyOrdering",
        "default",
        "items",
        "minimum",
        "maximum"
    };

    private ContentRules() {}

    static void check(At body, boolean proofs) {
        body.only(
                "contents",
                "systemInstruction",
                "tools",
                "toolConfig",
                "generationConfig",
                "safetySettings",
                "cachedContent",
                "labels",
                "serviceTier",
                "store");
        String text = body.json().toString();
        body.when(text.contains("aisbf1:") || text.contains("YWlzYmYxO"), "a signature of the gateway's own arrived");
        if (body.get("serviceTier").present()) {
            body.get("serviceTier").one("standard", "flex", "priority");
        }
        At system = body.get("systemInstruction");
        if (system.present()) {
            parts(system.only("role", "parts"), proofs);
        }
        drawing(body.get("generationConfig"));
        tools(body);
        contents(body.need("contents"), proofs);
    }

    private static void drawing(At config) {
        // long method: one table of rules
        if (!config.present()) {
            return;
        }
        config.only(
                "temperature",
                "topP",
                "topK",
                "maxOutputTokens",
                "stopSequences",
                "seed",
                "presencePenalty",
                "frequencyPenalty",
                "candidateCount",
                "responseMimeType",
                "responseSchema",
                "responseJsonSchema",
                "responseLogprobs",
                "logprobs",
                "thinkingConfig",
                "responseModalities",
                "speechConfig",
                "mediaResolution",
                "enableEnhancedCivicAnswers");
        config.get("temperature").between(0, 2);
        config.get("topP").between(0, 1);
        config.get("stopSequences").atMost(5);
        config.get("candidateCount").between(1, 8);
        config.get("logprobs")
                .between(0, 20)
                .when(
                        config.get("logprobs").present()
                                && !config.get("responseLogprobs").json().asBoolean(),
                        "logprobs needs responseLogprobs");
        boolean schema = config.get("responseSchema").present()
                || config.get("responseJsonSchema").present();
        config.get("responseMimeType")
                .when(
                        schema
                                && !config.get("responseMimeType")
                                        .json()
                                        .asText()
                                        .equals("application/json"),
                        "Function calling config is set without a response mime type of application/json");
        if (config.get("responseSchema").present()) {
            schema(config.get("responseSchema"));
        }
        At thinking = config.get("thinkingConfig");
        if (thinking.present()) {
            thinking.only("thinkingBudget", "thinkingLevel", "includeThoughts");
            thinking.when(
                    thinking.get("thinkingBudget").present()
                            && thinking.get("thinkingLevel").present(),
                    "thinking_budget and thinking_level cannot both be set");
            thinking.get("thinkingBudget").between(-1, 32_768);
        }
    }

    private static void schema(At schema) {
        schema.only(SCHEMA);
        schema.get("properties")
                .json()
                .fieldNames()
                .forEachRemaining(name -> schema(schema.get("properties").get(name)));
        if (schema.get("items").present()) {
            schema(schema.get("items"));
        }
    }

    private static void tools(At body) {
        for (At tool : body.get("tools").items()) {
            tool.only("functionDeclarations", "googleSearch", "codeExecution", "urlContext");
            At functions = tool.get("functionDeclarations");
            functions.when(functions.present() && functions.items().isEmpty(), "at least one function is required");
            for (At function : functions.items()) {
                function.only("name", "description", "parameters", "parametersJsonSchema", "response", "behavior");
                function.need("name").matches(NAME);
                if (function.get("parameters").present()) {
                    schema(function.get("parameters"));
                    function.when(
                            function.get("parametersJsonSchema").present(),
                            "parameters and parametersJsonSchema cannot both be set");
                }
            }
        }
        At config = body.get("toolConfig");
        if (config.present()) {
            At calling = config.only("functionCallingConfig", "retrievalConfig")
                    .need("functionCallingConfig")
                    .only("mode", "allowedFunctionNames");
            String mode = calling.need("mode").one("AUTO", "NONE", "ANY", "VALIDATED");
            calling.when(
                    calling.get("allowedFunctionNames").present() && !mode.equals("ANY") && !mode.equals("VALIDATED"),
                    "allowed_function_names should only be set when mode is ANY");
            calling.when(
                    body.get("tools").items().isEmpty(),
                    "Function calling config is set without function_declarations");
        }
    }

    private static void contents(At contents, boolean proofs) {
        contents.when(contents.items().isEmpty(), "contents is not specified");
        String before = "model";
        List<String> open = new ArrayList<>();
        for (At content : contents.items()) {
            content.only("role", "parts");
            String role = content.need("role").json().asText();
            content.get("role").when(!Set.of("user", "model").contains(role), "Please use a valid role: user, model.");
            content.when(role.equals(before), "Please ensure that turns alternate between user and model");
            before = role;
            List<At> parts = parts(content, proofs);
            List<String> called = names(parts, "functionCall");
            List<String> answered = names(parts, "functionResponse");
            content.when(
                    role.equals("user") && called.size() + open.size() > 0 && answered.size() != open.size(),
                    "Please ensure that the number of function response parts is equal to the number of function call"
                            + " parts of the function call turn");
            content.when(
                    role.equals("user") && !answered.equals(open),
                    "Please ensure that function response turn comes immediately after a function call turn, in its"
                            + " order: " + open + ", got " + answered);
            open = called;
        }
        contents.when(!open.isEmpty(), "Please ensure that function call turn is followed by its function responses");
        contents.when(before.equals("model"), "Please ensure that the last turn is the user's");
    }

    private static List<String> names(List<At> parts, String kind) {
        return parts.stream()
                .filter(part -> part.get(kind).present())
                .map(part -> part.get(kind).need("name").text())
                .toList();
    }

    private static List<At> parts(At content, boolean proofs) {
        List<At> parts = content.need("parts").items();
        content.get("parts").when(parts.isEmpty(), "contents.parts must not be empty");
        boolean first = true;
        for (At part : parts) {
            part(part);
            if (part.get("functionCall").present()) {
                part.when(
                        first && proofs && !part.get("thoughtSignature").present(),
                        "Function call is missing a thought_signature in functionCall parts. This is required for tools"
                                + " to work correctly");
                first = false;
            }
        }
        return parts;
    }

    private static void part(At part) {
        // long method: one table of rules
        part.only(
                "text",
                "thought",
                "thoughtSignature",
                "inlineData",
                "fileData",
                "functionCall",
                "functionResponse",
                "videoMetadata");
        long kinds = List.of("text", "inlineData", "fileData", "functionCall", "functionResponse").stream()
                .filter(kind -> part.get(kind).present())
                .count();
        part.when(kinds != 1, "required oneof field 'data' must have one initialized field");
        At signature = part.get("thoughtSignature");
        if (signature.present() && !signature.text().equals(LAST_RESORT)) {
            signature.base64().when(!signature.text().equals(ContentAnswers.PROOF), "Thought signature is not valid");
        }
        part.get("text").when(part.get("text").emptyText() && !signature.present(), "text must not be empty");
        if (part.get("inlineData").present()) {
            part.get("inlineData")
                    .only("mimeType", "data", "displayName")
                    .need("mimeType")
                    .matches("^[a-z]+/.+$");
            part.get("inlineData").need("data").base64();
        }
        if (part.get("fileData").present()) {
            part.get("fileData")
                    .only("fileUri", "mimeType")
                    .need("fileUri")
                    .matches("^(gs://.+|https://generativelanguage\\.googleapis\\.com/.+|https://(www\\.)?youtu.+)$");
        }
        if (part.get("functionCall").present()) {
            part.get("functionCall").only("id", "name", "args").need("name").matches(NAME);
            part.get("functionCall").get("args").object();
        }
        if (part.get("functionResponse").present()) {
            At response = part.get("functionResponse").only("id", "name", "response", "parts", "willContinue");
            response.need("name").matches(NAME);
            response.need("response").object();
        }
    }
}
