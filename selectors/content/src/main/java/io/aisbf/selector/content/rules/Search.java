// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A regular expression that cannot take long: Java's try one way after another, on some texts for ever. It may look at a
 * million letters, which is some milliseconds, and does not fit where it has not found anything by then. For all threads.
 */
final class Search {
    private static final System.Logger LOG = System.getLogger(Search.class.getName());
    private static final int LONGEST = 50_000;
    private static final int MOST_LOOKS = 1_000_000;

    private final Pattern pattern;
    private final AtomicBoolean told = new AtomicBoolean();

    private Search(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * One for that expression.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Search of(String expression) {
        return new Search(Pattern.compile(expression));
    }

    /** Whether it is found in the first 50,000 letters of a text, and soon. */
    boolean finds(String text) {
        String looked = text.substring(0, Math.min(text.length(), LONGEST));
        try {
            return pattern.matcher(new Watched(looked)).find();
        } catch (TooManyLooks | StackOverflowError e) {
            if (told.compareAndSet(false, true)) {
                LOG.log(
                        WARNING,
                        "the regular expression {0} takes too long on some texts; there it counts as not found",
                        pattern);
            }
            return false;
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyLooks() {
            super("the search was given up", null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    private static final class Watched implements CharSequence {
        private final String text;
        private int looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            looks++;
            if (looks > MOST_LOOKS) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.substring(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
