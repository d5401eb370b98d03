// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.text.Flat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands for a conversation that is no longer sent: lines under headings. It is written as a message of the user
 * whose first line says who wrote it, and read again when it is to be condensed further.
 *
 * @param made how it was made, in a few words
 * @param lines what it says
 */
public record Digest(String made, List<Line> lines) {
    private static final String LABEL = "[Earlier conversation, condensed by the gateway";
    private static final String LABEL_END = "]";
    private static final String ITEM = "- ";

    public Digest {
        lines = List.copyOf(lines);
    }

    /**
     * A line of a digest.
     *
     * @param heading what it stands under
     * @param text what it says, without line breaks
     */
    public record Line(Heading heading, String text) {
        public Line {
            text = Flat.of(text);
        }
    }

    /** The digest as a message. */
    public Message message() {
        return Message.of(Role.USER, text());
    }

    /** The digest as it is written: its lines in order, under each heading once. */
    public String text() {
        StringBuilder text = new StringBuilder(LABEL).append(": ").append(made).append(LABEL_END);
        for (Heading heading : Heading.values()) {
            boolean first = true;
            for (Line line : lines) {
                if (line.heading() == heading) {
                    text.append(first ? "\n" + heading.title() + ":" : "")
                            .append('\n')
                            .append(ITEM)
                            .append(line.text());
                    first = false;
                }
            }
        }
        return text.toString();
    }

    /** The digest that a message is; empty if it is none. */
    public static Optional<Digest> read(Message message) {
        String text = message.text();
        if (message.role() != Role.USER || message.parts().size() != 1 || !text.startsWith(LABEL)) {
            return Optional.empty();
        }
        List<String> written = text.lines().toList();
        String made = written.getFirst().substring(LABEL.length()).replaceAll("^: |\\]$", "");
        return Optional.of(new Digest(made, lines(written.subList(1, written.size()))));
    }

    /** The lines of a text that has headings; what stands before the first is a fact. */
    public static List<Line> lines(List<String> written) {
        List<Line> lines = new ArrayList<>();
        Heading under = Heading.FACTS;
        for (String line : written) {
            Optional<Heading> heading = line.startsWith(ITEM) ? Optional.empty() : Heading.of(line);
            String item = line.replaceFirst("^\\s*(?:[-*\u2022]|\\d{1,2}[.)])\\s+", "")
                    .strip();
            if (heading.isPresent()) {
                under = heading.get();
            } else if (!item.isEmpty()) {
                lines.add(new Line(under, item));
            }
        }
        return lines;
    }
}
