// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.plugin.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What requests of one session have in common and those of others do not. What the client says itself comes first: the
 * key of its prompt cache, a header, the session or person in its notes. Most say nothing; their sessions are told
 * apart by how they begin, since each turn sends the whole conversation again.
 *
 * <p>For strategies that keep a session with the candidate that has its prompt in a cache. Immutable, for all threads.
 */
public final class SessionKey {
    private static final List<String> SESSION_NOTES = List.of("session_id", "conversation_id", "thread_id");
    private static final String PERSON_NOTE = "user_id";

    private final String header;

    /** The header that names a session where a strategy is told no other. */
    public static final String USUAL_HEADER = "x-session-id";

    /**
     * Keys of sessions as a strategy's settings say: {@code header} names the request header.
     *
     * @throws io.aisbf.api.plugin.SettingsException if that is not the name of a header
     */
    public static SessionKey of(Settings settings) {
        String header = settings.text("header").orElse(USUAL_HEADER);
        // A field name as RFC 9110, section 5.6.2, wants it.
        if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw settings.wrong(
                    "header", "'" + header + "' is not the name of a header; write one such as " + USUAL_HEADER);
        }
        return new SessionKey(header);
    }

    /** Keys of sessions that this request header may name. */
    public SessionKey(String header) {
        this.header = header;
    }

    /** The session of that request; empty if it says nothing at all. */
    public OptionalLong of(ChatRequest request, Call call) {
        Options options = options(request);
        Optional<String> told = told(options.cacheKey())
                .or(() -> told(call.client().header(header)))
                .or(() -> noted(options))
                .or(() -> told(options.user()))
                .or(() -> told(Optional.ofNullable(options.metadata().get(PERSON_NOTE))));
        return told.isPresent() ? OptionalLong.of(StableHash.of(told.get())) : beginning(request);
    }

    private static Optional<String> noted(Options options) {
        return SESSION_NOTES.stream()
                .flatMap(name -> Stream.ofNullable(options.metadata().get(name)))
                .filter(note -> !note.isBlank())
                .findFirst();
    }

    private static Optional<String> told(Optional<String> text) {
        return text.filter(value -> !value.isBlank());
    }

    private static Options options(ChatRequest request) {
        try {
            return request.options();
        } catch (CallException unreadable) {
            // What cannot be read names no session; whether the request will do is for the candidate to judge.
            return Options.NONE;
        }
    }

    /** All instructions before the person's first word, and that word. */
    private static OptionalLong beginning(ChatRequest request) {
        List<Message> messages;
        try {
            messages = request.messages();
        } catch (CallException unreadable) {
            return OptionalLong.empty();
        }
        long hash = 0;
        for (Message message : messages) {
            hash = StableHash.both(hash, said(message));
            if (message.role() == Role.USER) {
                break;
            }
        }
        return messages.isEmpty() ? OptionalLong.empty() : OptionalLong.of(hash);
    }

    private static long said(Message message) {
        long hash = StableHash.of(message.role().name());
        for (Part part : message.parts()) {
            hash = switch (part) {
                case Part.Text text -> StableHash.both(hash, StableHash.ofLong(text.text()));
                case Part.Image image -> StableHash.both(hash, shown(image.source()));
                case Part.Audio audio -> StableHash.both(hash, shown(audio.source()));
                case Part.Document document -> StableHash.both(hash, shown(document.source()));
                // Marks for the cache move from turn to turn, and the rest is not what a session begins with.
                default -> hash;
            };
        }
        return hash;
    }

    private static long shown(Part.Source source) {
        return StableHash.ofLong(
                switch (source) {
                    case Part.Source.Link link -> link.uri().toString();
                    case Part.Source.Inline inline -> inline.base64();
                    case Part.Source.Uploaded uploaded -> uploaded.fileId();
                });
    }
}
