// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Reads what stands in {@code when}: {@code tokens}, {@code characters}, {@code turns}, {@code code_share} (ranges),
 * {@code language}, {@code key}, {@code model} (words), {@code tools} (true, false, a range or names), {@code images},
 * {@code audio}, {@code documents} (true, false or a range), {@code json}, {@code streaming}, {@code thinking} (true or
 * false), {@code matches} (regular expressions over what the person said last), {@code header} (regular expressions by
 * name), {@code hours} with {@code days} and {@code zone}, {@code any} (a list of such maps, one of which must hold) and
 * {@code not} (such a map, which must not hold).
 */
final class Conditions {
    private static final int DEEPEST = 4;
    private static final String WHOLE = "a number of ";

    private final Settings when;
    private final PluginContext context;
    private final int depth;
    private final List<Condition> conditions = new ArrayList<>();

    private Conditions(Settings when, PluginContext context, int depth) {
        this.when = when;
        this.context = context;
        this.depth = depth;
    }

    /**
     * The conditions there, all of which must hold.
     *
     * @throws io.aisbf.api.plugin.SettingsException if one is not understood
     */
    static List<Condition> of(Settings when, PluginContext context) {
        return new Conditions(when, context, 1).read();
    }

    private List<Condition> read() {
        whole("characters", "characters", Look::characters);
        whole("turns", "turns", Look::turns);
        yes("streaming", look -> look.request().streaming());
        yes("json", look -> look.options().shape().isPresent());
        yes(
                "thinking",
                look -> look.options()
                        .thinking()
                        .filter(Predicate.not(Thinking::off))
                        .isPresent());
        parts("images", "images", Part.Image.class::isInstance);
        parts("audio", "recordings", Part.Audio.class::isInstance);
        parts("documents", "documents", Part.Document.class::isInstance);
        tools();
        words("key", "key", look -> look.call().client().name());
        words("model", "asked for", look -> look.request().model());
        Hours.read(when).ifPresent(conditions::add);
        header();
        language();
        codeShare();
        matches();
        tokens();
        any();
        not();
        return List.copyOf(conditions);
    }

    private void whole(String key, String noun, ToLongFunction<Look> value) {
        when.text(key).ifPresent(text -> {
            Range range = range(key, text, WHOLE + noun);
            conditions.add(look -> said(range, value.applyAsLong(look), noun));
        });
    }

    /** A text of so many characters has no more than three times as many tokens, so that some need not be counted. */
    private void tokens() {
        when.text("tokens").ifPresent(text -> {
            Range range = range("tokens", text, WHOLE + "tokens");
            conditions.add(look ->
                    range.beyond(3.0 * look.characters()) ? Optional.empty() : said(range, look.tokens(), "tokens"));
        });
    }

    private static Optional<String> said(Range range, long value, String noun) {
        if (!range.holds((double) value)) {
            return Optional.empty();
        }
        String counted = value == 1 && noun.endsWith("s") ? noun.substring(0, noun.length() - 1) : noun;
        return Optional.of(String.format(Locale.ROOT, "%,d %s", value, counted));
    }

    private void codeShare() {
        when.text("code_share").ifPresent(text -> {
            Range range = range("code_share", text, "a share from 0 to 1");
            conditions.add(look -> range.holds(look.codeShare())
                    ? Optional.of(String.format(Locale.ROOT, "%.0f %% code", 100 * look.codeShare()))
                    : Optional.empty());
        });
    }

    private void yes(String key, Predicate<Look> is) {
        when.bool(key)
                .ifPresent(wanted -> conditions.add(look ->
                        is.test(look) == wanted ? Optional.of((wanted ? "" : "not ") + key) : Optional.empty()));
    }

    private void parts(String key, String noun, Predicate<Part> kind) {
        when.text(key).ifPresent(text -> {
            Range range = amount(key, text, noun);
            conditions.add(look -> said(range, look.parts(kind), noun));
        });
    }

    private void tools() {
        List<String> texts = when.texts("tools");
        if (texts.isEmpty()) {
            return;
        }
        if (texts.size() == 1 && (Range.looksLikeOne(texts.getFirst()) || isTruth(texts.getFirst()))) {
            Range range = amount("tools", texts.getFirst(), "tools");
            conditions.add(look -> said(range, look.tools().size(), "tools"));
        } else {
            List<Glob> names = Glob.all(texts);
            conditions.add(look -> Glob.first(names, look.tools()).map(tool -> "a tool that is named in it"));
        }
    }

    private static boolean isTruth(String text) {
        return text.equals("true") || text.equals("false");
    }

    private Range amount(String key, String text, String noun) {
        return switch (text) {
            case "true" -> Range.of(">=1");
            case "false" -> Range.of("0");
            default -> range(key, text, "true, false or " + WHOLE + noun);
        };
    }

    private Range range(String key, String text, String wanted) {
        try {
            return Range.of(text);
        } catch (IllegalArgumentException e) {
            throw when.wrong(
                    key, "'" + text + "' is not understood; write " + wanted + " as \">=10\", \"<10\" or \"10..20\"");
        }
    }

    private void words(String key, String noun, Function<Look, String> value) {
        List<String> texts = when.texts(key);
        if (!texts.isEmpty()) {
            List<Glob> globs = Glob.all(texts);
            conditions.add(look -> Glob.first(globs, List.of(value.apply(look))).map(found -> noun + " " + found));
        }
    }

    private void language() {
        List<String> wanted = when.texts("language");
        for (String word : wanted) {
            if (!Languages.KNOWN.contains(word)) {
                throw when.wrong(
                        "language",
                        "'" + word + "' is not told from others here; write one of "
                                + String.join(", ", Languages.KNOWN));
            }
        }
        if (!wanted.isEmpty()) {
            conditions.add(look ->
                    Optional.of(look.language()).filter(wanted::contains).map(found -> "language " + found));
        }
    }

    private void matches() {
        for (String text : when.texts("matches")) {
            Search search = search("matches", text);
            conditions.add(look -> search.finds(look.last()) ? Optional.of("its pattern fits") : Optional.empty());
        }
    }

    private void header() {
        Optional<RawJson> value = when.json("header");
        if (value.isEmpty()) {
            return;
        }
        Map<String, RawJson> members;
        try {
            members = context.json().object(value.get()).members();
        } catch (RuntimeException e) {
            throw when.wrong("header", "a map from names of headers to regular expressions is wanted");
        }
        members.forEach((name, pattern) -> {
            Search search = search("header", text(pattern));
            conditions.add(look ->
                    look.call().client().header(name).filter(search::finds).map(found -> "header " + name));
        });
    }

    private String text(RawJson value) {
        try {
            return context.json().text(value);
        } catch (RuntimeException number) {
            return value.toString();
        }
    }

    private Search search(String key, String text) {
        try {
            return Search.of(text);
        } catch (IllegalArgumentException e) {
            throw when.wrong(key, "'" + text + "' is no regular expression of Java: " + e.getMessage());
        }
    }

    private void any() {
        List<List<Condition>> choices = new ArrayList<>();
        when.sections("any").forEach(choice -> choices.add(inner("any", choice)));
        if (!choices.isEmpty()) {
            conditions.add(look -> choices.stream()
                    .flatMap(choice -> all(choice, look).stream())
                    .findFirst());
        }
    }

    private void not() {
        when.section("not").ifPresent(inner -> {
            List<Condition> refused = inner("not", inner);
            conditions.add(
                    look -> all(refused, look).isPresent() ? Optional.empty() : Optional.of("not what it excludes"));
        });
    }

    private List<Condition> inner(String key, Settings settings) {
        if (depth == DEEPEST) {
            throw when.wrong(key, "conditions are nested deeper than " + DEEPEST + " levels; write several rules");
        }
        List<Condition> inner = new Conditions(settings, context, depth + 1).read();
        if (inner.isEmpty()) {
            throw when.wrong(key, "holds nothing to judge by; write a condition such as tokens: \">20000\"");
        }
        return inner;
    }

    private static Optional<String> all(List<Condition> conditions, Look look) {
        List<String> reasons = new ArrayList<>();
        for (Condition condition : conditions) {
            Optional<String> reason = condition.holds(look);
            if (reason.isEmpty()) {
                return Optional.empty();
            }
            reasons.add(reason.get());
        }
        return Optional.of(String.join(", ", reasons));
    }
}
