// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import java.util.List;
import java.util.Optional;

/** One provider's protocol, as the provider speaks it. Called from many threads at once. */
public interface Dialect {
    /** Where it lives on the double: its path begins with this. */
    String prefix();

    /** {@return the model that a chat request asks for; empty for anything else that is asked} */
    Optional<String> model(Asked asked);

    /** {@return the protocol's name} */
    String protocol(Asked asked);

    /** {@return what the provider answers} throws {@link Violation} where the request breaks a rule of it */
    Answer answer(Asked asked);

    /** {@return the provider's answer to a request that breaks a rule} */
    Answer refused(Violation violation);

    /** {@return the provider's failure of that kind} */
    Answer failure(Fault fault);

    /** {@return an error in the middle of a stream} */
    List<String> streamError(Asked asked);

    /** What can go wrong. */
    enum Fault {
        BAD_REQUEST,
        BAD_KEY,
        NO_MODEL,
        RATE,
        QUOTA,
        INTERNAL,
        OVERLOADED,
        TOO_LONG
    }

    /**
     * {@return the scenario that a model's name stands for: what follows two hyphens only tells requests apart, and a
     * generation in front of it only how strict the model is}
     */
    static String scenario(String model) {
        String name = model.replaceFirst("^gemini-\\d-", "");
        int end = name.indexOf("--");
        return end < 0 ? name : name.substring(0, end);
    }
}
