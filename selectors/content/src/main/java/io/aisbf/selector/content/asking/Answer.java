// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the selection model said. Believed is, in this order: the last tag with a name of the list; a tag that was
 * cut off after one; one name of the list in an answer of a few words; a name that is nearly one of the list. A tag with
 * another name outweighs whatever stands beside it. Whatever is said, what comes out is on the list or nothing.
 */
final class Answer {
    private static final int LONGEST = 20_000;
    private static final int SHORT = 160;
    private static final int OTHER_WORDS = 6;
    private static final String OPEN = "<aisbf_model_autoselection>";
    private static final Pattern TAG = Pattern.compile(
            "<aisbf_model_autoselection>([^<>]{1,400})</aisbf_model_autoselection>", Pattern.CASE_INSENSITIVE);
    private static final Pattern FENCE = Pattern.compile("^```\\w*\\s+|\\s*```$");
    private static final Pattern WRAPPING = Pattern.compile("^[\\s\"'`*_{\\[(“”‘’«»]+|[\\s\"'`*_}\\])“”‘’«».,;!]+$");
    private static final Pattern NEGATION = Pattern.compile(
            "(?i)\\b(?:not?|never|neither|nor|none|except|instead|unlike|without|cannot|nicht|kein\\w*|pas|non)\\b|n't\\b");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final Names names;
    private final String model;
    private final boolean suspicious;

    private Answer(Names names, String model, boolean suspicious) {
        this.names = names;
        this.model = model;
        this.suspicious = suspicious;
    }

    /** What becomes of an answer that this model gave to that question. */
    static Verdict read(String answer, String model, Question question) {
        Names names = new Names(question.listing().names());
        return new Answer(names, model, question.speaksOfChoice()).verdict(spoken(answer));
    }

    /** The end of it, without thoughts that stand among the words: they weigh all names. */
    private static String spoken(String answer) {
        String end = answer.substring(Math.max(0, answer.length() - LONGEST));
        int thoughts = end.lastIndexOf("</think>");
        boolean unfinished = thoughts < 0 && end.stripLeading().startsWith("<think>");
        String words = thoughts < 0 ? end : end.substring(thoughts + "</think>".length());
        return unfinished ? "" : FENCE.matcher(words.strip()).replaceAll("").strip();
    }

    private Verdict verdict(String text) {
        List<String> tagged = new ArrayList<>();
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            tagged.add(bare(tag.group(1)));
        }
        if (!tagged.isEmpty()) {
            boolean alone = tagged.size() == 1 && TAG.matcher(text).matches();
            return alone || !suspicious ? tagged(tagged, alone) : unsure();
        }
        if (suspicious) {
            return unsure();
        }
        return cutOff(text)
                .or(() -> among(text))
                .or(() -> near(bare(text)))
                .orElseGet(() -> Verdict.nobody(model + " named nobody on the list"));
    }

    private Verdict unsure() {
        return Verdict.nobody(model + " said more than a name, of a prompt that speaks of the choice itself");
    }

    private Verdict tagged(List<String> tagged, boolean alone) {
        Set<String> listed = new LinkedHashSet<>(tagged);
        listed.removeIf(name -> !names.has(name));
        for (String name : tagged.reversed()) {
            if (names.has(name)) {
                double confidence = alone ? 0.9 : listed.size() == 1 ? 0.8 : 0.6;
                return Verdict.of(name, confidence, model + " chose it");
            }
        }
        return near(tagged.getLast()).orElseGet(() -> Verdict.nobody(model + " chose somebody who is not on the list"));
    }

    /** A name in a tag that the end of the answer cut off; it must not be the beginning of a longer one. */
    private Optional<Verdict> cutOff(String text) {
        int open = text.toLowerCase(Locale.ROOT).lastIndexOf(OPEN);
        if (open < 0) {
            return Optional.empty();
        }
        String rest = text.substring(open + OPEN.length());
        int close = rest.indexOf('<');
        String name = bare(close < 0 ? rest : rest.substring(0, close));
        return names.has(name) && (close >= 0 || !names.beginsAnother(name))
                ? Optional.of(Verdict.of(name, 0.7, model + " chose it, and was cut off"))
                : Optional.empty();
    }

    /** A name alone, or among a few words that do not speak against it. */
    private Optional<Verdict> among(String text) {
        String bare = bare(text);
        Set<String> found = text.length() > SHORT ? Set.of() : names.within(text);
        if (names.has(bare)) {
            found = Set.of(bare);
        }
        if (found.size() != 1) {
            return Optional.empty();
        }
        String name = found.iterator().next();
        String others = text.replace(name, " ");
        return WORD.matcher(others).results().count() <= OTHER_WORDS
                        && !NEGATION.matcher(others).find()
                        && !others.contains("<")
                ? Optional.of(Verdict.of(name, 0.7, model + " named it"))
                : Optional.empty();
    }

    private Optional<Verdict> near(String name) {
        return names.nearest(name).map(meant -> Verdict.of(meant, 0.55, model + " named it, nearly"));
    }

    private static String bare(String text) {
        return WRAPPING.matcher(Words.unescaped(text.strip())).replaceAll("");
    }
}
