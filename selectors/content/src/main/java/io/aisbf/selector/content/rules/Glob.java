// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A name in which an asterisk stands for any letters. */
record Glob(Pattern pattern) {
    static List<Glob> all(List<String> texts) {
        return texts.stream().map(Glob::of).toList();
    }

    private static Glob of(String text) {
        return new Glob(Pattern.compile(
                Arrays.stream(text.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))));
    }

    /** The first of the names that one of them fits. */
    static Optional<String> first(List<Glob> globs, List<String> names) {
        return names.stream()
                .filter(name -> globs.stream()
                        .anyMatch(glob -> glob.pattern().matcher(name).matches()))
                .findFirst();
    }
}
