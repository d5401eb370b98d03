// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.Message.Role;
import io.aisbf.runtime.fit.Transcript.Group;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a history is cut. Whenever what is sent would rise above the high water, all but the newest groups goes into a
 * digest, and what is sent falls to the low water; then it grows again. Where the cuts lie follows from the history
 * alone, and what is said later moves none of them: so the digest stays what it is, byte for byte, from turn to turn,
 * and the provider finds it in its cache, whichever node asks and after any restart.
 *
 * <p>A digest is taken for as large as it may be: where the next cut lies must not depend on what a model made of it.
 */
final class Epochs {
    private Epochs() {}

    /**
     * One epoch.
     *
     * @param from what is cut begins with this message
     * @param cut and ends before this one
     * @param seen the last message that was there when the cut was made
     */
    record Epoch(int from, int cut, int seen) {}

    /** The epochs of a conversation so far; none where it never rose above the high water. */
    static List<Epoch> of(Transcript transcript, Waters waters) {
        List<Epoch> epochs = new ArrayList<>();
        List<Group> groups = transcript.groups();
        int first = 0;
        long live = waters.head();
        for (int i = 0; i < groups.size(); i++) {
            live += size(transcript, groups.get(i)) + recalled(transcript, groups.get(i), waters, !epochs.isEmpty());
            if (live <= waters.high()) {
                continue;
            }
            int cut = cut(transcript, groups, first, i, waters);
            long cleared =
                    transcript.size(groups.get(first).from(), groups.get(cut).from());
            if (cut > first && cleared >= waters.leastCleared()) {
                epochs.add(new Epoch(
                        groups.get(first).from(),
                        groups.get(cut).from(),
                        groups.get(i).to() - 1));
                first = cut;
                live = waters.head()
                        + waters.digest()
                        + pinned(transcript, groups.get(cut).from(), groups.get(i));
                for (Group group : groups.subList(cut, i + 1)) {
                    live += size(transcript, group);
                }
            }
        }
        return List.copyOf(epochs);
    }

    /**
     * The earliest group from which the rest fits and before which lies enough to pay; the last at the latest, with the
     * one before it where that asks.
     */
    private static int cut(Transcript transcript, List<Group> groups, int first, int last, Waters waters) {
        boolean continues = last > first
                && transcript.messages().get(groups.get(last).from()).role() == Role.ASSISTANT
                && groups.get(last).to() - groups.get(last).from() == 1;
        int latest = continues ? last - 1 : last;
        int cut = latest;
        long tail = transcript.size(groups.get(cut).from(), groups.get(last).to());
        while (cut > first && tail + size(transcript, groups.get(cut - 1)) <= waters.tail()) {
            cut--;
            tail += size(transcript, groups.get(cut));
        }
        long cleared = transcript.size(groups.get(first).from(), groups.get(cut).from());
        while (cut < latest && cleared < waters.leastCleared()) {
            cleared += size(transcript, groups.get(cut));
            cut++;
        }
        return cut;
    }

    private static long size(Transcript transcript, Group group) {
        return transcript.size(group.from(), group.to());
    }

    /** A question that stands before the cut is kept word for word beside the digest. */
    private static long pinned(Transcript transcript, int cut, Group last) {
        int question = transcript.question(last.to() - 1);
        return question >= 0 && question < cut ? transcript.size(question) : 0;
    }

    private static long recalled(Transcript transcript, Group group, Waters waters, boolean condensed) {
        return condensed && transcript.isQuestion(group.from()) ? waters.recall() : 0;
    }
}
