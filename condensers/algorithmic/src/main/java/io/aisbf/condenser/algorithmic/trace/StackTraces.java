// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.trace;

import io.aisbf.condenser.algorithmic.text.Handle;
import io.aisbf.condenser.algorithmic.text.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stack traces without the frames that nobody reads: messages and causes stay, so do the frames of the program itself,
 * the first two of a run of frames and the last one before such a run ends; other frames of libraries are counted.
 */
public final class StackTraces {
    private static final int SHORTEST_RUN = 6;
    private static final int FIRST = 2;
    private static final int FEWEST_LEFT_OUT = 3;
    private static final int MOST_OWN = 12;

    private StackTraces() {}

    /** The text with its traces shortened. */
    public static String shorter(String text) {
        List<String> lines = Lines.of(text);
        List<String> shorter = new ArrayList<>(lines.size());
        int from = 0;
        while (from < lines.size()) {
            List<Frame> frames = frames(lines, from);
            if (frames.size() < SHORTEST_RUN) {
                int next = frames.isEmpty() ? from + 1 : frames.getLast().to();
                shorter.addAll(lines.subList(from, next));
                from = next;
            } else {
                said(lines, frames, shorter);
                from = frames.getLast().to();
            }
        }
        return shorter.size() == lines.size() ? text : Lines.join(shorter);
    }

    /** The frames that follow each other from that line on. */
    private static List<Frame> frames(List<String> lines, int from) {
        List<Frame> frames = new ArrayList<>();
        int at = from;
        while (at < lines.size()) {
            Optional<Frame> frame = Frame.at(lines, at);
            if (frame.isEmpty()) {
                break;
            }
            frames.add(frame.get());
            at = frame.get().to();
        }
        return frames;
    }

    private static void said(List<String> lines, List<Frame> frames, List<String> shorter) {
        int own = 0;
        int from = 0;
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            boolean ofTheProgram = !frame.library() && own++ < MOST_OWN;
            if (i < FIRST || ofTheProgram || i == frames.size() - 1) {
                leaveOut(lines, frames.subList(from, i), shorter);
                shorter.addAll(lines.subList(frame.from(), frame.to()));
                from = i + 1;
            }
        }
    }

    private static void leaveOut(List<String> lines, List<Frame> frames, List<String> shorter) {
        if (frames.isEmpty()) {
            return;
        }
        int from = frames.getFirst().from();
        int to = frames.getLast().to();
        if (frames.size() < FEWEST_LEFT_OUT) {
            shorter.addAll(lines.subList(from, to));
            return;
        }
        String first = lines.get(from);
        shorter.add(first.substring(0, Lines.indent(first)) + Handle.of(Lines.join(lines, from, to)) + " "
                + frames.size() + " other frames");
    }
}
