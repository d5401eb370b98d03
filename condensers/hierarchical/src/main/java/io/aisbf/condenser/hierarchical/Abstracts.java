// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.text.Evidence;
import io.aisbf.text.talk.Checked;
import io.aisbf.text.talk.Janitor;
import io.aisbf.text.talk.Sizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has stretches told by a model, several at a time. What it says of a stretch counts as far as that stretch bears it
 * out; a stretch of which nothing is left, or that came too late, is quoted as it would be without a model.
 */
final class Abstracts {
    private static final int LEAST_SIZE = 60;
    private static final int LEAST_SHARE = 20;
    private static final int FRAME = 12;
    private static final int LONGER = 2;
    private static final int LONGEST_TITLE = 60;
    private static final Pattern TOLD = Pattern.compile("^\\W{0,3}(\\d{1,4})\\s*[|:.)]\\s*(.+)$");

    private final Janitor janitor;
    private final Janitor.Turn turn;
    private final Sizes sizes;

    Abstracts(Janitor janitor, Janitor.Turn turn, Sizes sizes) {
        this.janitor = janitor;
        this.turn = turn;
        this.sizes = sizes;
    }

    /** What the model tells of stretches, by their places in the list, each within its share. */
    Map<Integer, String> of(List<Stretch> stretches, long[] shares) throws InterruptedException {
        Map<Integer, String> told = new HashMap<>();
        List<Integer> batch = new ArrayList<>();
        long size = 0;
        for (int i = stretches.size() - 1; i >= 0 && janitor.present(); i--) {
            long own = stretches.get(i).size() + FRAME;
            if (own < LEAST_SIZE || own > janitor.reads() || shares[i] < LEAST_SHARE) {
                continue;
            }
            if (size + own > janitor.reads()) {
                ask(stretches, batch, shares, told);
                batch.clear();
                size = 0;
            }
            batch.add(i);
            size += own;
        }
        if (!batch.isEmpty()) {
            ask(stretches, batch, shares, told);
        }
        return told;
    }

    private void ask(List<Stretch> stretches, List<Integer> batch, long[] shares, Map<Integer, String> told)
            throws InterruptedException {
        StringBuilder material = new StringBuilder();
        long most = 0;
        for (int i : batch) {
            String words = Long.toString(shares[i] * 2 / 3);
            material.append("<stretch number=\"" + i + "\" words=\"" + words + "\">\n")
                    .append(Janitor.escaped(stretches.get(i).text()))
                    .append("\n</stretch>\n");
            most += shares[i] + FRAME;
        }
        Optional<String> answer = turn.ask(Prompt.text(), material.toString(), (int) Math.min(most, Integer.MAX_VALUE));
        byNumber(answer.orElse("")).forEach((i, text) -> {
            if (batch.contains(i)) {
                String kept = kept(text, Evidence.of(List.of(stretches.get(i).text())));
                if (!kept.isEmpty() && sizes.of(kept) <= LONGER * Math.max(shares[i], LEAST_SHARE)) {
                    told.put(i, kept);
                }
            }
        });
    }

    /** What is borne out; a title of other words than the stretch's is left out by itself. */
    private static String kept(String text, Evidence evidence) {
        int colon = text.indexOf(": ");
        String title = text.substring(0, Math.max(0, colon));
        boolean foreign = colon > 0 && colon <= LONGEST_TITLE && !evidence.supports(title);
        return Checked.sentences(foreign ? text.substring(colon + 2) : text, evidence);
    }

    /** What an answer says of each number, its lines joined. */
    private static Map<Integer, String> byNumber(String answer) {
        Map<Integer, String> lines = new HashMap<>();
        answer.lines()
                .map(TOLD::matcher)
                .filter(Matcher::matches)
                .forEach(line -> lines.merge(
                        Integer.valueOf(line.group(1)), line.group(2).strip(), (some, more) -> some + " " + more));
        return lines;
    }
}
