// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the model of a scenario says, in no protocol: each double puts it into its provider's bytes, and a test knows
 * from it what has to arrive at a client.
 *
 * @param words the text, in the pieces of a stream
 * @param choices how many times it says it
 * @param weighed whether its tokens come with their probabilities
 */
public record Said(
        Optional<String> thought,
        List<String> words,
        Optional<String> refusal,
        List<Wanted> calls,
        Stop stop,
        List<Source> sources,
        Bill bill,
        int choices,
        boolean weighed) {
    private static final Bill SMALL = new Bill(12, 0, 0, 5, 0);

    /** Why it stops. */
    public enum Stop {
        DONE,
        SEQUENCE,
        LENGTH,
        CALLS,
        FILTER,
        REFUSED
    }

    /** A tool it wants called. */
    public record Wanted(String tool, String arguments) {}

    /** Where the text, all of it, comes from. */
    public record Source(String url, String title, String quote) {}

    /**
     * What it costs, in tokens.
     *
     * @param input with the cached and the newly cached ones
     * @param output with those of the thoughts
     */
    public record Bill(int input, int cached, int written, int output, int reasoning) {}

    /** {@return the text} */
    public String text() {
        return String.join("", words);
    }

    /**
     * What a scenario's model says.
     *
     * @param answered whether the last turn of the conversation is a tool's
     * @param offered whether tools are offered
     */
    public static Said in(String scenario, boolean answered, boolean offered) { // long method: one table
        return switch (scenario) {
            case "unicode" ->
                saying(
                        "Grüße",
                        " an ",
                        "\uD83D\uDE80",
                        " 日本語 ",
                        "\"quoted\" \\ \n\t",
                        "\u2028é\uD83D\uDC69\u200D\uD83D\uDCBB");
            case "long" -> saying(many());
            case "tool", "tool-choice-required", "tool-choice-named" -> answered ? degrees() : weather();
            case "tools-parallel" -> answered ? degrees() : three();
            case "json-schema", "json-object" -> saying("{\"city\":", "\"Köln\",", "\"n\":1}");
            case "stop" -> saying("one", " two ").stopping(Stop.SEQUENCE);
            case "length" -> saying("This goes on and", " on").stopping(Stop.LENGTH);
            case "filter" -> saying("What I").stopping(Stop.FILTER);
            case "refusal" -> refused("I cannot help with that.");
            case "citations" ->
                saying("Paris is", " the capital.")
                        .from(new Source("https://example.org/paris", "Paris", "Paris is the capital of France."));
            case "usage" -> saying("Counted.").costing(new Bill(1000, 600, 100, 250, 64));
            case "empty" -> saying();
            case "thinking" -> thinking(answered, offered);
            case "n2" -> saying("Hello", " there").times(2);
            case "logprobs" -> saying("Hello", " there").weighing();
            default -> saying("Hello", ", ", "world", "!");
        };
    }

    private static Said thinking(boolean answered, boolean offered) {
        if (answered) {
            return degrees();
        }
        Said said = offered ? weather() : saying("The answer", " is 42.");
        return new Said(
                Optional.of("Let me think about it."),
                said.words,
                said.refusal,
                said.calls,
                said.stop,
                said.sources,
                new Bill(12, 0, 0, 30, 20),
                1,
                false);
    }

    private static Said degrees() {
        return saying("It is", " 21 degrees", " in Köln.");
    }

    private static Said weather() {
        return calls(new Wanted("weather", "{\"city\":\"Köln\"}"));
    }

    private static Said three() {
        return calls(
                new Wanted("weather", "{\"city\":\"Köln\"}"),
                new Wanted("weather", "{\"city\":\"Paris\"}"),
                new Wanted("clock", "{}"));
    }

    private static String[] many() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            words.add("w" + i + " ");
        }
        return words.toArray(String[]::new);
    }

    private static Said saying(String... words) {
        return new Said(
                Optional.empty(), List.of(words), Optional.empty(), List.of(), Stop.DONE, List.of(), SMALL, 1, false);
    }

    private static Said calls(Wanted... wanted) {
        return new Said(
                Optional.empty(), List.of(), Optional.empty(), List.of(wanted), Stop.CALLS, List.of(), SMALL, 1, false);
    }

    private static Said refused(String words) {
        return new Said(
                Optional.empty(), List.of(), Optional.of(words), List.of(), Stop.REFUSED, List.of(), SMALL, 1, false);
    }

    private Said stopping(Stop reason) {
        return new Said(thought, words, refusal, calls, reason, sources, bill, choices, weighed);
    }

    private Said from(Source source) {
        return new Said(thought, words, refusal, calls, stop, List.of(source), bill, choices, weighed);
    }

    private Said costing(Bill other) {
        return new Said(thought, words, refusal, calls, stop, sources, other, choices, weighed);
    }

    private Said times(int count) {
        return new Said(thought, words, refusal, calls, stop, sources, bill, count, weighed);
    }

    private Said weighing() {
        return new Said(thought, words, refusal, calls, stop, sources, bill, choices, true);
    }
}
