// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.json.RawJson;
import java.io.IOException;

/** An item of the output that is being streamed. */
interface OpenItem {
    /** Writes the events that end the item, and gives it as it is complete. */
    RawJson close(String status) throws IOException;
}
