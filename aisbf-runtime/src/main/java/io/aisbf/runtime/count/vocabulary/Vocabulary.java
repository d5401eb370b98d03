// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import com.knuddels.jtokkit.api.EncodingType;

/** OpenAI's public vocabularies; the others' are estimated from one of them. */
public enum Vocabulary {
    /** Of GPT-4o and what came after it. */
    O200K(EncodingType.O200K_BASE),
    /** Of GPT-4, GPT-3.5 and the embedding models. */
    CL100K(EncodingType.CL100K_BASE);

    private final EncodingType type;

    Vocabulary(EncodingType type) {
        this.type = type;
    }

    /** What jtokkit calls it. */
    EncodingType type() {
        return type;
    }
}
