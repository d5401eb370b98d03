// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import java.util.Optional;

/**
 * What was made of an answer.
 *
 * @param target who was named, always one of the list; empty where nobody was
 * @param confidence how likely that is who was meant and the right one, from 0 to 1
 * @param words how it came about, without a word of the answer
 */
record Verdict(Optional<String> target, double confidence, String words) {
    static Verdict nobody(String words) {
        return new Verdict(Optional.empty(), 0, words);
    }

    static Verdict of(String target, double confidence, String words) {
        return new Verdict(Optional.of(target), confidence, words);
    }
}
