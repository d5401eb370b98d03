// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.plugin.TokenCounter;
import java.util.List;

/**
 * Tokens as the history of a conversation is measured: by runs of letters, digits, signs and ideographs, without a
 * vocabulary and without anything learned. It says the same of the same text today and tomorrow, on every node and
 * before any vocabulary is loaded, which is what decides: where a history is cut must not depend on when one asks. It
 * is within some ten percent of OpenAI's vocabularies, times the family's factor. Stateless, for all threads.
 */
public final class Measure implements TokenCounter {
    /** What a message costs beside its words. */
    private static final int MESSAGE = 4;

    private static final int TOOL = 8;
    private static final int MEDIUM = 1000;
    private static final int QUARTERS = 4;
    private static final int LETTERS = 7;
    private static final int DIGITS = 3;
    private static final int REPEATED = 8;
    private static final int IDEOGRAPH = 3;
    private static final char FIRST_IDEOGRAPH = 0x2e80;

    /** The measure. */
    public Measure() {}

    @Override
    public long count(String model, CharSequence text) {
        return weighed(model, quarters(text));
    }

    /** What all of a request comes to that a model gets to read. */
    public long count(String model, ChatRequest request) {
        long sum = count(model, request.messages());
        for (Tool tool : request.tools()) {
            sum += count(model, tool);
        }
        return sum;
    }

    /** What messages come to, each with its frame. */
    public long count(String model, List<Message> messages) {
        long quarters = 0;
        for (Message message : messages) {
            quarters += quarters(message);
        }
        return weighed(model, quarters);
    }

    /** What a message comes to. */
    public long count(String model, Message message) {
        return weighed(model, quarters(message));
    }

    /** What a tool's description comes to. */
    public long count(String model, Tool tool) {
        return weighed(
                model,
                (long) TOOL * QUARTERS
                        + quarters(tool.name())
                        + quarters(tool.description().orElse(""))
                        + quarters(tool.parameters().toString()));
    }

    private static long weighed(String model, long quarters) {
        return (long) Math.ceil(quarters * Family.of("", model).factor() / QUARTERS);
    }

    private static long quarters(Message message) {
        return (long) MESSAGE * QUARTERS + parts(message.parts());
    }

    private static long parts(List<Part> parts) {
        long sum = 0;
        for (Part part : parts) {
            sum += switch (part) {
                case Part.Text text -> quarters(text.text());
                case Part.Reasoning thought -> quarters(thought.text());
                case Part.Refusal refusal -> quarters(refusal.text());
                case Part.ToolCall call ->
                    quarters(call.tool()) + quarters(call.arguments().toString());
                case Part.ToolResult result -> parts(result.content());
                case Part.Image _, Part.Audio _ -> (long) MEDIUM * QUARTERS;
                case Part.Document document -> document(document);
                case Part.Citation citation -> quarters(citation.quote().orElse(""));
                case Part.CachePoint _ -> 0;
                case Part.Other other ->
                    other.hint() ? 0 : quarters(other.json().toString());
            };
        }
        return sum;
    }

    private static long document(Part.Document document) {
        return document.source() instanceof Part.Source.Inline inline
                ? Math.max((long) MEDIUM * QUARTERS, inline.base64().length() / QUARTERS)
                : (long) MEDIUM * QUARTERS;
    }

    private static long quarters(CharSequence text) {
        long sum = 0;
        int i = 0;
        int length = text.length();
        while (i < length) {
            int start = i;
            char c = text.charAt(i++);
            if (c < 0x80) {
                Kind kind = Kind.of(c);
                while (i < length && kind.goesOn(c, text.charAt(i))) {
                    i++;
                }
                sum += kind.quarters(i - start);
                sum += kind.isApart(i - start, i < length && Kind.of(text.charAt(i)) == Kind.DIGIT) ? QUARTERS : 0;
            } else if (c < FIRST_IDEOGRAPH && Character.isLetter(c)) {
                sum += 2;
            } else if (Character.isLetter(c)) {
                sum += IDEOGRAPH;
            } else if (!Character.isLowSurrogate(c)) {
                sum += QUARTERS;
            }
        }
        return sum;
    }

    /** The same of UTF-8, without decoding it: no less than what its text comes to. */
    static long quarters(byte[] utf8, int to) {
        long sum = 0;
        int i = 0;
        while (i < to) {
            int start = i;
            byte c = utf8[i++];
            if (c >= 0) {
                Kind kind = Kind.of((char) c);
                while (i < to && utf8[i] >= 0 && kind.goesOn((char) c, (char) utf8[i])) {
                    i++;
                }
                sum += kind.quarters(i - start);
                // What comes in another piece may be a digit.
                boolean digit = i == to || (utf8[i] >= 0 && Kind.of((char) utf8[i]) == Kind.DIGIT);
                sum += kind.isApart(i - start, digit) ? QUARTERS : 0;
            } else if ((c & 0xe0) == 0xc0) {
                sum += 2;
            } else if ((c & 0xc0) != 0x80) {
                sum += QUARTERS;
            }
        }
        return sum;
    }

    /** What a run of ASCII consists of. */
    private enum Kind {
        LETTER,
        DIGIT,
        SPACE,
        SIGN;

        static Kind of(char c) {
            if (isLetter(c)) {
                return LETTER;
            }
            return c >= '0' && c <= '9' ? DIGIT : c <= ' ' ? SPACE : SIGN;
        }

        private static boolean isLetter(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }

        /** A word ends where a capital begins the next, a run of signs where another sign comes. */
        boolean goesOn(char first, char next) {
            return switch (this) {
                case LETTER -> next >= 'a' && next <= 'z';
                case DIGIT -> next >= '0' && next <= '9';
                case SPACE -> next <= ' ';
                case SIGN -> next == first;
            };
        }

        /** A single space belongs to the word after it, but stands alone before a number. */
        boolean isApart(int length, boolean beforeDigit) {
            return this == SPACE && length == 1 && beforeDigit;
        }

        long quarters(int length) {
            return switch (this) {
                case LETTER -> length == 1 ? 2 : (long) QUARTERS * (1 + (length - 1) / LETTERS);
                case DIGIT -> (long) QUARTERS * ((length + DIGITS - 1) / DIGITS);
                case SPACE -> length == 1 ? 0 : QUARTERS;
                case SIGN -> length == 1 ? IDEOGRAPH : (long) QUARTERS * (1 + length / REPEATED);
            };
        }
    }
}
