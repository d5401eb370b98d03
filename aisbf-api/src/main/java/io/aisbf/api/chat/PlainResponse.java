// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.wire.WireBody;
import java.util.List;
import java.util.Optional;

/** An answer with no wire behind it. */
record PlainResponse(String id, String model, List<Choice> choices, Usage usage) implements ChatResponse {
    PlainResponse {
        choices = List.copyOf(choices);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.empty();
    }
}
