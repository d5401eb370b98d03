// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.request.MessageReader;
import io.aisbf.provider.openai.wire.Thoughts;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How far one answer of a stream has come that is being decoded: its calls, which begin once with id and name however
 * often the upstream repeats them, and the proofs of its thoughts, which are whole only when something else follows.
 */
final class Progress {
    private static final String INDEX = "index";

    private final int choice;
    private final UnaryOperator<String> names;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<JsonObject> details = new ArrayList<>();
    private final Set<String> proven = new HashSet<>();
    private boolean spelled;

    /** An answer that begins; {@code names} gives a tool's name as the client knows it. */
    Progress(int choice, UnaryOperator<String> names) {
        this.choice = choice;
        this.names = names;
    }

    /** A call that has begun. */
    private record Call(Optional<String> id, String tool, StringBuilder arguments) {}

    /** Whether a tool is called. */
    boolean called() {
        return !calls.isEmpty();
    }

    /**
     * More of a call.
     *
     * @param index the upstream's number for it, which some give to several calls
     * @param answer the answer's id, from which one is made for a call that has none
     */
    List<ChatEvent> call(int index, Members delta, Optional<Members> function, String answer) {
        List<ChatEvent> events = new ArrayList<>();
        Optional<String> id = delta.words("id");
        Optional<String> name = function.flatMap(members -> members.words("name"));
        String fragment = function.map(Progress::arguments).orElse("");
        Optional<Integer> known = Optional.ofNullable(numbers.get(index))
                .filter(number -> id.isEmpty()
                        || name.isEmpty()
                        || id.equals(calls.get(number).id()));
        int number = known.orElseGet(calls::size);
        if (known.isEmpty()) {
            numbers.put(index, number);
            calls.add(new Call(id, name.orElse(""), new StringBuilder()));
            Thoughts.proofOfCall(delta, true)
                    .filter(proof -> id.filter(proven::contains).isEmpty())
                    .ifPresent(proof -> events.add(new ChatEvent.ReasoningDelta(choice, "", Optional.of(proof))));
            String invented = MessageReader.inventedId(answer + "_" + choice, number);
            Optional<String> tool = Optional.of(names.apply(name.orElse("")));
            events.add(new ChatEvent.ToolCallDelta(choice, number, Optional.of(id.orElse(invented)), tool, fragment));
        } else {
            events.add(new ChatEvent.ToolCallDelta(choice, number, Optional.empty(), Optional.empty(), fragment));
        }
        calls.get(number).arguments().append(fragment);
        return events;
    }

    /**
     * The words of a thought in a delta. Those in {@code reasoning_details} count only where the upstream has no other
     * member for words: some say all of them again, there, when the thought is proven.
     */
    Optional<String> thought(Members delta, List<Members> elements) {
        Optional<String> words = Thoughts.words(delta);
        spelled |= words.isPresent();
        return spelled
                ? words
                : Optional.of(Thoughts.text(
                        elements.stream().filter(one -> !Thoughts.isTagged(one)).toList()));
    }

    /**
     * Elements of {@code reasoning_details}: those that were tagged here are proofs of their own, the upstream's are
     * gathered, their fragments joined.
     */
    List<ChatEvent> details(List<Members> elements) {
        List<ChatEvent> events = new ArrayList<>();
        for (Members element : elements) {
            if (Thoughts.isTagged(element)) {
                element.words("id").ifPresent(proven::add);
                events.add(new ChatEvent.ReasoningDelta(choice, "", Thoughts.proof(element)));
            } else if (!details.isEmpty() && continues(element)) {
                details.set(details.size() - 1, joined(details.getLast(), element));
            } else {
                details.add(element.object());
            }
        }
        return events;
    }

    /** The proofs that were gathered, once something else follows. */
    List<ChatEvent> proofs() {
        if (details.isEmpty()) {
            return List.of();
        }
        String value =
                RawJson.array(details.stream().map(JsonObject::raw).toList()).toString();
        details.clear();
        Signature proof = new Signature(WireName.OPENAI_CHAT, value);
        return List.of(new ChatEvent.ReasoningDelta(choice, "", Optional.of(proof)));
    }

    /**
     * Makes sure that nothing was called with half an argument.
     *
     * @throws CallException {@code MALFORMED_REPLY}
     */
    void checkCalls(Json json) {
        for (Call call : calls) {
            String text = call.arguments().toString();
            try {
                if (!text.isBlank()) {
                    json.object(text.getBytes(StandardCharsets.UTF_8));
                }
            } catch (JsonException e) {
                throw new CallException(
                        Failure.MALFORMED_REPLY,
                        "the model called the tool '" + call.tool() + "' with arguments that are not JSON",
                        e);
            }
        }
    }

    private boolean continues(Members element) {
        Optional<RawJson> type = element.get("type");
        boolean words = element.get("text").isPresent()
                || element.get("summary").isPresent()
                || element.get("signature").isPresent();
        return words
                && type.equals(details.getLast().present("type"))
                && element.get(INDEX).equals(details.getLast().present(INDEX));
    }

    private static JsonObject joined(JsonObject before, Members element) {
        JsonObject all = before;
        for (Map.Entry<String, RawJson> member : element.object().members().entrySet()) {
            String name = member.getKey();
            boolean words = name.equals("text") || name.equals("summary");
            Optional<RawJson> old = before.present(name);
            if (member.getValue().isNull()) {
                continue;
            }
            all = all.with(
                    name,
                    words && old.isPresent()
                            ? RawJson.text(element.json().text(old.get())
                                    + element.text(name).orElse(""))
                            : member.getValue());
        }
        return all;
    }

    private static String arguments(Members function) {
        return function.get("arguments")
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .map(RawJson::toString)
                .orElseGet(() -> function.text("arguments").orElse(""));
    }
}
