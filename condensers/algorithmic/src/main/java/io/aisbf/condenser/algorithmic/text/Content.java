// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import java.util.List;
import java.util.Set;

/**
 * What kind of text a stretch is, as its first lines tell. In doubt it is something whose white space matters: that is
 * left alone.
 */
public enum Content {
    /** A program, or anything that looks like one. */
    CODE,
    /** YAML, tables, ini files: lines of columns or of keys. */
    LAYOUT,
    /** What a program reported line by line, with times or levels. */
    LOG,
    /** Anything else: prose, output of commands. */
    OTHER;

    private static final int SAMPLE = 240;
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_LABEL = 40;
    private static final double MOST = .5;
    private static final double CODE_SHARE = .25;
    private static final double LAYOUT_SHARE = .4;
    private static final Set<String> KEYWORDS = Set.of(
            "abstract",
            "async",
            "await",
            "break",
            "case",
            "catch",
            "class",
            "const",
            "continue",
            "def",
            "default",
            "elif",
            "else",
            "enum",
            "except",
            "export",
            "extends",
            "final",
            "finally",
            "fn",
            "for",
            "func",
            "function",
            "if",
            "impl",
            "implements",
            "import",
            "interface",
            "let",
            "match",
            "module",
            "mut",
            "namespace",
            "new",
            "override",
            "package",
            "private",
            "protected",
            "pub",
            "public",
            "raise",
            "record",
            "return",
            "select",
            "static",
            "struct",
            "switch",
            "throw",
            "throws",
            "trait",
            "try",
            "type",
            "use",
            "using",
            "val",
            "var",
            "void",
            "while",
            "yield");
    private static final List<String> BEGINNINGS = List.of("//", "/*", "#include", "* ", "self.", "this.");
    private static final Set<String> LEVELS = Set.of(
            "TRACE",
            "DEBUG",
            "INFO",
            "NOTICE",
            "WARN",
            "WARNING",
            "ERROR",
            "ERR",
            "SEVERE",
            "CRITICAL",
            "FATAL",
            "PANIC",
            "ALERT",
            "EMERG");

    /** What a stretch is. */
    public static Content of(List<String> lines) {
        int seen = 0;
        int code = 0;
        int layout = 0;
        int log = 0;
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            String said = NumberedLines.said(line);
            String start = said.length() > LONGEST_LINE ? said.substring(0, LONGEST_LINE) : said;
            if (isLog(start)) {
                log++;
            } else if (isCode(start.strip())) {
                code++;
            } else if (isLayout(start)) {
                layout++;
            }
            if (++seen == SAMPLE) {
                break;
            }
        }
        if (seen == 0) {
            return OTHER;
        }
        if (log > seen * MOST) {
            return LOG;
        }
        return code >= seen * CODE_SHARE ? CODE : layout >= seen * LAYOUT_SHARE ? LAYOUT : OTHER;
    }

    /** Whether a line is one of a log: it begins with a time or one word and a time, or a level is among its first words. */
    public static boolean isLog(String line) {
        return Heading.length(line, 0, line.length()) > 0 || levelled(line) || labelled(line);
    }

    /** Some logs put a machine or a mark before the time. */
    private static boolean labelled(String line) {
        int space = line.indexOf(' ');
        return space > 0 && space <= LONGEST_LABEL && Heading.length(line, space + 1, line.length()) > 0;
    }

    private static boolean levelled(String line) {
        int words = 0;
        int from = 0;
        int end = Math.min(line.length(), 80);
        for (int i = 0; i <= end && words < 4; i++) {
            if (i == end || !Character.isLetter(line.charAt(i))) {
                if (i > from) {
                    words++;
                    if (LEVELS.contains(line.substring(from, i))) {
                        return true;
                    }
                }
                from = i + 1;
            }
        }
        return false;
    }

    private static boolean isCode(String line) {
        if (line.isEmpty()) {
            return false;
        }
        char last = line.charAt(line.length() - 1);
        if (last == '{' || last == ';' || line.equals("}") || line.equals("});") || line.equals("},")) {
            return true;
        }
        if (BEGINNINGS.stream().anyMatch(line::startsWith)) {
            return true;
        }
        if (line.startsWith("@") && line.length() > 1 && Character.isLetter(line.charAt(1))) {
            return true;
        }
        boolean assigns = line.contains(" = ");
        return (assigns && last == ')') || (KEYWORDS.contains(firstWord(line)) && (assigns || shaped(line, last)));
    }

    private static boolean shaped(String line, char last) {
        return ":(),".indexOf(last) >= 0
                || line.contains("=>")
                || line.contains("->")
                || line.startsWith("import ")
                || line.startsWith("package ")
                || line.startsWith("return");
    }

    private static String firstWord(String line) {
        int end = 0;
        while (end < line.length() && Character.isLetter(line.charAt(end))) {
            end++;
        }
        return line.substring(0, end);
    }

    private static boolean isLayout(String line) {
        String said = line.strip();
        if (said.startsWith("|") || said.startsWith("+-") || (said.startsWith("[") && said.endsWith("]"))) {
            return true;
        }
        int at = said.startsWith("- ") ? 2 : 0;
        int from = at;
        while (at < said.length()
                && (Character.isLetterOrDigit(said.charAt(at)) || "_-./".indexOf(said.charAt(at)) >= 0)) {
            at++;
        }
        boolean key = at > from && at < said.length() && (said.charAt(at) == ':' || said.charAt(at) == '=');
        return (key && (at + 1 == said.length() || said.charAt(at + 1) == ' ' || said.charAt(at) == '='))
                || from == 2
                || said.indexOf("  ") > 0
                || said.indexOf('\t') > 0;
    }
}
