// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The events of one item of the output.
 *
 * @param index its place in the output
 * @param id its id
 */
record ItemEvents(EventWriter out, int index, String id) {
    /** The events of the same item under an id that is known already. */
    ItemEvents under(String known) {
        return new ItemEvents(out, index, known);
    }

    /** The item begins. */
    void added(RawJson item) throws IOException {
        out.send(
                "response.output_item.added",
                writer -> writer.name("output_index").number(index).name("item").raw(item));
    }

    /** The item is complete. */
    RawJson done(RawJson item) throws IOException {
        out.send(
                "response.output_item.done",
                writer -> writer.name("output_index").number(index).name("item").raw(item));
        return item;
    }

    /** Something of the item. */
    void send(String type, Consumer<JsonWriter> members) throws IOException {
        out.send("response." + type, writer -> {
            writer.name("item_id").text(id).name("output_index").number(index);
            members.accept(writer);
        });
    }
}
