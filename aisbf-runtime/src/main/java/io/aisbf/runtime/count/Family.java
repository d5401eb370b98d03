// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import io.aisbf.runtime.count.vocabulary.Tally;
import io.aisbf.runtime.count.vocabulary.Vocabulary;
import java.util.List;
import java.util.Locale;

/**
 * Models that count alike: which vocabulary comes nearest, what makes of its tokens the model's, and what is put round the
 * texts. OpenAI's are exact for text. The others' were found by comparing what their published tokenizers make of prose in
 * several languages, code, JSON and logs (a linear fit; {@code samples.mjs} among the tests has the like): Llama and Qwen
 * go on from the older of OpenAI's vocabularies, and most differ in how many ideographs they know and in whether a digit
 * is a token of its own. {@link Calibration} corrects the rest from what providers count.
 *
 * <p>Sources: https://developers.openai.com/cookbook/examples/how_to_count_tokens_with_tiktoken (frames of messages and
 * tools), https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview#pricing (Claude's tool instructions),
 * https://github.com/coder/ai-tokenizer (Claude's present vocabulary, which is not published, makes more of everything).
 */
enum Family {
    OPENAI(Vocabulary.O200K, 1, 0, 0, 3, 3, 12, 8),
    OPENAI_OLD(Vocabulary.CL100K, 1, 0, 0, 3, 3, 12, 8),
    CLAUDE(Vocabulary.CL100K, 1.14, -0.19, -0.08, 4, 4, 346, 20),
    GEMINI(Vocabulary.O200K, 1.06, -0.22, 1.2, 0, 2, 20, 10),
    LLAMA(Vocabulary.CL100K, 1.0, -0.47, 0, 2, 4, 60, 10),
    MISTRAL(Vocabulary.O200K, 1.1, 0, 0, 1, 4, 20, 10),
    QWEN(Vocabulary.CL100K, 1.0, -0.7, 1.0, 3, 5, 120, 10),
    DEEPSEEK(Vocabulary.CL100K, 1.02, -0.81, 0.12, 1, 4, 60, 10),
    OTHER(Vocabulary.O200K, 1.1, 0, 0, 3, 4, 60, 10);

    private static final List<String> OLD_NAMES =
            List.of("gpt-4-", "gpt-3.5", "gpt-35", "text-embedding", "davinci-002", "babbage-002");
    private static final List<String> MISTRAL_NAMES = List.of("mistral", "mixtral", "ministral", "stral-");

    private final Vocabulary vocabulary;
    private final double factor;
    private final double ideograph;
    private final double digit;
    private final int request;
    private final int message;
    private final int tools;
    private final int tool;

    /**
     * @param factor its tokens for one of the vocabulary's
     * @param ideograph what an ideograph makes more or less
     * @param digit what a digit makes more that the vocabulary has in one token with the one before
     * @param request tokens round a request
     * @param message tokens round a message
     * @param tools tokens for there being tools
     * @param tool tokens round each of them
     */
    Family(
            Vocabulary vocabulary,
            double factor,
            double ideograph,
            double digit,
            int request,
            int message,
            int tools,
            int tool) {
        this.vocabulary = vocabulary;
        this.factor = factor;
        this.ideograph = ideograph;
        this.digit = digit;
        this.request = request;
        this.message = message;
        this.tools = tools;
        this.tool = tool;
    }

    /** The family of a model: by its name, and where that tells nothing by the kind of provider. */
    static Family of(String providerType, String model) {
        String name = model.toLowerCase(Locale.ROOT);
        Family named = named(name.substring(name.lastIndexOf('/') + 1));
        if (named != OTHER) {
            return named;
        }
        return switch (providerType) {
            case "anthropic" -> CLAUDE;
            case "google" -> GEMINI;
            default -> OTHER;
        };
    }

    private static Family named(String name) {
        if (name.contains("claude")) {
            return CLAUDE;
        }
        if (name.contains("gemini") || name.contains("gemma")) {
            return GEMINI;
        }
        // Before DeepSeek: what it distilled into these keeps their vocabulary and is called by both names.
        if (name.contains("llama")) {
            return LLAMA;
        }
        if (name.contains("qwen") || name.contains("qwq")) {
            return QWEN;
        }
        if (name.contains("deepseek")) {
            return DEEPSEEK;
        }
        if (MISTRAL_NAMES.stream().anyMatch(name::contains)) {
            return MISTRAL;
        }
        return openAi(name);
    }

    private static Family openAi(String name) {
        if (name.equals("gpt-4") || OLD_NAMES.stream().anyMatch(name::startsWith)) {
            return OPENAI_OLD;
        }
        boolean reasoner = name.length() > 1
                && name.charAt(0) == 'o'
                && Character.isDigit(name.charAt(1))
                && (name.length() == 2 || name.charAt(2) == '-');
        return reasoner || name.startsWith("gpt-") || name.startsWith("chatgpt") || name.startsWith("codex-")
                ? OPENAI
                : OTHER;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Its tokens for one of the vocabulary's, in a text of Latin letters. */
    double factor() {
        return factor;
    }

    /** What texts come to in its own tokens. */
    double weighed(Tally tally) {
        double tokens = tally.tokens() * factor + tally.ideographs() * ideograph + tally.digits() * digit;
        // Whatever the text, one that is not empty makes a token for three of the vocabulary's.
        return Math.max(tokens, tally.tokens() / 3.0);
    }

    int request() {
        return request;
    }

    int message() {
        return message;
    }

    int tools() {
        return tools;
    }

    int tool() {
        return tool;
    }
}
