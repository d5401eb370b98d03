// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.survival.bed.Caller.Answer;
import io.aisbf.distribution.survival.bed.Judge.Judgement;
import io.aisbf.distribution.survival.bed.Judge.Verdict;
import io.aisbf.distribution.survival.bed.Mode.Expected;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The product with one rotation for each mode of the book: an upstream that fails so, and two that are well. Any
 * thread.
 */
public final class Bed implements AutoCloseable {
    private static final int TRIES_TO_MEET = 12;
    private static final int OUT_OF_STEP = 5;
    private static final List<Client> CLIENTS = Client.all();

    private final Doubles doubles = Doubles.start();
    private final Map<Mode, FaultyUpstream> upstreams;
    private final Product product;
    private final Caller caller;

    /**
     * Starts everything.
     *
     * @param cooldown the section of that name; empty for the default
     * @param rotation what rotations have besides their candidates
     */
    public Bed(List<Mode> modes, String cooldown, String rotation) throws IOException {
        this.upstreams = modes.stream().collect(Collectors.toMap(Function.identity(), FaultyUpstream::new));
        this.product = Product.start(configuration(modes, cooldown, rotation));
        this.caller = new Caller(product.address());
    }

    /** {@return the faulty one of that mode} */
    public FaultyUpstream upstream(Mode mode) {
        return Objects.requireNonNull(upstreams.get(mode), mode::name);
    }

    /** {@return the product} */
    public Product product() {
        return product;
    }

    /** {@return who asks it} */
    public Caller caller() {
        return caller;
    }

    /** Calls of one mode, through all protocols, streamed and whole in turn. */
    public Tally run(Mode mode, int calls, int workers) throws Exception {
        Tally tally = new Tally(mode.name());
        long start = System.nanoTime();
        int met = meet(mode, tally, calls);
        Crowd.each(met, calls, workers, call -> call(mode, call, tally));
        tally.took(Duration.ofNanos(System.nanoTime() - start));
        count(mode, tally);
        return tally;
    }

    /** One call at a time until the faulty one was asked, so that afterwards none is under way that knows nothing. */
    private int meet(Mode mode, Tally tally, int calls) {
        int made = 0;
        while (made < Math.min(calls, TRIES_TO_MEET) && upstream(mode).asked() == 0) {
            call(mode, made, tally);
            made++;
        }
        return made;
    }

    private void call(Mode mode, int number, Tally tally) {
        int cell = cell(number);
        Client client = CLIENTS.get(cell % CLIENTS.size());
        boolean streamed = cell / CLIENTS.size() == 0;
        String what = client.protocol() + (streamed ? " streamed" : " whole");
        long start = System.nanoTime();
        try {
            Answer answer = caller.ask(client, mode.name(), streamed);
            Judgement judgement = Judge.of(client, answer, streamed, Recorded.TEXT);
            tally.add(what, judgement, allowed(mode, judgement.verdict(), streamed), answer.total());
            if (mode.expected() == Expected.CALLERS && judgement.verdict() == Verdict.REFUSED) {
                callersFault(mode, answer, tally);
            }
        } catch (IOException e) {
            Judgement judgement = new Judgement(Verdict.WRONG, e.toString());
            tally.add(what, judgement, false, System.nanoTime() - start);
        }
    }

    /** Each dozen of calls has all protocols, streamed and whole, in an order that is not in step with any rotation. */
    private static int cell(int number) {
        int cells = 2 * CLIENTS.size();
        return (number % cells * OUT_OF_STEP + number / cells) % cells;
    }

    private static boolean allowed(Mode mode, Verdict verdict, boolean streamed) {
        return switch (verdict) {
            case ANSWERED -> true;
            case BROKEN -> streamed && mode.expected() == Expected.MAY_BREAK;
            case REFUSED -> mode.expected() == Expected.CALLERS;
            case WRONG -> false;
        };
    }

    /** The client is told of its fault, and nobody else was asked for this call. */
    private void callersFault(Mode mode, Answer answer, Tally tally) {
        long asked = upstream(mode).arrivals().stream()
                        .filter(arrival -> arrival.call().equals(OptionalInt.of(answer.call())))
                        .count()
                + well(mode).stream()
                        .filter(body -> Marks.call(body) == answer.call())
                        .count();
        if (asked != 1) {
            tally.complain("a fault of the caller's was tried " + asked + " times");
        }
        if (answer.status() / 100 != 4) {
            tally.complain("a fault of the caller's was told as " + answer.status());
        }
    }

    private void count(Mode mode, Tally tally) {
        FaultyUpstream upstream = upstream(mode);
        tally.attempts(upstream.asked() + well(mode).size(), upstream.asked());
        Map<OptionalInt, Long> refused = upstream.arrivals().stream()
                .filter(arrival -> arrival.asks() && arrival.key().equals(Modes.BAD_KEY))
                .collect(Collectors.groupingBy(FaultyUpstream.Arrival::call, Collectors.counting()));
        refused.forEach((call, times) -> {
            if (times > 1) {
                tally.complain("call " + call + " tried a refused key " + times + " times");
            }
        });
        upstream.early().forEach(arrival -> tally.complain("asked before its time was over: " + arrival));
    }

    private List<String> well(Mode mode) {
        return doubles.seen("text--" + mode.name()).stream()
                .map(seen -> seen.asked().body())
                .toList();
    }

    private String configuration(List<Mode> modes, String cooldown, String rotation) {
        StringBuilder yaml = new StringBuilder(cooldown.isEmpty() ? "" : "cooldown: " + cooldown + "\n");
        yaml.append("providers:\n");
        yaml.append(
                        "  well-a: {type: openai, endpoint: \"%s/openai/v1\", api_key: sk-double, protocols: [openai-chat], timeouts: {connect: 60s},"
                                .formatted(doubles.address()))
                .append(" max_tokens_member: max_completion_tokens}\n");
        yaml.append(
                "  well-b: {type: anthropic, endpoint: \"%s/anthropic\", api_key: sk-ant-double, timeouts: {connect: 60s}}\n"
                        .formatted(doubles.address()));
        modes.forEach(mode -> yaml.append(provider(mode)));
        yaml.append("rotations:\n");
        modes.forEach(mode ->
                yaml.append("  %1$s: {%2$s, models: {bad-%1$s/text: 1, well-a/text--%1$s: 1, well-b/text--%1$s: 1}}\n"
                        .formatted(mode.name(), rotation)));
        return yaml.toString();
    }

    private String provider(Mode mode) {
        boolean two = mode.name().endsWith("-of-two-keys");
        return "  bad-%s: {type: %s, endpoint: \"%s\", %s, timeouts: {%s}}\n"
                .formatted(
                        mode.name(),
                        mode.dialect().word(),
                        upstream(mode).endpoint(),
                        two ? "api_keys: [" + Modes.BAD_KEY + ", sk-good]" : "api_key: sk-one",
                        Modes.isSilent(mode)
                                ? "connect: 300ms, first_byte: 400ms, idle: 400ms, total: 2s"
                                : "connect: 60s, first_byte: 60s, idle: 60s");
    }

    @Override
    public void close() {
        product.close();
        upstreams.values().forEach(FaultyUpstream::close);
        doubles.close();
    }
}
