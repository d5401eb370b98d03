// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a double sends back.
 *
 * @param pieces the body; each goes out on its own, as a chunk where it is a stream
 * @param end how it ends
 */
public record Answer(int status, Map<String, String> headers, List<String> pieces, boolean streamed, End end) {
    public Answer {
        headers = Map.copyOf(headers);
        pieces = List.copyOf(pieces);
    }

    /** How a body ends. */
    public enum End {
        /** As it should. */
        WHOLE,
        /** The connection is closed in the middle. */
        CUT,
        /** Nothing more comes, and the connection stays open until the other side leaves. */
        SILENT
    }

    /** {@return a body in one piece} */
    public static Answer json(int status, String body, String... headers) {
        return new Answer(status, headers("application/json; charset=UTF-8", headers), List.of(body), false, End.WHOLE);
    }

    /** {@return a stream} */
    public static Answer stream(String contentType, List<String> pieces, String... headers) {
        return new Answer(200, headers(contentType, headers), pieces, true, End.WHOLE);
    }

    /** {@return this answer, ending otherwise after its first pieces} */
    public Answer until(int count, End otherwise) {
        List<String> first = streamed
                ? pieces.subList(0, Math.min(count, pieces.size()))
                : List.of(pieces.getFirst().substring(0, pieces.getFirst().length() / 2));
        return new Answer(status, headers, first, streamed, otherwise);
    }

    /** {@return this answer with that instead of what follows its first pieces} */
    public Answer instead(int count, List<String> rest) {
        List<String> all = new java.util.ArrayList<>(pieces.subList(0, Math.min(count, pieces.size())));
        all.addAll(rest);
        return new Answer(status, headers, all, streamed, end);
    }

    private static Map<String, String> headers(String contentType, String... more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", contentType);
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }
}
