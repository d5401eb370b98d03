// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import io.aisbf.api.chat.Message.Role;
import io.aisbf.condenser.algorithmic.json.JsonForms;
import io.aisbf.condenser.algorithmic.text.Content;
import io.aisbf.condenser.algorithmic.text.Lines;
import java.util.Optional;

/** One text of a passage while it is being shortened. For one thread. */
final class Unit {
    private static final String FENCE = "```";

    private final Role role;
    private final String name;
    private final String original;
    private String text;
    private Optional<Content> content = Optional.empty();
    private Optional<Boolean> json = Optional.empty();
    private boolean needed;

    /**
     * A text.
     *
     * @param role whose words it is in; a tool's result is a tool's
     * @param name how a reader finds it
     */
    Unit(Role role, String name, String text) {
        this.role = role;
        this.name = name;
        this.original = text;
        this.text = text;
    }

    Role role() {
        return role;
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    boolean ofTool() {
        return role == Role.TOOL;
    }

    boolean changed() {
        return !text.equals(original);
    }

    /** What kind of text it was at first. */
    Content content() {
        if (content.isEmpty()) {
            content = Optional.of(Content.of(Lines.of(original)));
        }
        return content.get();
    }

    /** Whether it was one JSON object or array at first, and must be one for ever. */
    boolean json() {
        if (json.isEmpty()) {
            json = Optional.of(JsonForms.isJson(original));
        }
        return json.get();
    }

    /** Says that another text refers to lines of this one. */
    void need() {
        needed = true;
    }

    boolean needed() {
        return needed;
    }

    /** Takes a shorter text; one that breaks JSON or a fence of code is not taken. */
    boolean take(String shorter) {
        if (shorter.equals(text) || !fencesIn(shorter) || (json() && !JsonForms.isJson(shorter))) {
            return false;
        }
        text = shorter;
        return true;
    }

    /** Whether fences are closed, and what stands within them stood there before. */
    private boolean fencesIn(String shorter) {
        if (!shorter.contains(FENCE)) {
            return true;
        }
        String[] pieces = shorter.split(FENCE, -1);
        boolean kept = pieces.length % 2 == 1;
        for (int i = 1; i < pieces.length && kept; i += 2) {
            kept = text.contains(FENCE + pieces[i] + FENCE);
        }
        return kept;
    }
}
