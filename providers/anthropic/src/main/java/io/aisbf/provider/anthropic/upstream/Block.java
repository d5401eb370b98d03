// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.util.Optional;

/**
 * A content block on its way out.
 *
 * @param type its kind
 * @param members what it says, if it was written here
 * @param spelled its bytes, if it goes out as it came in
 * @param words its text, if it is one that was written here
 */
record Block(String type, JsonObject members, Optional<RawJson> spelled, String words) {
    /** A block of that kind that says nothing yet. */
    static Block of(String type) {
        return new Block(type, JsonObject.EMPTY.with("type", RawJson.text(type)), Optional.empty(), "");
    }

    /** A block of words. */
    static Block text(String words) {
        Block empty = of("text");
        return new Block(empty.type, empty.members.with("text", RawJson.text(words)), Optional.empty(), words);
    }

    /** A block that goes out as it came in. */
    static Block spelled(String type, RawJson json) {
        return new Block(type, JsonObject.EMPTY, Optional.of(json), "");
    }

    /** This block saying more. */
    Block with(String name, RawJson value) {
        return new Block(type, members.with(name, value), spelled, words);
    }

    /** This block saying more in words. */
    Block with(String name, String words) {
        return with(name, RawJson.text(words));
    }

    boolean is(String kind) {
        return type.equals(kind);
    }

    /** Its bytes. */
    RawJson json() {
        return spelled.orElseGet(members::raw);
    }
}
