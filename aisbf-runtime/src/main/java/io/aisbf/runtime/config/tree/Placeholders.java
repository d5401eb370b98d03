// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${file:/path}} in a scalar; a doubled dollar sign
 * before the brace stands for the two characters themselves. As in a shell, the default counts when the variable is
 * unset or empty, and may itself hold placeholders. What is put in is not looked through again, so a value cannot
 * smuggle in another placeholder.
 */
public final class Placeholders {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
    private static final int LARGEST_FILE = 64 * 1024;
    private static final int DEEPEST = 8;

    private final Function<String, Optional<String>> environment;
    private final Path home;
    private final Path folder;

    /**
     * Placeholders of one file.
     *
     * @param environment the value of an environment variable
     * @param home what {@code ~} stands for
     * @param folder what a relative path in {@code ${file:...}} is relative to
     */
    public Placeholders(Function<String, Optional<String>> environment, Path home, Path folder) {
        this.environment = environment;
        this.home = home;
        this.folder = folder;
    }

    /**
     * The scalar with its placeholders replaced; what cannot be replaced is noted in it and complained of once somebody
     * reads it.
     */
    Value.Scalar resolve(Position position, String raw, boolean plain) {
        if (raw.indexOf('$') < 0) {
            return Value.Scalar.of(position, raw, plain);
        }
        Replacing replacing = new Replacing();
        String text;
        try {
            text = replacing.replace(raw, 0);
        } catch (IllegalArgumentException e) {
            return new Value.Scalar(position, "", false, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
        // A scalar that is nothing but a placeholder is typed by what replaces it, also where JSON forces quotes around
        // it.
        boolean whole = raw.startsWith("${") && raw.indexOf('}') == raw.length() - 1;
        return new Value.Scalar(position, text, plain || whole, replacing.unset, Optional.empty());
    }

    /** One scalar under way: remembers the first variable that is not set. */
    private final class Replacing {
        private Optional<String> unset = Optional.empty();

        String replace(String raw, int depth) {
            StringBuilder text = new StringBuilder();
            int at = 0;
            for (int next = raw.indexOf('$'); next >= 0; next = raw.indexOf('$', at)) {
                text.append(raw, at, next);
                if (raw.startsWith("$${", next)) {
                    text.append("${");
                    at = next + 3;
                } else if (raw.startsWith("${", next)) {
                    int end = end(raw, next + 2);
                    text.append(value(raw.substring(next + 2, end), depth));
                    at = end + 1;
                } else {
                    text.append('$');
                    at = next + 1;
                }
            }
            return text.append(raw, at, raw.length()).toString();
        }

        private String value(String inside, int depth) {
            if (inside.startsWith("file:")) {
                return content(inside.substring("file:".length()));
            }
            int split = inside.indexOf(":-");
            String name = split < 0 ? inside : inside.substring(0, split);
            if (!NAME.matcher(name).matches() || depth > DEEPEST) {
                throw new IllegalArgumentException("a placeholder is not understood; write ${NAME}, ${NAME:-default} or"
                        + " ${file:/path}, and $${ where ${ itself is meant");
            }
            Optional<String> value = environment.apply(name);
            if (split >= 0) {
                return value.filter(set -> !set.isEmpty())
                        .orElseGet(() -> replace(inside.substring(split + 2), depth + 1));
            }
            if (value.isEmpty() && unset.isEmpty()) {
                unset = Optional.of(name);
            }
            return value.orElse("");
        }
    }

    private static int end(String raw, int from) {
        int open = 1;
        for (int at = from; at < raw.length(); at++) {
            if (raw.startsWith("${", at)) {
                open++;
            } else if (raw.charAt(at) == '}' && --open == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("a placeholder has no closing }; write $${ where ${ itself is meant");
    }

    private String content(String written) {
        try {
            Path path = written.startsWith("~/") ? home.resolve(written.substring(2)) : folder.resolve(written);
            if (!Files.isRegularFile(path)) {
                throw new IllegalArgumentException("there is no file " + path + " to take the value from");
            }
            if (Files.size(path) > LARGEST_FILE) {
                throw new IllegalArgumentException("the file " + path + " is larger than " + LARGEST_FILE + " bytes");
            }
            return Files.readString(path).replaceFirst("(?:\\r?\\n)+\\z", "");
        } catch (IOException | SecurityException | InvalidPathException e) {
            throw new IllegalArgumentException("the file " + written + " cannot be read (" + e + ")", e);
        }
    }
}
