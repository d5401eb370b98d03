// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import io.aisbf.api.json.RawJson;

/** Counts the tokens of texts in one vocabulary. Called from many threads at once. */
public interface TextCounter {
    /** Tokens of a text. */
    long count(String text);

    /** Tokens of a JSON value as it is spelled. */
    long count(RawJson json);

    /** Whether these are guesses from characters, because the vocabulary is not there yet. */
    boolean rough();
}
