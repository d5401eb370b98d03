// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.recall;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Data;
import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the turns that answer a question are still there when a long conversation has been condensed for it. */
public final class LocomoExhibit implements Exhibit {
    private static final String FILE = "locomo/locomo-dev.json";
    private static final long ROOM = 4_096;
    private static final int[] RATIOS = {2, 4, 8, 20};

    @Override
    public String title() {
        return "C1, C2 LoCoMo: evidence kept";
    }

    @Override
    public List<Table> tables() throws IOException, InterruptedException {
        Optional<Path> file = Data.find(FILE);
        if (file.isEmpty()) {
            return List.of(Table.without(title(), Data.missing(FILE)));
        }
        List<Locomo.Conversation> all = Locomo.read(file.get());
        return List.of(
                table("conversations that the weights were chosen on", all, true),
                table("conversations held out", all, false));
    }

    private static Table table(String which, List<Locomo.Conversation> all, boolean tuned)
            throws IOException, InterruptedException {
        List<Locomo.Conversation> conversations = all.stream()
                .filter(one -> Locomo.TUNED_ON.contains(one.id()) == tuned)
                .toList();
        List<String> columns =
                List.of("method", "2x", "4x", "8x", "20x", "all at 4x", "any in 4,096 tokens", "all in 4,096 tokens");
        String note = "Per cent of the turns that answer a question, mean over the questions ("
                + conversations.stream().map(Locomo.Conversation::id).toList()
                + "); the size is that of the result, marks and first line included.";
        Table table = new Table("LoCoMo, " + which, columns, List.of(), note);
        for (Map.Entry<String, CondensationMethod> method : Rankers.all().entrySet()) {
            table = table.row(method.getKey(), cells(method.getValue(), conversations));
        }
        return table;
    }

    private static Object[] cells(CondensationMethod method, List<Locomo.Conversation> conversations)
            throws IOException, InterruptedException {
        List<Share> shares =
                Stream.generate(Share::new).limit(RATIOS.length + 1L).toList();
        for (Locomo.Conversation conversation : conversations) {
            measure(method, conversation, shares);
        }
        Share room = shares.getLast();
        return Stream.concat(
                        shares.subList(0, RATIOS.length).stream().map(Share::mean),
                        Stream.of(shares.get(1).whole(), room.any(), room.whole()))
                .toArray();
    }

    private static void measure(CondensationMethod method, Locomo.Conversation conversation, List<Share> shares)
            throws IOException, InterruptedException {
        long now = Counting.count(conversation.messages());
        for (Locomo.Question question : conversation.questions()) {
            for (int i = 0; i < shares.size(); i++) {
                long goal = i < RATIOS.length ? now / RATIOS[i] : ROOM;
                String left = Rankers.left(method, conversation.messages(), question.text(), goal);
                shares.get(i)
                        .add(
                                question.evidence().stream()
                                        .filter(left::contains)
                                        .count(),
                                question.evidence().size());
            }
        }
    }
}
