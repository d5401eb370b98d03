// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.request;

import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.Set;

/** Gathers, while a request is read, what nothing in the chat model stands for. For one thread. */
final class Leftovers {
    private final SequencedMap<String, RawJson> members = new LinkedHashMap<>();
    private final Set<String> binding = new LinkedHashSet<>();

    /** Keeps the members that are not among these, as hints. */
    void hints(Members object, Set<String> known) {
        members.putAll(object.leftovers(known));
    }

    /** Keeps a value that has a place of its own, as a hint. */
    void hint(String path, RawJson value) {
        members.put(path, value);
    }

    /** Keeps a value without which the question would be another one. */
    void binding(String path, RawJson value) {
        members.put(path, value);
        binding.add(path);
    }

    /** All of them by path. */
    SequencedMap<String, RawJson> members() {
        return Collections.unmodifiableSequencedMap(members);
    }

    /** The paths of those that change the meaning. */
    Set<String> binding() {
        return Collections.unmodifiableSet(binding);
    }
}
