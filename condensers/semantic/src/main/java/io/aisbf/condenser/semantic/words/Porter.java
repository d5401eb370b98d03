// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

/**
 * Cuts English words down to a stem, so that "painting", "painted" and "paints" are one term. After M. F. Porter, "An
 * algorithm for suffix stripping", Program 14 (1980) 130-137, with the two departures of his own later version (a word
 * of two letters stays, {@code logi} becomes {@code log}).
 *
 * <p>One for each word: it holds the word while the five steps work on it.
 */
final class Porter {
    private static final String[][] SECOND = {
        {"ational", "ate"},
        {"tional", "tion"},
        {"enci", "ence"},
        {"anci", "ance"},
        {"izer", "ize"},
        {"bli", "ble"},
        {"alli", "al"},
        {"entli", "ent"},
        {"eli", "e"},
        {"ousli", "ous"},
        {"ization", "ize"},
        {"ation", "ate"},
        {"ator", "ate"},
        {"alism", "al"},
        {"iveness", "ive"},
        {"fulness", "ful"},
        {"ousness", "ous"},
        {"aliti", "al"},
        {"iviti", "ive"},
        {"biliti", "ble"},
        {"logi", "log"},
    };
    private static final String[][] THIRD = {
        {"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""},
    };
    private static final String[] FOURTH = {
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
        "iti", "ous", "ive", "ize",
    };

    private final StringBuilder word;

    private Porter(String word) {
        this.word = new StringBuilder(word);
    }

    /** The stem of a word in lower-case ASCII letters. */
    static String stem(String word) {
        if (word.length() <= 2) {
            return word;
        }
        Porter porter = new Porter(word);
        porter.plurals();
        porter.pasts();
        porter.finalY();
        porter.replaceFirst(SECOND);
        porter.replaceFirst(THIRD);
        porter.fourth();
        porter.fifth();
        return porter.word.toString();
    }

    private void plurals() {
        if (ends("sses") || ends("ies")) {
            cut(2);
        } else if (ends("s") && !ends("ss")) {
            cut(1);
        }
    }

    private void pasts() {
        if (ends("eed")) {
            if (measure(word.length() - 3) > 0) {
                cut(1);
            }
            return;
        }
        String suffix = ends("ed") ? "ed" : ends("ing") ? "ing" : "";
        if (suffix.isEmpty() || !vowelBefore(word.length() - suffix.length())) {
            return;
        }
        cut(suffix.length());
        if (ends("at") || ends("bl") || ends("iz")) {
            word.append('e');
        } else if (doubled() && !ends("l") && !ends("s") && !ends("z")) {
            cut(1);
        } else if (measure(word.length()) == 1 && shortSyllable(word.length())) {
            word.append('e');
        }
    }

    private void finalY() {
        if (ends("y") && vowelBefore(word.length() - 1)) {
            word.setCharAt(word.length() - 1, 'i');
        }
    }

    private void replaceFirst(String[][] rules) {
        String[] longest = null;
        for (String[] rule : rules) {
            if (ends(rule[0]) && (longest == null || rule[0].length() > longest[0].length())) {
                longest = rule;
            }
        }
        if (longest != null && measure(word.length() - longest[0].length()) > 0) {
            cut(longest[0].length());
            word.append(longest[1]);
        }
    }

    private void fourth() {
        String longest = "";
        for (String suffix : FOURTH) {
            if (ends(suffix) && suffix.length() > longest.length()) {
                longest = suffix;
            }
        }
        int rest = word.length() - longest.length();
        if (longest.isEmpty() || measure(rest) < 2) {
            return;
        }
        if (!longest.equals("ion") || word.charAt(rest - 1) == 's' || word.charAt(rest - 1) == 't') {
            cut(longest.length());
        }
    }

    private void fifth() {
        if (ends("e")) {
            int measure = measure(word.length() - 1);
            if (measure > 1 || (measure == 1 && !shortSyllable(word.length() - 1))) {
                cut(1);
            }
        }
        if (ends("ll") && measure(word.length()) > 1) {
            cut(1);
        }
    }

    private boolean ends(String suffix) {
        int from = word.length() - suffix.length();
        return from > 0 && word.indexOf(suffix, from) == from;
    }

    private void cut(int letters) {
        word.setLength(word.length() - letters);
    }

    private boolean consonant(int at) {
        return switch (word.charAt(at)) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> at == 0 || !consonant(at - 1);
            default -> true;
        };
    }

    private boolean vowelBefore(int end) {
        for (int at = 0; at < end; at++) {
            if (!consonant(at)) {
                return true;
            }
        }
        return false;
    }

    /** How often a vowel is followed by a consonant in the first letters. */
    private int measure(int end) {
        int count = 0;
        boolean vowel = false;
        for (int at = 0; at < end; at++) {
            boolean consonant = consonant(at);
            if (consonant && vowel) {
                count++;
            }
            vowel = !consonant;
        }
        return count;
    }

    private boolean doubled() {
        int last = word.length() - 1;
        return last > 0 && word.charAt(last) == word.charAt(last - 1) && consonant(last);
    }

    /** Consonant, vowel, consonant other than w, x, y: as in "hop", which "hoping" comes from with an e. */
    private boolean shortSyllable(int end) {
        if (end < 3 || !consonant(end - 3) || consonant(end - 2) || !consonant(end - 1)) {
            return false;
        }
        char last = word.charAt(end - 1);
        return last != 'w' && last != 'x' && last != 'y';
    }
}
