// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The proofs of thoughts that were shown to clients before the calls of tools, for those clients that keep of a message
 * only the members they know and so cannot bring them back: LangChain, the helpers of OpenAI's SDKs, AI SDK under most
 * names of providers.
 *
 * <p>It is a courtesy. It is small and forgets what was least recently used first; it is lost when the gateway starts
 * again or reads its configuration again, and another node has another one. Nothing depends on it: a client that keeps
 * its messages whole never needs it, and without it a request is what it was before, its thoughts left out and
 * declared. What is relayed passes it by, both ways.
 *
 * <p>A call is known again by its id, its tool and its arguments together, since ids alone ({@code call_0}) are not
 * everywhere one client's own. Safe for use by many threads; no method waits longer than for a look into a map.
 */
public final class ThoughtMemory {
    private static final int ENTRIES = 4_096;
    private static final long BYTES = 8L << 20;
    private static final long LONGEST = 256L << 10;

    /** What an entry takes besides its texts, roughly. */
    private static final long OVERHEAD = 256;

    private final int mostEntries;
    private final long mostBytes;
    private final long longest;
    private final SequencedMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** A memory of 4,096 calls and 8 MiB, of which no call takes more than 256 KiB. */
    public ThoughtMemory() {
        this(ENTRIES, BYTES, LONGEST);
    }

    /** A memory with bounds of its own. */
    ThoughtMemory(int mostEntries, long mostBytes, long longest) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        this.longest = longest;
    }

    /** Whose thoughts they are, the arguments as their {@link Fingerprint}. */
    private record Key(String id, String tool, String arguments) {}

    private record Entry(Shown shown, long bytes) {}

    /**
     * The proven thoughts that belong to a call.
     *
     * @param early those after which something else was said before the call came
     * @param before those right before the call
     */
    public record Shown(List<Part.Reasoning> early, List<Part.Reasoning> before) {
        public Shown {
            early = List.copyOf(early);
            before = List.copyOf(before);
        }

        /** All of them, in order. */
        public List<Part.Reasoning> all() {
            List<Part.Reasoning> all = new ArrayList<>(early);
            all.addAll(before);
            return all;
        }
    }

    /** Whether that much text is too much for one call, so that gathering it is of no use. */
    boolean isTooLong(long characters) {
        return taken(characters) > longest;
    }

    /** Keeps what was shown before a call, under the id that the client knows. */
    void keep(String id, String tool, String arguments, Shown shown) {
        long characters = (long) id.length() + tool.length() + arguments.length();
        for (Part.Reasoning thought : shown.all()) {
            characters += thought.text().length();
            characters +=
                    thought.signature().map(proof -> proof.value().length()).orElse(0);
        }
        if (isTooLong(characters)) {
            return;
        }
        Entry entry = new Entry(shown, taken(characters));
        Key key = new Key(id, tool, arguments);
        synchronized (this) {
            Entry former = entries.put(key, entry);
            bytes += entry.bytes() - (former == null ? 0 : former.bytes());
            Iterator<Entry> eldest = entries.values().iterator();
            while (entries.size() > mostEntries || bytes > mostBytes) {
                bytes -= eldest.next().bytes();
                eldest.remove();
            }
        }
    }

    /** What was shown before that call, if it is remembered. */
    public Optional<Shown> of(Part.ToolCall call, Json json) {
        if (isEmpty()) {
            return Optional.empty();
        }
        return find(call.id(), call.tool(), Fingerprint.of(json, call.arguments()));
    }

    synchronized Optional<Shown> find(String id, String tool, String arguments) {
        return Optional.ofNullable(entries.get(new Key(id, tool, arguments))).map(Entry::shown);
    }

    /** How many calls are remembered. */
    synchronized int size() {
        return entries.size();
    }

    /** How many bytes they take, every character counted as two. */
    synchronized long bytes() {
        return bytes;
    }

    private synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    private static long taken(long characters) {
        return OVERHEAD + 2 * characters;
    }
}
