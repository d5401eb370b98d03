// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tells languages apart: by their writing where that is enough, else by the little words that every sentence has. Looks at
 * the first 2,000 letters, and says nothing of a few words that could be several languages.
 */
final class Languages {
    private static final int LONGEST = 2_000;
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    /** By writing; for Latin letters words decide. */
    private static final Map<UnicodeScript, String> WRITTEN = Map.ofEntries(
            Map.entry(UnicodeScript.HAN, "zh"),
            Map.entry(UnicodeScript.HIRAGANA, "ja"),
            Map.entry(UnicodeScript.KATAKANA, "ja"),
            Map.entry(UnicodeScript.HANGUL, "ko"),
            Map.entry(UnicodeScript.CYRILLIC, "ru"),
            Map.entry(UnicodeScript.ARABIC, "ar"),
            Map.entry(UnicodeScript.HEBREW, "he"),
            Map.entry(UnicodeScript.GREEK, "el"),
            Map.entry(UnicodeScript.THAI, "th"),
            Map.entry(UnicodeScript.DEVANAGARI, "hi"));

    private static final Map<String, List<String>> LITTLE_WORDS = Map.of(
            "en",
                    words("the of and to in is that it for you are with this what how why can i my on be an please"
                            + " does write"),
            "de",
                    words("der die das und ist nicht ein eine zu den mit von für auf wie was ich du wir sich dem"
                            + " bitte warum kann mir im"),
            "fr",
                    words("le la les des et est une un que qui dans pour pas je vous nous du au avec ce comment"
                            + " pourquoi sur mon il"),
            "es", words("el la los las de y es una un que en por para no con cómo qué mi del se lo como está puedo"),
            "it",
                    words("il lo la gli le di e è un una che non per con come mi del della si sono perché cosa"
                            + " questo nel"),
            "pt", words("o a os as de e é um uma que não em para com como do da por você meu isso no na está eu"),
            "nl", words("de het een en van is niet dat ik je op te voor met zijn hoe wat waarom kan mijn dit aan er"),
            "pl", words("i w nie na się z do jest to że jak co dla czy mi proszę dlaczego od ale ten jestem może po"));

    /** The same by the words. */
    private static final Map<String, List<String>> SPOKEN_IN = inverted();

    /** Those that can be told. */
    static final Set<String> KNOWN = known();

    private Languages() {}

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static Map<String, List<String>> inverted() {
        Map<String, List<String>> inverted = new HashMap<>();
        LITTLE_WORDS.forEach((language, words) -> words.stream()
                .distinct()
                .forEach(word ->
                        inverted.computeIfAbsent(word, _ -> new ArrayList<>()).add(language)));
        return inverted;
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(WRITTEN.values());
        known.addAll(LITTLE_WORDS.keySet());
        known.addAll(List.of("fa", "uk"));
        return known;
    }

    /** The code (ISO 639-1) of a text's language; empty where it cannot be told. */
    static String of(String text) {
        String looked = text.substring(0, Math.min(text.length(), LONGEST));
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        looked.codePoints()
                .filter(Character::isLetter)
                .forEach(letter -> letters.merge(UnicodeScript.of(letter), 1, Integer::sum));
        int kana = letters.getOrDefault(UnicodeScript.HIRAGANA, 0) + letters.getOrDefault(UnicodeScript.KATAKANA, 0);
        int han = letters.getOrDefault(UnicodeScript.HAN, 0);
        if (kana + han > 0 && 3 * (kana + han) >= letters.getOrDefault(UnicodeScript.LATIN, 0)) {
            // Japanese is written with both, Chinese with one alone.
            return 10 * kana >= han && kana > 0 ? "ja" : "zh";
        }
        return letters.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> most.getKey() == UnicodeScript.LATIN
                        ? latin(looked)
                        : variety(WRITTEN.getOrDefault(most.getKey(), ""), looked))
                .orElse("");
    }

    /** Those that share their letters with a larger language and have some of their own. */
    private static String variety(String language, String text) {
        return switch (language) {
            case "ru" -> has(text, "іїєґІЇЄҐ") ? "uk" : "ru";
            case "ar" -> has(text, "پچژگ") ? "fa" : "ar";
            default -> language;
        };
    }

    private static boolean has(String text, String letters) {
        return text.chars().anyMatch(letter -> letters.indexOf(letter) >= 0);
    }

    /** A word that several languages have counts less for each of them. */
    private static String latin(String text) {
        Map<String, Double> weights = new HashMap<>();
        WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .forEach(word -> {
                    List<String> languages = SPOKEN_IN.getOrDefault(word, List.of());
                    languages.forEach(language -> weights.merge(language, 1.0 / languages.size(), Double::sum));
                });
        double most =
                weights.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        List<String> best = weights.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        return best.size() == 1 ? best.getFirst() : "";
    }
}
