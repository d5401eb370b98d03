// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.json.JsonWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of a conversation that was condensed, in tokens as they are {@linkplain io.aisbf.runtime.count.Measure
 * measured}.
 *
 * @param original what the client sent
 * @param condensed what is sent on
 * @param epoch how often the history has been cut so far
 * @param stable how much of what is sent was sent before, byte for byte, if the conversation went through here then
 * @param recalled how many questions stand with something recalled
 * @param steps what the methods did for this epoch
 */
public record Condensed(long original, long condensed, int epoch, long stable, int recalled, List<Step> steps) {
    public Condensed {
        steps = List.copyOf(steps);
    }

    /**
     * What one method did.
     *
     * @param method its name
     * @param before tokens of what it was handed
     * @param after tokens of what it made of it
     * @param refused why that was not used; empty where it was
     */
    public record Step(String method, long before, long after, String refused) {}

    /** The methods whose results were used. */
    public List<String> methods() {
        return steps.stream()
                .filter(step -> step.refused().isEmpty())
                .map(Step::method)
                .distinct()
                .toList();
    }

    /** In one line, for a header: {@code 161204->48090;m=algorithmic,semantic;epoch=2}. */
    public String brief() {
        return original + "->" + condensed + ";m=" + String.join(",", methods()) + ";epoch=" + epoch;
    }

    /** In a sentence, for the decision trail. */
    public String words() {
        String refused = steps.stream()
                .filter(step -> !step.refused().isEmpty())
                .map(step -> step.method() + " was not used (" + step.refused() + ")")
                .collect(Collectors.joining("; "));
        return "the conversation of about " + original + " tokens was condensed to " + condensed + " (epoch " + epoch
                + (methods().isEmpty() ? "" : ", by " + String.join(", ", methods()))
                + ")" + (refused.isEmpty() ? "" : "; " + refused);
    }

    /** Writes what belongs into the usage of an answer, as members of the object that is being written. */
    public void write(JsonWriter json) {
        json.name("original_tokens").number(original);
        json.name("condensed_tokens").number(condensed);
        json.name("epoch").number(epoch);
        json.name("stable_prefix_tokens").number(stable);
        json.name("recalled").number(recalled);
        json.name("methods").array();
        for (Step step : steps) {
            json.object();
            json.name("id").text(step.method());
            json.name("before").number(step.before());
            json.name("after").number(step.after());
            if (!step.refused().isEmpty()) {
                json.name("skipped").text(step.refused());
            }
            json.end();
        }
        json.end();
    }
}
