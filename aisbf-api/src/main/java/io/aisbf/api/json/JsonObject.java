// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A JSON object whose members are known by name and whose values are still the bytes that came in.
 *
 * <p>A change is a splice: {@link #with} and {@link #without} touch the bytes of that one member; everything else,
 * white space, order and the spelling of names included, goes out as it came in. Immutable; made by {@link
 * Json#object(byte[])}, or from {@link #EMPTY}.
 */
public final class JsonObject {
    /** The object without members. */
    public static final JsonObject EMPTY =
            new JsonObject("{}".getBytes(StandardCharsets.US_ASCII), 0, 2, List.of(), Map.of(), Map.of());

    private final byte[] source;
    private final int from;
    private final int to;
    private final List<Member> members;
    private final Map<String, Optional<RawJson>> changed;
    private final Map<String, RawJson> added;

    private JsonObject(
            byte[] source,
            int from,
            int to,
            List<Member> members,
            Map<String, Optional<RawJson>> changed,
            Map<String, RawJson> added) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.members = members;
        this.changed = changed;
        this.added = added;
    }

    /**
     * A member as the index knows it.
     *
     * @param name the decoded name
     * @param from where its value starts in the source
     * @param to one past the value's last byte
     */
    public record Member(String name, int from, int to) {}

    /**
     * An object that somebody has indexed: for implementations of {@link Json}.
     *
     * @param source the bytes, which must not change afterwards
     * @param from where the opening brace stands
     * @param to one past the closing brace
     * @param members in the order of the text, names distinct
     */
    public static JsonObject indexed(byte[] source, int from, int to, List<Member> members) {
        return new JsonObject(source, from, to, List.copyOf(members), Map.of(), Map.of());
    }

    /** The value of a member, if there is one of that name. */
    public Optional<RawJson> get(String name) {
        RawJson late = added.get(name);
        if (late != null) {
            return Optional.of(late);
        }
        for (Member member : members) {
            if (member.name().equals(name)) {
                return value(member);
            }
        }
        return Optional.empty();
    }

    private Optional<RawJson> value(Member member) {
        Optional<RawJson> change = changed.get(member.name());
        return change != null ? change : Optional.of(RawJson.slice(source, member.from(), member.to()));
    }

    /** The value of a member unless it is missing or {@code null}: most protocols mean the same by both. */
    public Optional<RawJson> present(String name) {
        return get(name).filter(value -> !value.isNull());
    }

    /** All members in order. */
    public SequencedMap<String, RawJson> members() {
        SequencedMap<String, RawJson> all = new LinkedHashMap<>();
        for (Member member : members) {
            if (!added.containsKey(member.name())) {
                value(member).ifPresent(value -> all.put(member.name(), value));
            }
        }
        all.putAll(added);
        return Collections.unmodifiableSequencedMap(all);
    }

    /** This object with that member set: in its place if it was there, at the end if not. */
    public JsonObject with(String name, RawJson value) {
        if (isIndexed(name) && !Optional.empty().equals(changed.get(name))) {
            return new JsonObject(source, from, to, members, put(changed, name, Optional.of(value)), added);
        }
        return new JsonObject(source, from, to, members, changed, put(added, name, value));
    }

    /** This object without that member. */
    public JsonObject without(String name) {
        Map<String, RawJson> kept = new LinkedHashMap<>(added);
        kept.remove(name);
        return isIndexed(name)
                ? new JsonObject(source, from, to, members, put(changed, name, Optional.empty()), kept)
                : new JsonObject(source, from, to, members, changed, kept);
    }

    /**
     * The text of this object as read-only slices to be written one after another; what was not changed is not copied.
     */
    public List<ByteBuffer> slices() {
        Splice splice = new Splice();
        splice.add(source, from, from + 1);
        int at = from + 1;
        boolean first = true;
        for (Member member : members) {
            int gap = at;
            at = member.to();
            Optional<RawJson> change = changed.get(member.name());
            if (change != null && change.isEmpty()) {
                continue;
            }
            splice.add(source, first ? afterComma(gap) : gap, member.from());
            if (change == null) {
                splice.add(source, member.from(), member.to());
            } else {
                splice.add(change.get());
            }
            first = false;
        }
        for (Map.Entry<String, RawJson> late : added.entrySet()) {
            splice.add((first ? "" : ",") + RawJson.text(late.getKey()) + ":");
            splice.add(late.getValue());
            first = false;
        }
        splice.add(source, at, to);
        return splice.parts();
    }

    /** A copy of the text of this object. */
    public byte[] bytes() {
        List<ByteBuffer> slices = slices();
        ByteBuffer all = ByteBuffer.allocate(
                slices.stream().mapToInt(ByteBuffer::remaining).sum());
        slices.forEach(all::put);
        return all.array();
    }

    /** This object as a value. */
    public RawJson raw() {
        if (changed.isEmpty() && added.isEmpty()) {
            return RawJson.slice(source, from, to);
        }
        byte[] bytes = bytes();
        return RawJson.slice(bytes, 0, bytes.length);
    }

    /** The text. Not for logs: it may hold what a person wrote. */
    @Override
    public String toString() {
        return raw().toString();
    }

    /** Where the text before a member goes on once the members before it are gone: past the comma that parted them. */
    private int afterComma(int gap) {
        if (gap == from + 1) {
            return gap;
        }
        int at = gap;
        while (source[at] != ',') {
            at++;
        }
        return at + 1;
    }

    /** Gathers stretches of bytes, joining those that lie side by side in the source. */
    private static final class Splice {
        private final List<ByteBuffer> parts = new ArrayList<>();
        private byte[] last = {};
        private int lastFrom;
        private int lastTo;

        void add(byte[] bytes, int start, int end) {
            if (bytes == last && start == lastTo) {
                lastTo = end;
                return;
            }
            flush();
            last = bytes;
            lastFrom = start;
            lastTo = end;
        }

        void add(RawJson value) {
            value.read((bytes, start, end) -> {
                add(bytes, start, end);
                return bytes;
            });
        }

        void add(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            add(bytes, 0, bytes.length);
        }

        List<ByteBuffer> parts() {
            flush();
            return List.copyOf(parts);
        }

        private void flush() {
            if (lastTo > lastFrom) {
                parts.add(ByteBuffer.wrap(last, lastFrom, lastTo - lastFrom).asReadOnlyBuffer());
            }
        }
    }

    private boolean isIndexed(String name) {
        return members.stream().anyMatch(member -> member.name().equals(name));
    }

    private static <V> Map<String, V> put(Map<String, V> map, String name, V value) {
        Map<String, V> copy = new LinkedHashMap<>(map);
        copy.put(name, value);
        return copy;
    }
}
