// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Recalling;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a method the same thing once. Chains that begin alike ask their first methods alike, so of 64 chains two thirds of
 * the work is a repetition, whose result a method has promised to be the same; that it keeps the promise is shown by a
 * second instance of it, which is asked on its own account. For many threads.
 */
final class Once {
    private static final int MOST_KNOWN = 4096;

    private Once() {}

    /** The method, remembering what it answered lately. */
    static CondensationMethod of(CondensationMethod method) {
        Shorter shorter = new Shorter(method, new Known<>());
        return method instanceof Recalling recalling ? new WithRecall(shorter, recalling, new Known<>()) : shorter;
    }

    private record Question(CondensationMethod.Passage passage, CondensationMethod.Budget budget) {}

    private interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /** The newest answers. */
    private static final class Known<T> {
        private final Map<Question, T> answers = Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, T> eldest) {
                return size() > MOST_KNOWN;
            }
        });

        T get(Question question, Work<T> work) throws IOException, InterruptedException {
            Optional<T> known = Optional.ofNullable(answers.get(question));
            if (known.isPresent()) {
                return known.get();
            }
            T answer = work.run();
            answers.put(question, answer);
            return answer;
        }
    }

    private record Shorter(CondensationMethod method, Known<List<Message>> known) implements CondensationMethod {
        @Override
        public List<Message> condense(Passage passage, Budget budget, Call call)
                throws IOException, InterruptedException {
            return known.get(new Question(passage, budget), () -> method.condense(passage, budget, call));
        }

        @Override
        public boolean faithful() {
            return method.faithful();
        }
    }

    private record WithRecall(Shorter shorter, Recalling recalling, Known<List<CondensationMethod.Excerpt>> known)
            implements CondensationMethod, Recalling {
        @Override
        public List<Message> condense(Passage passage, Budget budget, Call call)
                throws IOException, InterruptedException {
            return shorter.condense(passage, budget, call);
        }

        @Override
        public boolean faithful() {
            return shorter.faithful();
        }

        @Override
        public List<Excerpt> recall(Passage passage, Budget budget, Call call)
                throws IOException, InterruptedException {
            return known.get(new Question(passage, budget), () -> recalling.recall(passage, budget, call));
        }
    }
}
