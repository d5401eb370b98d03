// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.sdk.matrix.Answer.Called;
import io.aisbf.distribution.sdk.matrix.Answer.Finish;
import io.aisbf.distribution.sdk.matrix.Driver.Conversation;
import io.aisbf.distribution.sdk.matrix.Driver.Trouble;
import io.aisbf.distribution.sdk.matrix.Question.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The cases that one SDK goes through against one provider, whole or streamed. */
record Cases(Doubles doubles, Driver driver, String provider, boolean stream) {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String DEGREES = "It is 21 degrees in Köln.";
    private static final String THOUGHT = "Let me think about it.";
    private static final Map<String, Trouble> FAULTS = Map.of(
            "error-400", Trouble.BAD_REQUEST,
            // The operator's key is no fault of the client's.
            "error-401", Trouble.SERVER,
            "error-404", Trouble.NOT_FOUND,
            "error-429", Trouble.RATE,
            "error-500", Trouble.SERVER,
            "error-overloaded", Trouble.SERVER,
            "error-overflow", Trouble.BAD_REQUEST);

    /** A piece of what proves a thought, which must come back to whom it came from. */
    private static final Map<String, String> PROOFS = Map.of(
            "double-responses",
            "encrypted/thought",
            "double-anthropic",
            "anthropic/proof",
            "double-google",
            "++++//8K");

    /** A case of a matrix. */
    record Case(String name, Run run) {}

    /** What a case does. */
    interface Run {
        void run() throws Exception;
    }

    /** What came of one question. */
    private record Outcome(Answer answer, String received) {}

    /** {@return all that this SDK can say} */
    List<Case> all() {
        List<Case> cases = new ArrayList<>();
        add(cases, "text", this::text);
        add(cases, "unicode", this::unicode);
        add(cases, "system", () -> received("system", Question.SYSTEM, Wish.SYSTEM), Wish.SYSTEM);
        add(cases, "image", () -> received("image", Question.PNG, Wish.IMAGE), Wish.IMAGE);
        add(cases, "pdf", () -> unless("double-ollama", "pdf", Question.PDF, Wish.PDF), Wish.PDF);
        add(cases, "tool loop", this::toolLoop);
        add(cases, "parallel calls of one name", this::parallel);
        add(cases, "forced tool", this::forced, Wish.FORCED);
        add(cases, "json schema", this::schema, Wish.SCHEMA);
        add(cases, "stop", () -> unless("double-responses", "stop", Question.STOP, Wish.STOP), Wish.STOP);
        add(cases, "temperature", () -> received("sampling", "0.25", Wish.TEMPERATURE), Wish.TEMPERATURE);
        add(cases, "length", this::length, Wish.LENGTH);
        add(cases, "usage", this::usage);
        add(cases, "thinking, its proof brought back", this::thinking, Wish.THINKING);
        FAULTS.forEach((scenario, trouble) -> add(cases, scenario, () -> fails(scenario, trouble)));
        if (stream) {
            List.of("error-stream", "error-cut").forEach(scenario -> add(cases, scenario, () -> breaks(scenario)));
        }
        return cases;
    }

    private void add(List<Case> cases, String name, Run run, Wish... needed) {
        if (driver.able().containsAll(List.of(needed))) {
            cases.add(
                    new Case(driver.label() + " > " + provider + ": " + name + (stream ? ", stream" : ", whole"), run));
        }
    }

    private static String own(String scenario) {
        return scenario + "--j" + NUMBER.incrementAndGet();
    }

    private Conversation begin(String model, Question question) {
        return driver.begin(provider + "/" + model, question);
    }

    private Outcome ask(String scenario, Question question) throws Exception {
        String model = own(scenario);
        return new Outcome(begin(model, question).ask(stream), last(model));
    }

    private String last(String model) {
        return doubles.seen(model).getLast().asked().body();
    }

    private void text() throws Exception {
        Answer answer = ask("text", Question.of("Hi")).answer();
        assertEquals("Hello, world!", answer.text());
        assertEquals(Finish.STOP, answer.finish());
        assertEquals(5, answer.output());
    }

    private void unicode() throws Exception {
        assertEquals(
                "Grüße an \uD83D\uDE80 日本語 \"quoted\" \\ \n\t\u2028é\uD83D\uDC69\u200D\uD83D\uDCBB",
                ask("unicode", Question.of("Grüß Gott")).answer().text());
    }

    private void received(String scenario, String wanted, Wish wish) throws Exception {
        String body = ask(scenario, Question.of("Hi", wish)).received();
        assertTrue(body.contains(wanted), () -> "no " + wanted + " in " + body);
    }

    /** What a provider has no words for changes the meaning, so the client is told. */
    private void unless(String mute, String scenario, String wanted, Wish wish) throws Exception {
        if (provider.equals(mute)) {
            refused(scenario, Question.of("Hi", wish));
        } else {
            received(scenario, wanted, wish);
        }
    }

    private void refused(String scenario, Question question) {
        Exception failure = assertThrows(Exception.class, () -> ask(scenario, question));
        assertEquals(Trouble.BAD_REQUEST, driver.trouble(failure), failure::toString);
    }

    private void toolLoop() throws Exception {
        String model = own("tool");
        Conversation talk = begin(model, Question.of("How warm is it?", Wish.TOOLS, Wish.SYSTEM));
        Answer first = talk.ask(stream);
        assertEquals(List.of(new Called("weather", Map.of("city", "Köln"))), first.calls());
        assertEquals(Finish.TOOLS, first.finish());
        talk.results(List.of("21 degrees C"));
        Answer second = talk.ask(stream);
        assertEquals(DEGREES, second.text());
        assertEquals(Finish.STOP, second.finish());
        assertTrue(last(model).contains("21 degrees C"), () -> last(model));
    }

    private void parallel() throws Exception {
        String model = own("tools-parallel");
        Conversation talk = begin(model, Question.of("How warm is it, and how late?", Wish.TOOLS));
        Answer first = talk.ask(stream);
        assertEquals(
                List.of(
                        new Called("weather", Map.of("city", "Köln")),
                        new Called("weather", Map.of("city", "Paris")),
                        new Called("clock", Map.of())),
                first.calls());
        List<String> results =
                IntStream.range(0, 3).mapToObj(i -> "result " + i).toList();
        talk.results(results);
        assertEquals(DEGREES, talk.ask(stream).text());
        String body = last(model);
        assertTrue(body.matches("(?s).*result 0.*result 1.*result 2.*"), body);
    }

    private void forced() throws Exception {
        Question question = Question.of("How warm is it?", Wish.TOOLS, Wish.FORCED);
        if (provider.equals("double-ollama")) {
            refused("tool-choice-required", question);
            return;
        }
        Answer answer = ask("tool-choice-required", question).answer();
        assertEquals(
                List.of("weather"), answer.calls().stream().map(Called::name).toList());
    }

    private void schema() throws Exception {
        Outcome outcome = ask("json-schema", Question.of("Where?", Wish.SCHEMA));
        assertEquals(
                Map.of("city", "Köln", "n", 1), Json.object(outcome.answer().text()));
        assertTrue(outcome.received().toLowerCase(Locale.ROOT).contains("\"integer\""), outcome.received());
    }

    private void length() throws Exception {
        // LangChain4j says max_tokens, is relayed as it is, and the double wants max_completion_tokens.
        if (driver.label().equals("langchain4j-open-ai") && provider.equals("double-openai")) {
            refused("length", Question.of("Go on.", Wish.LENGTH));
            return;
        }
        Outcome outcome = ask("length", Question.of("Go on.", Wish.LENGTH));
        assertEquals("This goes on and on", outcome.answer().text());
        assertEquals(Finish.LENGTH, outcome.answer().finish());
        assertTrue(outcome.received().contains("77"), outcome.received());
    }

    private void usage() throws Exception {
        Answer answer = ask("usage", Question.of("Count.")).answer();
        // LangChain4j counts only what Anthropic did not cache.
        assertEquals(driver.label().equals("langchain4j-anthropic") ? answer.input() : 1000, answer.input());
        boolean details = !provider.equals("double-ollama");
        // LangChain4j does not count what Gemini thought.
        assertEquals(details && driver.label().equals("langchain4j-google-ai-gemini") ? 186 : 250, answer.output());
        if (details) {
            answer.cached().ifPresent(cached -> assertEquals(600, cached));
        }
    }

    private void thinking() throws Exception {
        String model = own("thinking");
        Conversation talk = begin(model, Question.of("How warm is it?", Wish.TOOLS, Wish.THINKING));
        Answer first = talk.ask(stream);
        assertEquals(THOUGHT, first.thinking().strip());
        assertEquals(
                List.of("weather"), first.calls().stream().map(Called::name).toList());
        talk.results(List.of("21 degrees C"));
        assertEquals(DEGREES, talk.ask(stream).text());
        String proof = PROOFS.getOrDefault(provider, "");
        // LangChain4j makes one thought of several blocks, and one text of their proofs.
        boolean joined = driver.label().equals("langchain4j-anthropic") && provider.equals("double-google") && !stream;
        if (driver.provesThoughts() && !joined) {
            assertTrue(last(model).contains(proof), () -> last(model));
        }
    }

    private void fails(String scenario, Trouble trouble) {
        Exception failure = assertThrows(Exception.class, () -> ask(scenario, Question.of("Hi")));
        assertEquals(trouble, driver.trouble(failure), failure::toString);
    }

    private void breaks(String scenario) {
        String model = own(scenario);
        Conversation talk = begin(model, Question.of("Hi"));
        assertThrows(Exception.class, () -> talk.ask(true));
        assertEquals(1, doubles.seen(model).size());
    }
}
