// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.split;

import java.util.List;

/** What a model is told beside the parts of a long text. Stateless. */
final class Prompts {
    private Prompts() {}

    /** One part of the text, in its place. */
    static String part(int number, int all, String text) {
        return "[This is part " + number + " of " + all
                + " of a longer text; the other parts are read one by one as well"
                + " and the answers are put together afterwards. Answer from this part alone, keep names, numbers and"
                + " quotations as they are, and say in a few words if it holds nothing that helps.]\n\n"
                + text
                + "\n\n[End of part " + number + " of " + all + ".]";
    }

    /** What was answered from the parts, in the place of the text. */
    static String answers(List<String> answers, int first, int all) {
        StringBuilder text = new StringBuilder("[The text was longer than one request may be and was read in ")
                .append(all)
                .append(" parts. What was answered from each follows; answer the request from these, as if from the"
                        + " text itself, and do not speak of parts.]\n");
        for (int i = 0; i < answers.size(); i++) {
            text.append("\n[From part ")
                    .append(first + i)
                    .append(" of ")
                    .append(all)
                    .append(":]\n");
            text.append(answers.get(i)).append('\n');
        }
        return text.toString();
    }
}
