// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

/** What the Gemini API sends and its clients ask, as it goes over the wire. */
final class Samples {
    /** The Gemini API, {@code streamGenerateContent?alt=sse}: words, then two calls of one function, as v1beta sends them. */
    static final String TOOLS = sse(
            "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"Let me \"}],\"role\": \"model\"},\"index\": 0}],"
                    + "\"usageMetadata\": {\"promptTokenCount\": 61,\"totalTokenCount\": 61,"
                    + "\"promptTokensDetails\": [{\"modality\": \"TEXT\",\"tokenCount\": 61}]},"
                    + "\"modelVersion\": \"gemini-2.5-flash\",\"responseId\": \"xA0jacmMG6qD1MkP\"}",
            "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"look \u00e9\uD83D\uDE00 up.\"}],\"role\":"
                + " \"model\"},\"index\": 0}],\"usageMetadata\": {\"promptTokenCount\": 61,\"candidatesTokenCount\":"
                + " 6,\"totalTokenCount\": 67},\"modelVersion\": \"gemini-2.5-flash\",\"responseId\":"
                + " \"xA0jacmMG6qD1MkP\"}",
            "{\"candidates\": [{\"content\": {\"parts\": [{\"functionCall\": {\"name\": \"get_weather\",\"args\":"
                    + " {\"city\": \"Paris\",\"n\":1e2}}}],\"role\": \"model\"},\"index\": 0}],\"modelVersion\":"
                    + " \"gemini-2.5-flash\",\"responseId\": \"xA0jacmMG6qD1MkP\"}",
            "{\"candidates\": [{\"content\": {\"parts\": [{\"functionCall\": {\"name\": \"get_weather\",\"args\":"
                + " {\"city\": \"Oslo\"}}}],\"role\": \"model\"},\"finishReason\": \"STOP\",\"index\":"
                + " 0}],\"usageMetadata\": {\"promptTokenCount\": 61,\"candidatesTokenCount\": 34,\"totalTokenCount\":"
                + " 145,\"cachedContentTokenCount\": 12,\"thoughtsTokenCount\": 50},\"modelVersion\":"
                + " \"gemini-2.5-flash\",\"responseId\": \"xA0jacmMG6qD1MkP\"}");

    /** The same, {@code generateContent}: pretty-printed, as the API does. */
    static final String TOOLS_WHOLE = """
        {
          "candidates": [
            {
              "content": {
                "parts": [
                  {
                    "text": "Let me look \u00e9\uD83D\uDE00 up."
                  },
                  {
                    "functionCall": {
                      "name": "get_weather",
                      "args": {"city": "Paris","n":1e2}
                    }
                  },
                  {
                    "functionCall": {
                      "name": "get_weather",
                      "args": {"city": "Oslo"}
                    }
                  }
                ],
                "role": "model"
              },
              "finishReason": "STOP",
              "index": 0
            }
          ],
          "usageMetadata": {
            "promptTokenCount": 61,
            "candidatesTokenCount": 34,
            "totalTokenCount": 145,
            "cachedContentTokenCount": 12,
            "thoughtsTokenCount": 50
          },
          "modelVersion": "gemini-2.5-flash",
          "responseId": "xA0jacmMG6qD1MkP"
        }
        """;

    /** The same stream as the API sends it without {@code alt=sse}. */
    static final String TOOLS_ARRAY =
            "[" + TOOLS.strip().replace("data: ", "").replace("\r\n\r\n", "\n,\r\n") + "\n]\n";

    /** Gemini 3, thinking and calling, with the signature on the first of two calls. */
    static final String THINKING = sse(
            "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"**Weather**\\n"
                    + "\\n"
                    + "Two \",\"thought\": true}],\"role\": \"model\"},\"index\": 0}],\"modelVersion\":"
                    + " \"gemini-3-pro-preview\",\"responseId\": \"r3\"}",
            "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"cities.\",\"thought\": true}],\"role\":"
                    + " \"model\"},\"index\": 0}],\"modelVersion\": \"gemini-3-pro-preview\",\"responseId\": \"r3\"}",
            "{\"candidates\": [{\"content\": {\"parts\": [{\"functionCall\": {\"name\": \"now\",\"args\": {},\"id\":"
                + " \"fc-1\"},\"thoughtSignature\": \"EpwCCpkCAdHtim8=\"},{\"functionCall\": {\"name\":"
                + " \"now\",\"args\": {},\"id\": \"fc-2\"}}],\"role\": \"model\"},\"finishReason\":"
                + " \"STOP\",\"index\": 0}],\"usageMetadata\": {\"promptTokenCount\": 9,\"candidatesTokenCount\":"
                + " 3,\"thoughtsTokenCount\": 8},\"modelVersion\": \"gemini-3-pro-preview\",\"responseId\": \"r3\"}");

    /** What the API says to a prompt that is too long. */
    static final String TOO_LONG = """
        {
          "error": {
            "code": 400,
            "message": "The input token count (1200005) exceeds the maximum number of tokens allowed (1048576).",
            "status": "INVALID_ARGUMENT"
          }
        }
        """;

    /** What the API says to a key that is none. */
    static final String WRONG_KEY = """
        {
          "error": {
            "code": 400,
            "message": "API key not valid. Please pass a valid API key.",
            "status": "INVALID_ARGUMENT",
            "details": [
              {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "API_KEY_INVALID",
                "domain": "googleapis.com",
                "metadata": {
                  "service": "generativelanguage.googleapis.com"
                }
              }
            ]
          }
        }
        """;

    /** What the API says to too many requests. */
    static final String RATE = """
        {
          "error": {
            "code": 429,
            "message": "You exceeded your current quota, please check your plan and billing details.",
            "status": "RESOURCE_EXHAUSTED",
            "details": [
              {
                "@type": "type.googleapis.com/google.rpc.RetryInfo",
                "retryDelay": "37s"
              }
            ]
          }
        }
        """;

    /** A request with much that no accessor knows, numbers spelled oddly and both spellings of names. */
    static final String ODD = "{ \"contents\" : [{\"parts\":[{\"text\":\"a\\u00e9\"}, {\"inline_data\":{\"mime_type\":"
            + "\"image/png\",\"data\":\"AA==\"},\"videoMetadata\":{\"fps\":1.0}}]},"
            + "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"x\":1e2}},"
            + "\"thoughtSignature\":\"c2ln\"},{\"functionCall\":{\"name\":\"f\"}}]},"
            + "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"output\":\"1\"}}},"
            + "{\"functionResponse\":{\"name\":\"f\",\"response\":{\"output\":\"2\"}}}]}],"
            + "\"system_instruction\":{\"parts\":{\"text\":\"Be brief.\"}},"
            + "\"generationConfig\":{\"temperature\":1.00,\"topK\":4.0e1,\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"},"
            + "\"safetySettings\":[ {\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_NONE\"} ],"
            + "\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\"}]},{\"googleSearch\":{}}] }";

    private Samples() {}

    /** Events as Google's front end sends them. */
    static String sse(String... chunks) {
        StringBuilder stream = new StringBuilder();
        for (String chunk : chunks) {
            stream.append("data: ").append(chunk).append("\r\n\r\n");
        }
        return stream.toString();
    }
}
