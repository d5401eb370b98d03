// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import java.util.Arrays;
import java.util.Optional;

/** What the lines of a digest stand under. */
public enum Heading {
    /** What the user wanted in the first place. */
    GOAL("Goal"),
    /** What was said and is to be kept word for word. */
    KEPT("Keep in mind"),
    /** What was decided. */
    DECISIONS("Decisions"),
    /** What somebody likes, wants always or never, or is called. */
    PREFERENCES("Preferences"),
    /** What came up. */
    FACTS("Facts"),
    /** What is left to be done or answered. */
    OPEN("Open"),
    /** What was spoken of, stretch by stretch. */
    EARLIER("Earlier, in order");

    private static final int LONGEST = 40;

    private final String title;

    Heading(String title) {
        this.title = title;
    }

    /** How it is written. */
    public String title() {
        return title;
    }

    /** The heading that is written so, in any case and with or without a colon. */
    public static Optional<Heading> of(String written) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String bare = written.replaceAll("[:#*\\s]+$", "").replaceAll("^[#*\\s]+", "");
        return Arrays.stream(values())
                .filter(heading -> heading.title.equalsIgnoreCase(bare))
                .findFirst();
    }
}
