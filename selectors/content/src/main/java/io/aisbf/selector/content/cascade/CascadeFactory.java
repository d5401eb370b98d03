// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.select.SessionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@link Cascade}. Settings: {@code strong} and {@code weak}, the two candidates; {@code share} of prompts for the
 * strong one; {@code labels}, files of labelled prompts; {@code feedback}, the file that what is learned is added to;
 * {@code model} that makes embeddings; {@code sticky} and {@code header} of sessions.
 */
public final class CascadeFactory implements SelectionStrategyFactory {
    private static final double USUAL_SHARE = 0.3;
    private static final String USUAL_MODEL = "local/all-minilm-l6-v2";

    /** For ServiceLoader. */
    public CascadeFactory() {}

    @Override
    public String type() {
        return "cascade";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        Cascade.Terms terms = new Cascade.Terms(settings.require("strong"), settings.require("weak"), share(settings));
        if (terms.strong().equals(terms.weak())) {
            throw settings.wrong("weak", "is the strong model too; name two");
        }
        Path folder = Path.of(settings.text("folder").orElse("."));
        List<Label> labels = new ArrayList<>();
        for (String name : settings.texts("labels")) {
            labels.addAll(read(settings, "labels", new LabelFile(folder.resolve(name), context.json())));
        }
        Optional<LabelFile> feedback = settings.text("feedback")
                .map(name -> new LabelFile(folder.resolve(name).normalize(), context.json()));
        feedback.filter(file -> Files.exists(file.path()))
                .ifPresent(file -> labels.addAll(read(settings, "feedback", file)));
        String model = settings.text("model").orElse(USUAL_MODEL);
        Sessions sessions =
                new Sessions(settings.bool("sticky").orElse(true), SessionKey.of(settings), context.clock());
        return new Cascade(
                terms,
                learned -> new Study(context.models(), model, labels, context.clock(), learned),
                feedback,
                sessions);
    }

    private static double share(Settings settings) {
        double share = settings.number("share").orElse(USUAL_SHARE);
        if (!(share >= 0 && share <= 1)) {
            throw settings.wrong("share", "a share from 0 to 1 is wanted, found " + share);
        }
        return share;
    }

    private static List<Label> read(Settings settings, String key, LabelFile file) {
        try {
            return file.read();
        } catch (IOException e) {
            throw settings.wrong(key, "cannot be read: " + e.getMessage());
        }
    }
}
