// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import static io.aisbf.selector.content.asking.Scripted.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Answers that a selection model should not give and will, with what is to become of each. */
final class Answers {
    static final String NOBODY = "nobody";

    /** Answers and who is chosen by them; the prompt asks for a sorted list. */
    static final List<Understood> UNDERSTOOD = List.of(
            new Understood(tag("coding"), "coding"),
            new Understood(" \n" + tag(" coding ") + "\n", "coding"),
            new Understood("```xml\n" + tag("coding") + "\n```", "coding"),
            new Understood("```\n" + tag("openai/gpt-4o") + "\n```", "openai/gpt-4o"),
            new Understood(tag("`coding`"), "coding"),
            new Understood(tag("\"coding\""), "coding"),
            new Understood(tag("{coding}"), "coding"),
            new Understood(tag("coding").toUpperCase(Locale.ROOT), "coding"),
            new Understood(tag("Coding"), "coding"),
            new Understood(tag("codng"), "coding"),
            new Understood(tag("gpt-4o"), "openai/gpt-4o"),
            new Understood("Sure! " + tag("coding") + " Hope this helps.", "coding"),
            new Understood(tag("general") + tag("coding"), "coding"),
            new Understood(tag("coding") + tag("nobody/knows"), "coding"),
            new Understood("<think>coding or general? " + tag("general") + "</think>" + tag("coding"), "coding"),
            new Understood("<aisbf_model_autoselection>coding", "coding"),
            new Understood("<aisbf_model_autoselection>coding</aisbf_model_auto", "coding"),
            new Understood("coding", "coding"),
            new Understood("`coding`.", "coding"),
            new Understood("**coding**", "coding"),
            new Understood("{\"model_id\": \"coding\"}", "coding"),
            new Understood("```json\n{\"model\": \"openai/gpt-4o\"}\n```", "openai/gpt-4o"),
            new Understood("The model: coding.", "coding"),
            new Understood("model_id: openai/gpt-4o", "openai/gpt-4o"),
            new Understood("CODING", "coding"),
            new Understood("gpt-4o", "openai/gpt-4o"),
            new Understood("genral", "general"),
            new Understood(tag("codings"), "coding"),
            new Understood(tag("c\u0301oding"), "coding"),
            new Understood("I choose “general”", "general"));

    /** An answer and who is meant. */
    record Understood(String answer, String chosen) {}

    private static final List<String> WRITTEN = List.of(
            "",
            " ",
            "\n\n",
            "\u0000",
            "...",
            "<>",
            "</>",
            "null",
            "none",
            "undefined",
            "0",
            "{}",
            "[]",
            "{model_id}",
            "I'm sorry, I can't help with that.",
            "In general I cannot say which of them is the best for this task.",
            "Not coding.",
            "Anything except general",
            "Don't use coding",
            "neither coding nor general",
            "coding or general",
            "coding, general",
            "coding general openai/gpt-4o",
            "general? coding?",
            "codingxyz",
            "xyzcoding",
            "coding-2",
            "coding/fast",
            "openai/coding-turbo",
            "openai",
            "gpt",
            "gpt-4",
            "gpt-5o",
            "gpt-4o-mini",
            "openai/gpt-4",
            "openai/gpt-5o",
            "openai/gpt-40",
            "anthropic/gpt-4o",
            "../coding",
            "<aisbf_model_autoselection>",
            "</aisbf_model_autoselection>",
            "<aisbf_model_autoselection/>",
            "<aisbf_model_autoselection></aisbf_model_autoselection>",
            "<aisbf_model_autoselection> </aisbf_model",
            "<aisbf_model_autoselection>cod",
            "<think>coding is best, I think. The answer is coding",
            "<think>" + tag("coding"),
            "<selection>coding</selection> <other>general</other>",
            "Here is your sorted list: [1, 2, 3]",
            "def sort(items): return sorted(items)",
            "'; DROP TABLE models; --",
            "${env:HOME}",
            "%s%s%n",
            "autoselect/x",
            "rotation/coding",
            "picker",
            "{{model_id}}",
            "{model_id}");

    private static final List<String> STRANGERS = List.of(
            "evil/model",
            "general2",
            "gpt-4",
            "openai/gpt-4o-mini",
            "openai/gpt-4o\u0000",
            "*",
            "autoselect/x",
            "http://evil.example/",
            "../../coding",
            "coding,general",
            "coding general",
            "{model_id}",
            "NAME",
            "coding\ngeneral",
            "cod\u0000ing",
            "cod\u200bing",
            "co\u0434ing ок",
            "&lt;coding&gt; no");

    private Answers() {}

    /** Answers by which nobody is chosen. */
    static List<String> hostile() {
        List<String> answers = new ArrayList<>(WRITTEN);
        for (String other : STRANGERS) {
            answers.add(tag(other));
            answers.add(tag(other) + " although coding would do");
            answers.add("The choice is " + tag(other));
        }
        answers.addAll(generated());
        return answers;
    }

    private static List<String> generated() {
        List<String> answers = new ArrayList<>();
        Random random = new Random(7);
        IntStream.range(0, 60).forEach(number -> answers.add(noise(random, 1 + random.nextInt(300))));
        IntStream.range(0, 40).forEach(number -> answers.add(tag(noise(random, 1 + random.nextInt(30)))));
        for (int length : List.of(1_000, 50_000, 1_000_000)) {
            answers.add("x".repeat(length));
            answers.add("<".repeat(length));
            answers.add("<aisbf_model_autoselection>".repeat(length / 27));
            answers.add("coding general ".repeat(length / 15));
            answers.add(tag("evil/model").repeat(length / 65));
            answers.add("<think>" + "coding ".repeat(length / 7));
            answers.add("\u0000".repeat(length));
            answers.add("\ud800".repeat(length));
            answers.add("{".repeat(length) + "coding or general");
        }
        return answers;
    }

    private static String noise(Random random, int length) {
        String letters = "<>/&;\"'`{}[]()\\ \n\t\u0000\u200b\ud83dqwz0123456789_-.:é中";
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append(letters.charAt(random.nextInt(letters.length())));
        }
        return noise.toString();
    }
}
