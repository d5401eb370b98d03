// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.logs;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.runtime.count.Measure;
import java.util.ArrayList;
import java.util.List;

/**
 * What most programs do with a long output: they show its first and last lines, or its last ones only.
 *
 * @param first the part of the room that the first lines get
 */
record Cut(double first) implements CondensationMethod {
    private static final Measure MEASURE = new Measure();

    @Override
    public List<Message> condense(Passage passage, Budget budget, Call call) {
        return passage.changeable().stream()
                .map(message -> message.withParts(message.parts().stream()
                        .map(part -> part instanceof Part.ToolResult result ? result(result, budget) : part)
                        .toList()))
                .toList();
    }

    private Part result(Part.ToolResult result, Budget budget) {
        List<Part> content = result.content().stream()
                .map(part -> part instanceof Part.Text text ? new Part.Text(cut(text.text(), budget)) : part)
                .toList();
        return new Part.ToolResult(result.callId(), content, result.failed());
    }

    private String cut(String text, Budget budget) {
        List<String> lines = text.lines().toList();
        List<String> head = fitting(lines, budget, first);
        List<String> tail = fitting(lines.reversed(), budget, 1 - first);
        head.addAll(tail.reversed());
        return String.join("\n", head);
    }

    private static List<String> fitting(List<String> lines, Budget budget, double share) {
        List<String> fitting = new ArrayList<>();
        double left = budget.goal() * share;
        for (String line : lines) {
            left -= MEASURE.count(budget.model(), line) + 1;
            if (left < 0) {
                break;
            }
            fitting.add(line);
        }
        return fitting;
    }
}
