// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins what a second model says to what the client already has of an answer, without a character twice. The second
 * one was given the first part as its own last words (see {@link Continuation}), and does one of three things: it goes
 * on exactly there; it says the whole answer again from the beginning; or it repeats the last words and goes on. Which
 * of them it is shows only as its text comes, so that text is held back as long as it may still turn out to be a
 * repetition, and no longer.
 *
 * <p>A beginning of the new text that equals an end of the old one is taken for a repetition if it is the whole of the
 * old text, or has at least 12 characters, or three words; shorter ones happen in any text. Of several the longest
 * counts. Text that repeats itself is the exception: where the same words follow one another in the old text, or come
 * again in the new one ("aaaa", lines of a table), one more of them is the natural way to go on, so nothing is left
 * out. A text of which some words are said twice in a row exactly at the break cannot be told from a repetition; there
 * they are told once.
 *
 * <p>A new text that begins like the old one for at least 24 characters and then departs from it, or ends, is another
 * answer. No joint makes one text of the two, so this is a failure of the attempt and another candidate may do better.
 *
 * <p>One thread; used for one new text.
 */
final class Seam {
    private static final int CERTAIN_CHARACTERS = 12;
    private static final int CERTAIN_WORDS = 3;
    private static final int ANOTHER_ANSWER = 24;
    /** Nobody repeats more of an end than that, and looking for it costs the square. */
    private static final int FARTHEST = 1000;

    private final String plugin;
    private final String sent;
    /** What the second model was shown of it. */
    private final String shown;
    /** The white space it was not shown. */
    private final String tail;

    private final StringBuilder fresh = new StringBuilder();
    private final List<Overlap> overlaps = new ArrayList<>();
    private int commonBeginning;
    private boolean decided;

    /**
     * A seam after what was sent.
     *
     * @param plugin who goes on, as it is named in messages
     */
    Seam(String plugin, String sent) {
        this.plugin = plugin;
        this.sent = sent;
        this.shown = sent.stripTrailing();
        this.tail = sent.substring(shown.length());
        this.decided = sent.isEmpty();
        for (int start = 0; start < shown.length(); start = Math.max(start + 1, shown.length() - FARTHEST)) {
            if (start == 0 || certain(start)) {
                overlaps.add(new Overlap(start));
            }
        }
    }

    private boolean certain(int start) {
        if (shown.length() - start >= CERTAIN_CHARACTERS) {
            return true;
        }
        boolean wordBegins =
                Character.isWhitespace(sent.charAt(start - 1)) && !Character.isWhitespace(sent.charAt(start));
        return wordBegins && shown.substring(start).split("\\s+").length >= CERTAIN_WORDS;
    }

    /** An end of the old text with which the new one may begin. */
    private final class Overlap {
        private final int start;
        /** As far as the second model was shown it. */
        private final int length;

        private int matched;
        private boolean departed;
        private int again;
        private boolean over;

        private Overlap(int start) {
            this.start = start;
            this.length = shown.length() - start;
        }

        /** Compares what has come since: with the old text, and what is beyond the overlap with the overlap itself. */
        private void grow() {
            while (!settled() && matched < fresh.length()) {
                char next = fresh.charAt(matched);
                departed = !complete() && next != sent.charAt(start + matched);
                if (matched >= length && !over) {
                    over = next != fresh.charAt(matched - length);
                    again += over ? 0 : 1;
                }
                matched += departed ? 0 : 1;
            }
        }

        private boolean complete() {
            return matched >= length + tail.length();
        }

        private boolean settled() {
            return departed || (complete() && (over || repeatsItself()));
        }

        /** Whether one more of it is as likely to be meant as a repetition. */
        private boolean repeatsItself() {
            return again + before() >= Math.min(length, CERTAIN_CHARACTERS) || isPower();
        }

        /** How far before it the old text equals it, backwards from its end. */
        private int before() {
            int same = 0;
            int most = Math.min(start, Math.min(length, CERTAIN_CHARACTERS));
            while (same < most && shown.charAt(start - 1 - same) == shown.charAt(shown.length() - 1 - same)) {
                same++;
            }
            return same;
        }

        /** Whether it is something shorter several times over: then it is found in its own double before its end. */
        private boolean isPower() {
            String words = length <= FARTHEST ? shown.substring(start) : "";
            return words.length() > 1 && (words + words).indexOf(words, 1) < length;
        }
    }

    /**
     * Takes more of the new text.
     *
     * @return what of it goes out now
     * @throws CallException {@code CANNOT_CARRY} if it is another answer
     */
    String take(String more) {
        if (decided) {
            return more;
        }
        fresh.append(more);
        for (Overlap overlap : overlaps) {
            overlap.grow();
            if (overlap.start == 0) {
                commonBeginning = overlap.matched;
            }
        }
        overlaps.removeIf(overlap -> overlap.departed && !overlap.complete());
        boolean open = overlaps.stream().anyMatch(overlap -> !overlap.settled());
        boolean withinTail = fresh.length() < tail.length() && tail.startsWith(fresh.toString());
        return open || withinTail ? "" : decide();
    }

    /**
     * No more text comes, or something else comes first.
     *
     * @return what goes out of what was held back
     * @throws CallException {@code CANNOT_CARRY} if it is another answer
     */
    String end() {
        return decided ? "" : decide();
    }

    private String decide() {
        decided = true;
        List<Overlap> complete = overlaps.stream().filter(Overlap::complete).toList();
        Optional<Overlap> longest = complete.stream().findFirst();
        if (longest.isPresent() && complete.stream().noneMatch(Overlap::repeatsItself)) {
            return fresh.substring(longest.get().length + tail.length());
        }
        if (longest.isEmpty() && commonBeginning >= ANOTHER_ANSWER) {
            throw new CallException(
                    Failure.CANNOT_CARRY, plugin + " began another answer instead of going on with the one that broke");
        }
        int known = 0;
        while (known < Math.min(tail.length(), fresh.length()) && tail.charAt(known) == fresh.charAt(known)) {
            known++;
        }
        return fresh.substring(known);
    }
}
