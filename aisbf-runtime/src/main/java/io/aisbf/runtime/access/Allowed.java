// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.access;

import java.util.Collection;
import java.util.List;

/**
 * What may be asked for: names in which a {@code *} stands for any characters, slashes among them. Immutable.
 *
 * @param patterns the names, as they are written in the configuration
 */
public record Allowed(List<String> patterns) {
    /** Everything there is. */
    public static final Allowed EVERYTHING = new Allowed(List.of("*"));

    /** Nothing at all. */
    static final Allowed NOTHING = new Allowed(List.of());

    public Allowed {
        patterns = List.copyOf(patterns);
    }

    /** Whether nothing at all is left out. */
    public boolean everything() {
        return patterns.contains("*");
    }

    /** Whether something of these names, all of which are its own, may be asked for. */
    public boolean allows(Collection<String> names) {
        return names.stream().anyMatch(name -> patterns.stream().anyMatch(pattern -> fits(pattern, name)));
    }

    /**
     * Whether a name fits a pattern. Each star takes as little as it can, and takes more only when the rest does not
     * fit, for which it is enough to go back to the latest star (Krauss, "Matching Wildcards", Dr. Dobb's, 2008): at
     * most as many steps as both lengths multiplied, whatever a client asks for.
     */
    static boolean fits(String pattern, String name) {
        int p = 0;
        int star = -1;
        int taken = 0;
        for (int n = 0; n < name.length(); ) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                taken = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++taken;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }
}
