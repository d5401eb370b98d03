// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import io.aisbf.runtime.config.bounds.StoreConfig;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A Redis server that runs scripts. Each question has a deadline and ends by it. May be asked by any thread; one that is
 * interrupted hears so at once.
 *
 * <p>What is asked must do no harm when it is done twice: a question whose connection breaks is asked again on a new one. Every question carries a number that its answer repeats, so that an answer which comes late, or twice, is never
 * taken for that of the next question.
 */
public final class Redis implements AutoCloseable {
    private static final int MOST_STRANGE = 64;
    private static final int MOST_TRIES = 3;

    private final Pool pool;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final AtomicLong numbers = new AtomicLong();

    /** A server; nothing is connected yet. */
    public Redis(StoreConfig config, LongSupplier nanoTime) {
        this.pool = new Pool(config.address(), Trust.of(config), config.connections(), nanoTime);
        this.timeout = config.timeout();
        this.nanoTime = nanoTime;
    }

    /** What a script is given: the names of keys, and arguments behind the number of the question. */
    public record Question(List<String> keys, List<String> arguments) {
        public Question {
            keys = List.copyOf(keys);
            arguments = List.copyOf(arguments);
        }
    }

    /** Runs a script; what it answers, behind the number. */
    public List<String> ask(Script script, Question question) throws StoreException {
        return ask(script, List.of(question)).getFirst();
    }

    /** Runs a script several times, without waiting in between. */
    public List<List<String>> ask(Script script, List<Question> questions) throws StoreException {
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        try {
            return untilAnswered(script, questions, deadline);
        } catch (IOException e) {
            throw new StoreException(Pool.words(e), e);
        }
    }

    /** On a connection that was open before, on a new one if that was broken, and after the script was shown. */
    private List<List<String>> untilAnswered(Script script, List<Question> questions, long deadline)
            throws IOException, StoreException {
        for (int tries = 1; ; tries++) {
            try {
                return once(script, questions, deadline);
            } catch (UnknownScriptException e) {
                if (tries >= MOST_TRIES) {
                    throw e;
                }
                show(script, deadline);
            } catch (InterruptedIOException e) {
                // A deadline that passed is one as well.
                throw e;
            } catch (IOException e) {
                boolean over = Thread.currentThread().isInterrupted() || deadline - nanoTime.getAsLong() <= 0;
                if (over || tries >= MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void show(Script script, long deadline) throws IOException, StoreException {
        List<String> load = List.of("SCRIPT", "LOAD", script.text());
        pool.borrow(deadline, link -> {
            link.send(List.of(load));
            Reply reply = link.receive();
            if (reply instanceof Reply.Problem(String words)) {
                throw new StoreException("it does not take a script: " + words);
            }
            return reply;
        });
    }

    private List<List<String>> once(Script script, List<Question> questions, long deadline)
            throws IOException, StoreException {
        long first = numbers.getAndAdd(questions.size());
        List<List<String>> commands = new ArrayList<>();
        for (Question question : questions) {
            List<String> command = new ArrayList<>();
            command.add("EVALSHA");
            command.add(script.digest());
            command.add(Integer.toString(question.keys().size()));
            command.addAll(question.keys());
            command.add(Long.toString(first + commands.size()));
            command.addAll(question.arguments());
            commands.add(command);
        }
        return pool.borrow(deadline, link -> {
            link.send(commands);
            List<List<String>> answers = new ArrayList<>();
            for (int i = 0; i < questions.size(); i++) {
                answers.add(answer(link, Long.toString(first + i)));
            }
            return answers;
        });
    }

    /** The answer to that question; what answers an earlier one is passed over. */
    private static List<String> answer(Link link, String number) throws IOException, StoreException {
        for (int strange = 0; strange < MOST_STRANGE; strange++) {
            switch (link.receive()) {
                case Reply.Items(List<Reply> items) -> {
                    List<String> texts = texts(items);
                    if (!texts.isEmpty() && texts.getFirst().equals(number)) {
                        return texts.subList(1, texts.size());
                    }
                }
                case Reply.Problem(String words)
                when words.startsWith("NOSCRIPT") -> throw new UnknownScriptException(words);
                case Reply.Problem(String words) -> throw new StoreException("it says: " + words);
                case Reply.Text _, Reply.Whole _, Reply.Nothing _ -> {
                    // Of an earlier command, such as the one that showed the password.
                }
            }
        }
        throw new IOException("it answers other questions than it was asked");
    }

    private static List<String> texts(List<Reply> items) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Reply item : items) {
            texts.add(
                    switch (item) {
                        case Reply.Text(String text) -> text;
                        case Reply.Whole(long number) -> Long.toString(number);
                        case Reply.Nothing _, Reply.Items _, Reply.Problem _ ->
                            throw new IOException("it answers something that no script of the gateway does");
                    });
        }
        return texts;
    }

    /** The server has not been shown that script, or has forgotten it since. */
    private static final class UnknownScriptException extends IOException {
        private static final long serialVersionUID = 1L;

        private UnknownScriptException(String words) {
            super(words);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
