// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.text.Evidence;
import io.aisbf.text.Sentence;
import io.aisbf.text.Sentences;
import java.util.ArrayList;
import java.util.List;

/** What of a model's answer may be used: the sentences that the source bears out. */
public final class Checked {
    private static final int LONGEST_LINE = 600;

    private Checked() {}

    /** The lines of an answer, each with those of its sentences that are borne out; lines without any are left out. */
    public static List<Digest.Line> lines(String answer, Evidence evidence) {
        List<Digest.Line> lines = new ArrayList<>();
        for (Digest.Line line : Digest.lines(answer.lines().toList())) {
            String kept = sentences(line.text(), evidence);
            if (!kept.isEmpty()) {
                lines.add(new Digest.Line(line.heading(), kept));
            }
        }
        return lines;
    }

    /** The sentences of a line that are borne out. */
    public static String sentences(String line, Evidence evidence) {
        boolean foreign = line.length() > LONGEST_LINE
                || line.contains("```")
                || line.contains("~~~")
                || "{[<".indexOf(line.isEmpty() ? '{' : line.charAt(0)) >= 0;
        if (foreign) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        for (Sentence sentence : Sentences.of(line)) {
            String text = sentence.in(line);
            if (!sentence.code() && evidence.supports(text)) {
                kept.append(kept.isEmpty() ? "" : " ").append(text);
            }
        }
        return kept.toString();
    }
}
