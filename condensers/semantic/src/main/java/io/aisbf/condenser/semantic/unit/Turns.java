// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.unit;

import io.aisbf.api.chat.Message;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a digest looks: a first line that says what it is, then one turn after the other, each with a mark that says who
 * speaks. A line within a turn that looks like such a mark is indented, so that nobody can be made to say what he did
 * not.
 */
public final class Turns {
    /** The first line of every digest. */
    public static final String FIRST_LINE = "[Excerpts of the earlier conversation, chosen by the gateway]";

    private static final Pattern MARK =
            Pattern.compile("^(User|Assistant|System|Tool(?: [\\w.:/-]{1,64})?|Call):[ \n]", Pattern.MULTILINE);
    private static final Pattern FORGED = Pattern.compile(
            "\\n(?=(?:User|Assistant|System|Tool(?: [\\w.:/-]{1,64})?|Call):|\\[Excerpts of the earlier conversation)");
    private static final Pattern UNFIT = Pattern.compile("[^\\w.:/-]");
    private static final int LONGEST_NAME = 64;

    private Turns() {}

    /** Whether a text is a digest. */
    public static boolean isDigest(String text) {
        return text.startsWith(FIRST_LINE);
    }

    static String mark(Message.Role role) {
        return switch (role) {
            case SYSTEM -> "System";
            case USER -> "User";
            case ASSISTANT -> "Assistant";
            case TOOL -> "Tool";
        };
    }

    static String tool(String name) {
        String fit = UNFIT.matcher(name).replaceAll("_");
        return fit.isEmpty() ? "Tool" : "Tool " + fit.substring(0, Math.min(fit.length(), LONGEST_NAME));
    }

    /** A turn as a digest has it. */
    public static String turn(String mark, String text) {
        return "\n" + mark + (Fences.begins(text) ? ":\n" : ": ")
                + FORGED.matcher(text).replaceAll("\n ");
    }

    /** Whether a line of this text would have to be indented. */
    public static boolean forged(String text) {
        return FORGED.matcher(text).find();
    }

    /** Adds the turns of a digest to the pieces before them. */
    static void read(String digest, int message, List<Piece> pieces) {
        Matcher marks = MARK.matcher(digest);
        String mark = "";
        int from = 0;
        while (marks.find()) {
            add(pieces, message, mark, digest.substring(from, marks.start()));
            mark = marks.group(1);
            from = marks.end();
        }
        add(pieces, message, mark, digest.substring(from));
    }

    private static void add(List<Piece> pieces, int message, String mark, String text) {
        if (!mark.isEmpty() && !text.isBlank()) {
            pieces.add(new Piece(pieces.size(), message, Piece.Kind.DIGESTED, mark, text.stripTrailing()));
        }
    }
}
