// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.diff;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One hunk of a unified diff.
 *
 * @param oldLine the first line in the old file
 * @param newLine the first line in the new file
 * @param title what stands behind the heading, such as the function
 * @param body the lines with their signs
 * @param end one past its last line in the text
 */
record Hunk(int oldLine, int newLine, String title, List<String> body, int end) {
    private static final int CONTEXT = 1;
    private static final int LONGEST_HEADING = 300;
    private static final Pattern HEADING =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@(.*)", Pattern.DOTALL);

    /** The hunk that begins at that line. */
    static Optional<Hunk> at(List<String> lines, int at) {
        String line = lines.get(at);
        if (!line.startsWith("@@ -") || line.length() > LONGEST_HEADING) {
            return Optional.empty();
        }
        Matcher heading = HEADING.matcher(line);
        if (!heading.matches()) {
            return Optional.empty();
        }
        int end = end(lines, at + 1, count(heading.group(2)), count(heading.group(4)));
        if (end < 0) {
            return Optional.empty();
        }
        int old = Integer.parseInt(heading.group(1));
        int fresh = Integer.parseInt(heading.group(3));
        return Optional.of(new Hunk(old, fresh, heading.group(5), lines.subList(at + 1, end), end));
    }

    /** Where a body of so many old and new lines ends; less than zero if it is none. */
    private static int end(List<String> lines, int from, int ofOld, int ofNew) {
        int old = ofOld;
        int fresh = ofNew;
        int end = from;
        while (end < lines.size() && (old > 0 || fresh > 0 || lines.get(end).startsWith("\\"))) {
            char sign = sign(lines.get(end));
            boolean endOfText = end == lines.size() - 1 && lines.get(end).isEmpty();
            if (sign == '?' || endOfText) {
                return -1;
            }
            old -= sign == ' ' || sign == '-' ? 1 : 0;
            fresh -= sign == ' ' || sign == '+' ? 1 : 0;
            end++;
        }
        return old == 0 && fresh == 0 ? end : -1;
    }

    private static int count(String group) {
        return group == null ? 1 : Integer.parseInt(group);
    }

    /** An editor may have stripped the only space of an empty line of context. */
    private static char sign(String line) {
        char sign = line.isEmpty() || line.equals("\r") ? ' ' : line.charAt(0);
        return " -+\\".indexOf(sign) < 0 ? '?' : sign;
    }

    /** Adds the changes of this hunk, each with one line of context. */
    void narrow(List<String> shorter) {
        int at = 0;
        int old = oldLine;
        int fresh = newLine;
        while (at < body.size()) {
            int from = firstKept(at);
            int to = lastKept(from);
            old += from - at;
            fresh += from - at;
            if (from == body.size()) {
                return;
            }
            int[] counts = counts(from, to);
            shorter.add("@@ -" + old + "," + counts[0] + " +" + fresh + "," + counts[1] + " @@" + title);
            shorter.addAll(body.subList(from, to));
            old += counts[0];
            fresh += counts[1];
            at = to;
        }
    }

    /** Where the context of the next change begins; the end if there is no more change. */
    private int firstKept(int at) {
        int change = at;
        while (change < body.size() && sign(body.get(change)) == ' ') {
            change++;
        }
        return change == body.size() ? change : Math.max(at, change - CONTEXT);
    }

    /** Where a stretch ends that has no more than twice the context between its changes. */
    private int lastKept(int from) {
        int last = from;
        int plain = 0;
        for (int i = from; i < body.size() && plain <= 2 * CONTEXT; i++) {
            boolean context = sign(body.get(i)) == ' ';
            plain = context ? plain + 1 : 0;
            last = context ? last : i + 1;
        }
        return Math.min(body.size(), Math.max(last, from) + trailing(last));
    }

    private int trailing(int last) {
        return last < body.size() && sign(body.get(last)) == ' ' ? CONTEXT : 0;
    }

    private int[] counts(int from, int to) {
        int old = 0;
        int fresh = 0;
        for (String line : body.subList(from, to)) {
            char sign = sign(line);
            old += sign == ' ' || sign == '-' ? 1 : 0;
            fresh += sign == ' ' || sign == '+' ? 1 : 0;
        }
        return new int[] {old, fresh};
    }
}
