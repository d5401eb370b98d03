// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.choice;

import io.aisbf.runtime.config.TrackedSettings;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.Spelling;
import io.aisbf.runtime.config.tree.Value;
import io.aisbf.runtime.route.Chooser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A strategy that a rotation or an autoselect names, one of several where they are asked in turn: {@code strategy:
 * [rules, embedding, autoselect]}. The settings of a single one stand under {@code strategy_settings}, those of several
 * there under their words.
 *
 * @param word the strategy's word
 * @param gate how sure it has to be for the next not to be asked, from 0 to 1
 * @param settings what belongs to its plugin
 * @param position where its word stands, or the group's name
 */
public record StrategyConfig(String word, double gate, TrackedSettings.Source settings, Position position) {
    private static final String STRATEGY = "strategy";
    private static final String SETTINGS = "strategy_settings";
    private static final String CONFIDENCE = "confidence";

    /**
     * The strategies of a group, at least one.
     *
     * @param usual the one where none is written
     * @param lent what the group lends each of them as settings, by key: one that does not ask for it is not to blame
     */
    public static List<StrategyConfig> read(Part.Named group, Part part, String usual, Map<String, String> lent) {
        Map<String, Part.Word> words = new LinkedHashMap<>();
        for (Part.Word word : part.words(STRATEGY)) {
            if (words.putIfAbsent(word.text(), word) != null) {
                part.odd(word.position(), word.path(), "'" + word.text() + "' is listed twice");
            }
        }
        if (words.isEmpty()) {
            words.put(usual, new Part.Word(usual, group.position(), group.path()));
        }
        Map<String, Double> gates = gates(part, words.keySet());
        Optional<Part> settings = part.part(SETTINGS);
        if (words.size() > 1) {
            settings.ifPresent(all -> refuseStrangers(all, words.keySet()));
        }
        List<StrategyConfig> strategies = new ArrayList<>();
        for (Part.Word word : words.values()) {
            Optional<Part> own = words.size() == 1 ? settings : settings.flatMap(all -> all.part(word.text()));
            String path = part.path(SETTINGS) + (words.size() == 1 ? "" : "." + word.text());
            Value.Fields fields = own.map(Part::fields).orElse(new Value.Fields(part.position(), List.of()));
            strategies.add(new StrategyConfig(
                    word.text(),
                    gates.getOrDefault(word.text(), Chooser.USUAL_GATE),
                    new TrackedSettings.Source(
                            with(fields, lent), path, group.name(), part.lenient(), lent.keySet(), Optional.empty()),
                    word.position()));
        }
        return List.copyOf(strategies);
    }

    /** One number for all of them, or one for each by its word. */
    private static Map<String, Double> gates(Part part, Set<String> words) {
        Map<String, Double> gates = new LinkedHashMap<>();
        if (part.value(CONFIDENCE).filter(Value.Fields.class::isInstance).isPresent()) {
            part.part(CONFIDENCE).ifPresent(each -> {
                refuseStrangers(each, words);
                words.forEach(word -> each.number(word, 0, 1).ifPresent(gate -> gates.put(word, gate)));
            });
        } else {
            part.number(CONFIDENCE, 0, 1).ifPresent(gate -> words.forEach(word -> gates.put(word, gate)));
        }
        return gates;
    }

    private static void refuseStrangers(Part byWord, Set<String> words) {
        for (Part.Named entry : byWord.entries()) {
            if (!words.contains(entry.name())) {
                byWord.odd(
                        entry.position(),
                        entry.path(),
                        "is none of the strategies here" + Spelling.hint(entry.name(), words));
            }
        }
    }

    private static Value.Fields with(Value.Fields own, Map<String, String> lent) {
        List<Value.Field> fields = new ArrayList<>(own.fields());
        lent.forEach((name, text) -> {
            if (own.field(name).isEmpty()) {
                fields.add(new Value.Field(name, own.position(), Value.Scalar.of(own.position(), text, false)));
            }
        });
        return new Value.Fields(own.position(), fields);
    }
}
