// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names that may be chosen, and what is nearly one of them. */
final class Names {
    private static final int MOST_EDITS = 2;
    private static final int LETTERS_FOR_AN_EDIT = 3;

    private static final Pattern FIGURES = Pattern.compile("\\p{L}*\\p{Nd}[\\p{L}\\p{Nd}]*");

    private final Set<String> names;

    Names(Set<String> names) {
        this.names = names;
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Whether a longer name begins with this one. */
    boolean beginsAnother(String name) {
        return names.stream().anyMatch(other -> other.length() > name.length() && other.startsWith(name));
    }

    /** The names that stand in a text for themselves, not as a part of a longer word or name. */
    Set<String> within(String text) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : names) {
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
                if (isEdge(text, at - 1, -1) && isEdge(text, at + name.length(), 1)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /** Whether no name goes on at that place: a full stop or colon may end a sentence instead. */
    private static boolean isEdge(String text, int at, int step) {
        if (at < 0 || at >= text.length()) {
            return true;
        }
        char next = text.charAt(at);
        if (next == '.' || next == ':') {
            int beyond = at + step;
            return beyond < 0 || beyond >= text.length() || Character.isWhitespace(text.charAt(beyond));
        }
        return !Character.isLetterOrDigit(next) && "/_-@+".indexOf(next) < 0;
    }

    /**
     * The one name that is meant by another: spelled in other cases, without its first part, or with up to two letters
     * wrong, in a short name fewer. What has a figure in it, such as 4o, has to be right, since it tells one model from
     * another.
     */
    Optional<String> nearest(String said) {
        if (said.isEmpty() || said.length() > longest() + MOST_EDITS || hasControls(said)) {
            return Optional.empty();
        }
        List<String> meant = new ArrayList<>();
        for (String name : names) {
            if (name.equalsIgnoreCase(said) || name.endsWith("/" + said)) {
                meant.add(name);
            }
        }
        if (meant.isEmpty()) {
            names.stream().filter(name -> isNear(said, name)).forEach(meant::add);
        }
        // The beginning of another name may be that one, cut off.
        return meant.size() == 1
                        && names.stream()
                                .noneMatch(other ->
                                        !meant.contains(other) && other.regionMatches(true, 0, said, 0, said.length()))
                ? Optional.of(meant.getFirst())
                : Optional.empty();
    }

    private int longest() {
        return names.stream().mapToInt(String::length).max().orElse(0);
    }

    private static boolean hasControls(String text) {
        return !Words.visible(text).equals(text) || text.indexOf('\n') >= 0;
    }

    private static boolean isNear(String said, String name) {
        String one = said.toLowerCase(Locale.ROOT);
        String other = name.toLowerCase(Locale.ROOT);
        int allowed = Math.min(MOST_EDITS, name.length() / LETTERS_FOR_AN_EDIT);
        return figures(one).equals(figures(other)) && distance(one, other) <= allowed;
    }

    private static String figures(String text) {
        return FIGURES.matcher(text).results().map(MatchResult::group).collect(Collectors.joining(" "));
    }

    /**
     * How many letters have to be put in, left out or changed (V. I. Levenshtein, Binary codes capable of correcting
     * deletions, insertions and reversals, Soviet Physics Doklady 10, 1966), by rows (R. A. Wagner and M. J. Fischer, The
     * string-to-string correction problem, Journal of the ACM 21, 1974).
     */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int i = 0; i < row.length; i++) {
            row[i] = i;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
