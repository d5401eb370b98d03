// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.evaluation.rival.Groups;
import java.util.ArrayList;
import java.util.List;

/** Cuts a conversation as the gateway might: the longest stretch without instructions may be changed, up to a group. */
final class Middle {
    private Middle() {}

    /** The stretch, without the last group of the conversation; {@code changeable} may be empty. */
    static Passage of(List<Message> messages) {
        List<List<Message>> groups = Groups.of(messages);
        int best = 0;
        int length = 0;
        int from = 0;
        for (int i = 0; i < groups.size(); i++) {
            boolean fixed = groups.get(i).getFirst().role() == Role.SYSTEM || i == groups.size() - 1;
            if (fixed && i - from > length) {
                best = from;
                length = i - from;
            }
            from = fixed ? i + 1 : from;
        }
        return passage(groups, best, best + length);
    }

    /** The same passage with only the older half changeable. */
    static Passage older(Passage passage) {
        List<List<Message>> groups = Groups.of(passage.changeable());
        int half = groups.size() / 2;
        List<Message> after = new ArrayList<>(flat(groups.subList(half, groups.size())));
        after.addAll(passage.after());
        return new Passage(passage.before(), flat(groups.subList(0, half)), after);
    }

    private static Passage passage(List<List<Message>> groups, int from, int to) {
        return new Passage(
                flat(groups.subList(0, from)), flat(groups.subList(from, to)), flat(groups.subList(to, groups.size())));
    }

    private static List<Message> flat(List<List<Message>> groups) {
        return groups.stream().flatMap(List::stream).toList();
    }
}
