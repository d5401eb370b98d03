// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.faults.RawUpstream.Request;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an upstream reads from a request: which call it belongs to, and what the assistant is to have said already. */
public final class Marks {
    private static final Pattern CALL = Pattern.compile("call-(\\d+)");

    private Marks() {}

    /** {@return the number of the call that a request belongs to} */
    public static int call(Request request) {
        return call(request.body());
    }

    static int call(String body) {
        Matcher marked = CALL.matcher(body);
        return marked.find() ? Integer.parseInt(marked.group(1)) : -1;
    }

    /** {@return whether a chat completion is asked for as a stream} */
    public static boolean streamed(Request request) {
        return request.body().contains("\"stream\":true");
    }

    /** {@return the text of the assistant's last turn in a chat completion, if it ends with one; else nothing} */
    public static String begun(Request request) {
        byte[] utf8 = request.body().getBytes(StandardCharsets.ISO_8859_1);
        JsonNode messages = Tree.parse(new String(utf8, StandardCharsets.UTF_8)).path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        if (!last.path("role").asText().equals("assistant")) {
            return "";
        }
        JsonNode content = last.path("content");
        return content.isTextual()
                ? content.textValue()
                : content.path(0).path("text").asText();
    }
}
