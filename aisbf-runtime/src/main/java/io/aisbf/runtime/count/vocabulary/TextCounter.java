// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import io.aisbf.api.json.RawJson;

/** Counts the tokens of texts in one vocabulary. Called from many threads at once. */
public interface TextCounter {
    /** Adds what a text comes to. */
    void add(String text, Tally tally);

    /** Adds what a JSON value comes to as it is spelled. */
    void add(RawJson json, Tally tally);

    /** Tokens of a text. */
    default long count(String text) {
        Tally tally = new Tally();
        add(text, tally);
        return tally.tokens();
    }

    /** Tokens of a JSON value as it is spelled. */
    default long count(RawJson json) {
        Tally tally = new Tally();
        add(json, tally);
        return tally.tokens();
    }

    /** Whether these are guesses from characters, because the vocabulary is not there yet. */
    boolean rough();
}
