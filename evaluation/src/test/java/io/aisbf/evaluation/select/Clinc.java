// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.evaluation.Data;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * CLINC150 (S. Larson et al., "An evaluation dataset for intent classification and out-of-scope prediction",
 * EMNLP-IJCNLP 2019), of which only the training and validation parts are here.
 *
 * @param training 100 of each of 150 intents
 * @param validation 20 of each
 * @param strangers of no intent, from both parts
 */
record Clinc(List<Prompt> training, List<Prompt> validation, List<Prompt> strangers) {
    static final String FILE = "clinc150/clinc150-dev.json";
    private static final Json JSON = new JacksonJson();

    static Clinc read() throws IOException {
        JsonObject all = JSON.object(Files.readAllBytes(Data.find(FILE).orElseThrow()));
        return new Clinc(part(all, "train"), part(all, "val"), part(all, "oos_val"));
    }

    private static List<Prompt> part(JsonObject all, String name) {
        List<Prompt> prompts = new ArrayList<>();
        for (RawJson pair : JSON.array(all.get(name).orElseThrow())) {
            List<RawJson> both = JSON.array(pair);
            prompts.add(new Prompt(JSON.text(both.getLast()), JSON.text(both.getFirst())));
        }
        return prompts;
    }
}
