// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.split;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.plugin.Models;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.fit.rules.Whole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Splits a request that is larger than {@code max_request_tokens} of its model: a question about one long text is asked
 * of each part of it, and what was answered is put together by a last request, which takes the place of the first and
 * is answered to the client as it comes. What cannot be split without becoming another question is refused with the
 * numbers. For all calls' threads.
 *
 * <p>Parts are asked of the same model on behalf of the call, so that limits, budgets and the ledger hold for each. One
 * that fails ends the call: an answer with a hole in it would look whole.
 */
public final class Splitting {
    private static final int MOST_PARTS = 64;
    private static final int MOST_ROUNDS = 4;
    private static final int AT_ONCE = 2;

    private final Fitting.Counting counting;
    private final Models models;

    /** Splits, counting so and asking these. */
    public Splitting(Fitting.Counting counting, Models models) {
        this.counting = counting;
        this.models = models;
    }

    /**
     * The request that is answered to the client: this one if it is small enough, else one that asks for what the
     * answers from its parts come to, all of which have been asked by then.
     *
     * @param target the model, as {@code provider/model}
     * @param most tokens that one request may have; empty where any size will do
     * @param told what was done, in words
     * @throws CallException {@code CONTEXT_TOO_LONG} if it cannot be split; the failure of a part, naming the part
     */
    public ChatRequest split(ChatRequest request, String target, OptionalLong most, Call call, Consumer<String> told)
            throws InterruptedException {
        if (most.isEmpty() || call.depth() > 0) {
            return request;
        }
        long size = counting.count(request, target);
        if (size <= most.getAsLong()) {
            return request;
        }
        return new Reading(request, target, most.getAsLong(), size, call, told).answered();
    }

    /** The reading of one long text. */
    private final class Reading {
        private final ChatRequest request;
        private final String target;
        private final long most;
        private final long size;
        private final Call call;
        private final Consumer<String> told;
        private final LongText text;
        private final long room;

        Reading(ChatRequest request, String target, long most, long size, Call call, Consumer<String> told) {
            this.request = request;
            this.target = target;
            this.most = most;
            this.size = size;
            this.call = call;
            this.told = told;
            Whole.because(request).ifPresent(why -> {
                throw tooLarge(why);
            });
            text = LongText.of(request).orElseThrow(() -> tooLarge("there is no text of a user in it to split"));
            long frame = counting.count(text.replaced(request, Prompts.part(MOST_PARTS, MOST_PARTS, "")), target);
            room = most - frame;
            if (Whole.crowded(frame, most)) {
                throw tooLarge("what stands beside its longest text comes to " + frame
                        + " tokens, which leaves too little room for parts of it");
            }
        }

        private CallException tooLarge(String why) {
            return new CallException(
                    Failure.CONTEXT_TOO_LONG,
                    "the request comes to about " + size + " tokens, one request to " + target + " may have " + most
                            + " (max_request_tokens), and " + why
                            + "; send less, or set condense_context and condense_method for the model");
        }

        ChatRequest answered() throws InterruptedException {
            List<String> parts = new Cut(this::tokens).parts(text.text(), room);
            if (parts.size() > MOST_PARTS) {
                throw tooLarge("it would be " + parts.size() + " parts, and " + MOST_PARTS + " are the most");
            }
            List<ChatRequest> questions = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                questions.add(text.replaced(request, Prompts.part(i + 1, parts.size(), parts.get(i))));
            }
            List<String> answers = ask(questions, "part");
            told.accept("a request of about " + size + " tokens was split into " + parts.size() + " parts of at most "
                    + most + " tokens");
            return merged(answers);
        }

        private long tokens(String piece) {
            return counting.count(ChatRequest.of("", List.of(Message.of(Message.Role.USER, piece))), target);
        }

        /** One request of all answers; where they are too many for one, of what neighbours come to together. */
        private ChatRequest merged(List<String> answers) throws InterruptedException {
            List<String> current = answers;
            for (int round = 0; round < MOST_ROUNDS; round++) {
                ChatRequest whole = text.replaced(request, Prompts.answers(current, 1, current.size()));
                if (counting.count(whole, target) <= most) {
                    return whole;
                }
                List<ChatRequest> groups = groups(current);
                if (groups.size() >= current.size()) {
                    break;
                }
                current = ask(groups, "the answers' group");
            }
            throw tooLarge("the answers from its parts are too long to be put together; bound them by max_tokens");
        }

        private List<ChatRequest> groups(List<String> answers) {
            List<ChatRequest> groups = new ArrayList<>();
            int first = 0;
            Optional<ChatRequest> fits = Optional.empty();
            for (int i = 0; i < answers.size(); i++) {
                ChatRequest group = text.replaced(
                        request, Prompts.answers(answers.subList(first, i + 1), first + 1, answers.size()));
                if (fits.isPresent() && counting.count(group, target) > most) {
                    groups.add(fits.get());
                    first = i;
                    group = text.replaced(request, Prompts.answers(answers.subList(i, i + 1), i + 1, answers.size()));
                }
                fits = Optional.of(group);
            }
            fits.ifPresent(groups::add);
            return groups;
        }

        private List<String> ask(List<ChatRequest> questions, String what) throws InterruptedException {
            List<Together.Work<String>> works = new ArrayList<>();
            for (int i = 0; i < questions.size(); i++) {
                ChatRequest question = questions.get(i).withModel(target);
                String name = what + ' ' + (i + 1) + " of " + questions.size();
                works.add(() -> ask(question, name));
            }
            return Together.run(works, AT_ONCE);
        }

        private String ask(ChatRequest question, String name) throws InterruptedException {
            try {
                ChatResponse response = models.ask(question, call);
                return words(response, name);
            } catch (CallException e) {
                throw new CallException(
                        e.failure(), name + " of the split request failed: " + e.getMessage(), e.details());
            } catch (IOException e) {
                throw new CallException(Failure.UNREACHABLE, name + " of the split request failed: " + e);
            }
        }

        private static String words(ChatResponse response, String name) {
            StringBuilder words = new StringBuilder();
            for (Part part : response.choices().getFirst().message().parts()) {
                if (part instanceof Part.Text said) {
                    words.append(words.isEmpty() ? "" : "\n").append(said.text());
                }
            }
            if (words.isEmpty()) {
                throw new CallException(
                        Failure.MALFORMED_REPLY, name + " of the split request was answered without a word");
            }
            return words.toString();
        }
    }
}
