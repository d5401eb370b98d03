// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import java.util.Set;

/**
 * The part of a question that stays the same as long as the same candidates are there, so that the provider finds it in
 * its prompt cache.
 *
 * @param text what the model is told, and the list
 * @param names the targets it may name
 * @param room for how many tokens an answer needs that names the longest of them
 */
record Listing(String text, Set<String> names, int room) {
    Listing {
        names = Set.copyOf(names);
    }
}
