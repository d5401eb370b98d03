// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Pause;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.faults.RawUpstream.Tell;
import io.aisbf.distribution.survival.bed.Caller.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Two upstreams of which each is slow once in twenty times, whoever asks. Any thread. */
public final class Bimodal implements AutoCloseable {
    /** How long the slow ones take. */
    public static final Duration SLOW = Duration.ofMillis(600);

    private static final Duration QUICK = Duration.ofMillis(20);
    private static final int ONE_IN = 20;
    private static final int WORKERS = 4;

    private final RawUpstream a = new RawUpstream(this::script);
    private final RawUpstream b = new RawUpstream(this::script);
    private final AtomicInteger came = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();
    private final AtomicInteger slowAnswered = new AtomicInteger();

    /** {@return the section of the providers, {@code NAME-a} and {@code NAME-b}} */
    public String providers(String name) {
        return """
            providers:
              %1$s-a: {type: openai, endpoint: "%2$s", api_key: sk-1}
              %1$s-b: {type: openai, endpoint: "%3$s", api_key: sk-2}
            """.formatted(name, a.endpoint(), b.endpoint());
    }

    /** {@return what became of so many calls} */
    public Tally run(Product product, String model, int calls) throws Exception {
        came.set(0);
        slow.set(0);
        slowAnswered.set(0);
        Tally tally = new Tally(model);
        Caller caller = new Caller(product.address());
        List<Client> clients = Client.all();
        Crowd.each(0, calls, WORKERS, number -> {
            Client client = clients.get(number % clients.size());
            boolean streamed = number % 2 == 0;
            Answer answer = caller.ask(client, model, streamed);
            Judge.Judgement judgement = Judge.of(client, answer, streamed, Recorded.TEXT);
            tally.add(client.protocol(), judgement, judgement.verdict() == Judge.Verdict.ANSWERED, answer.total());
        });
        tally.attempts(came.get(), came.get());
        return tally;
    }

    /** {@return how many requests were to be slow} */
    public int slow() {
        return slow.get();
    }

    /** {@return how many of those were let go before they were answered} */
    public int letGo() {
        return slow.get() - slowAnswered.get();
    }

    private List<Step> script(Request request) {
        int number = came.incrementAndGet();
        boolean late = number % ONE_IN == ONE_IN / 2;
        Send answer = Marks.streamed(request)
                ? new Send(Recorded.wire(Recorded.TEXT_WORDS))
                : RawUpstream.reply(200, "application/json", Recorded.body(Recorded.TEXT));
        if (!late) {
            return List.of(new Pause(QUICK), answer);
        }
        slow.incrementAndGet();
        return List.of(new Pause(SLOW), answer, new Tell(slowAnswered::incrementAndGet));
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
