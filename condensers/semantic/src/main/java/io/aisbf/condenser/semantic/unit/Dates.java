// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.unit;

import io.aisbf.text.Words;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Words that tell a time, in English and German. */
public final class Dates {
    private static final Set<String> NAMED = words("january february march april may june july august september october"
            + " november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday"
            + " friday saturday sunday mon tue wed thu fri sat sun januar februar m\u00e4rz mai juni juli oktober"
            + " dezember montag dienstag mittwoch donnerstag freitag samstag sonntag");
    private static final Set<String> AROUND =
            words("am pm on at of the in session date time day utc gmt um uhr den der" + " st nd rd th t z");
    private static final Set<String> RELATIVE = words("yesterday today tonight tomorrow ago last next since recently"
            + " weekend week weeks month months year years gestern heute morgen vor seit letzte letzten letztes"
            + " n\u00e4chste woche wochen monat monate jahr jahre jahren wochenende k\u00fcrzlich");

    private static final Pattern ISO = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    private Dates() {}

    /** Whether a line tells a date or time of day and nothing else. */
    static boolean only(String line) {
        if (line.chars().noneMatch(Character::isDigit)) {
            return false;
        }
        List<String> words = Words.of(line);
        boolean number = false;
        boolean named = false;
        for (String word : words) {
            boolean digit = Character.isDigit(word.charAt(0));
            if (!digit && !NAMED.contains(word) && !AROUND.contains(word)) {
                return false;
            }
            number |= digit;
            named |= NAMED.contains(word);
        }
        return number && (named || ISO.matcher(line).find());
    }

    /** Whether a word, in lower case, tells when something was. */
    public static boolean tells(String word) {
        return RELATIVE.contains(word) || NAMED.contains(word) || year(word);
    }

    private static boolean year(String word) {
        return word.length() == 4
                && (word.startsWith("19") || word.startsWith("20"))
                && Character.isDigit(word.charAt(2))
                && Character.isDigit(word.charAt(3));
    }

    private static Set<String> words(String line) {
        return Set.copyOf(List.of(line.split(" ")));
    }
}
