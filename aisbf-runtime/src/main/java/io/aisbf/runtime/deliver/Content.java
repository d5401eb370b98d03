// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.runtime.count.vocabulary.RoughCounter;
import java.util.List;

/**
 * What of a stream is content: something a client could not do without. That an answer begins, what it cost, how likely
 * its tokens are, steps this version does not know and pieces without anything in them are none: a provider may send
 * them for ever and say nothing.
 */
final class Content {
    private Content() {}

    /** Whether there is content among these. */
    static boolean in(List<ChatEvent> events) {
        return events.stream().anyMatch(Content::is);
    }

    private static boolean is(ChatEvent event) {
        return switch (event) {
            case ChatEvent.TextDelta delta -> !delta.text().isEmpty();
            case ChatEvent.RefusalDelta delta -> !delta.text().isEmpty();
            case ChatEvent.ReasoningDelta delta ->
                !delta.text().isEmpty() || delta.signature().isPresent();
            case ChatEvent.ToolCallDelta _, ChatEvent.Given _, ChatEvent.Finished _ -> true;
            case ChatEvent.Started _, ChatEvent.Weighed _, ChatEvent.Counted _, ChatEvent.Other _ -> false;
        };
    }

    /** Whether an answer is complete with these. */
    static boolean finishes(List<ChatEvent> events) {
        return events.stream().anyMatch(event -> event instanceof ChatEvent.Finished);
    }

    /** How many tokens these come to, about; a piece that is not empty is one at least. */
    static long tokens(List<ChatEvent> events) {
        long sum = 0;
        for (ChatEvent event : events) {
            sum += switch (event) {
                case ChatEvent.TextDelta delta -> RoughCounter.guess(delta.text());
                case ChatEvent.RefusalDelta delta -> RoughCounter.guess(delta.text());
                case ChatEvent.ReasoningDelta delta -> RoughCounter.guess(delta.text());
                case ChatEvent.ToolCallDelta delta -> RoughCounter.guess(delta.argumentsFragment());
                case ChatEvent.Given _ -> 1;
                default -> 0;
            };
        }
        return sum;
    }
}
