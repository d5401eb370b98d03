// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import io.aisbf.runtime.count.vocabulary.Vocabulary;
import java.util.List;
import java.util.Locale;

/**
 * Models that count alike: which vocabulary comes nearest, how many of its tokens make one of theirs, and what is put
 * round the texts. OpenAI's are exact for text; the others' vocabularies are not public, and their factors are what
 * comparing them on prose, code, JSON and logs gave. {@link Calibration} corrects the rest from what providers count.
 *
 * <p>Sources: https://developers.openai.com/cookbook/examples/how_to_count_tokens_with_tiktoken (frames of messages and
 * tools), https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview#pricing (Claude's tool instructions),
 * https://github.com/coder/ai-tokenizer (factors of Claude and Gemini).
 */
enum Family {
    OPENAI(Vocabulary.O200K, 1.0, 3, 3, 12, 8),
    OPENAI_OLD(Vocabulary.CL100K, 1.0, 3, 3, 12, 8),
    CLAUDE(Vocabulary.O200K, 1.17, 4, 4, 346, 20),
    GEMINI(Vocabulary.O200K, 1.08, 0, 2, 20, 10),
    LLAMA(Vocabulary.O200K, 1.03, 2, 4, 60, 10),
    MISTRAL(Vocabulary.O200K, 1.1, 1, 4, 20, 10),
    QWEN(Vocabulary.O200K, 1.06, 3, 5, 120, 10),
    DEEPSEEK(Vocabulary.O200K, 1.04, 1, 4, 60, 10),
    OTHER(Vocabulary.O200K, 1.1, 3, 4, 60, 10);

    private static final List<String> OLD_NAMES =
            List.of("gpt-4-", "gpt-3.5", "gpt-35", "text-embedding", "davinci-002", "babbage-002");
    private static final List<String> MISTRAL_NAMES = List.of("mistral", "mixtral", "ministral", "stral-");

    private final Vocabulary vocabulary;
    private final double factor;
    private final int request;
    private final int message;
    private final int tools;
    private final int tool;

    /**
     * @param factor its tokens for one of the vocabulary's
     * @param request tokens round a request
     * @param message tokens round a message
     * @param tools tokens for there being tools
     * @param tool tokens round each of them
     */
    Family(Vocabulary vocabulary, double factor, int request, int message, int tools, int tool) {
        this.vocabulary = vocabulary;
        this.factor = factor;
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

    double factor() {
        return factor;
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
