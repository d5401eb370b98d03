// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.survival.bed.Caller.Answer;

/** Says what a client has got, by the letter of its protocol. */
public final class Judge {
    private static final int SHOWN = 600;

    private Judge() {}

    /** What a client may get. */
    public enum Verdict {
        /** The whole answer. */
        ANSWERED,
        /** A part of it, then the protocol's error and a connection that is cut. */
        BROKEN,
        /** The protocol's error instead of an answer. */
        REFUSED,
        /** Something that nobody may get. */
        WRONG
    }

    /**
     * The judgement.
     *
     * @param words why; empty for an answer
     */
    public record Judgement(Verdict verdict, String words) {}

    /** {@return what the client has got of an answer with that text} */
    public static Judgement of(Client client, Answer answer, boolean streamed, String text) {
        if (answer.status() != 200) {
            return refused(client, answer);
        }
        if (!answer.complete()) {
            boolean told = streamed && answer.body().contains(sign(client));
            return told
                    ? new Judgement(Verdict.BROKEN, shown(answer))
                    : new Judgement(Verdict.WRONG, "cut without a word: " + shown(answer));
        }
        try {
            String heard = client.read(answer.header("content-type"), answer.body(), streamed)
                    .texts()
                    .getFirst();
            return heard.equals(text)
                    ? new Judgement(Verdict.ANSWERED, "")
                    : new Judgement(Verdict.WRONG, "another text: '" + heard + "': " + shown(answer));
        } catch (AssertionError | RuntimeException e) {
            return new Judgement(Verdict.WRONG, "looks finished and is not: " + e.getMessage() + ": " + shown(answer));
        }
    }

    private static Judgement refused(Client client, Answer answer) {
        try {
            boolean told = answer.complete() && !client.error(answer.body()).isBlank();
            return new Judgement(told ? Verdict.REFUSED : Verdict.WRONG, shown(answer));
        } catch (AssertionError | RuntimeException e) {
            return new Judgement(Verdict.WRONG, "no error of the protocol: " + shown(answer));
        }
    }

    private static String sign(Client client) {
        return switch (client.protocol()) {
            case "anthropic-messages" -> "event: error";
            case "openai-responses" -> "response.failed";
            default -> "\"error\"";
        };
    }

    private static String shown(Answer answer) {
        return answer.status() + " trail '" + answer.header("x-aisbf-trail") + "' "
                + answer.body().substring(0, Math.min(SHOWN, answer.body().length()));
    }
}
