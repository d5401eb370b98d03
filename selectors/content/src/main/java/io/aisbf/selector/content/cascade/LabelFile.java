// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Labels in a file, one a line: {@code {"prompt": "...", "strong": 1, "weak": 0}}, where one of the two figures may be
 * missing. Written to by one thread at a time.
 */
final class LabelFile {
    private static final String PROMPT = "prompt";
    private static final String STRONG = "strong";
    private static final String WEAK = "weak";

    private final Path path;
    private final Json json;

    LabelFile(Path path, Json json) {
        this.path = path;
        this.json = json;
    }

    /** Where it lies. */
    Path path() {
        return path;
    }

    /**
     * All that stands in it.
     *
     * @throws IOException if it cannot be read, or a line of it is no label: the message names the line
     */
    List<Label> read() throws IOException {
        List<Label> labels = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(path)) {
            number++;
            if (!line.isBlank()) {
                try {
                    labels.add(label(json.object(line.getBytes(StandardCharsets.UTF_8))));
                } catch (JsonException | IllegalArgumentException e) {
                    throw new IOException(
                            path + ":" + number + ": " + e.getMessage()
                                    + "; a line is {\"prompt\": \"...\", \"strong\": 1, \"weak\": 0} with figures from"
                                    + " 0 to 1",
                            e);
                }
            }
        }
        return labels;
    }

    private Label label(JsonObject line) {
        Optional<RawJson> prompt = line.present(PROMPT);
        OptionalDouble strong = figure(line, STRONG);
        OptionalDouble weak = figure(line, WEAK);
        if (prompt.isEmpty() || (strong.isEmpty() && weak.isEmpty())) {
            throw new IllegalArgumentException(
                    "no label, for it lacks " + (prompt.isEmpty() ? PROMPT : "both figures"));
        }
        return new Label(json.text(prompt.get()), strong, weak);
    }

    private OptionalDouble figure(JsonObject line, String name) {
        Optional<RawJson> value = line.present(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        double figure = value.get().kind() == RawJson.Kind.BOOLEAN
                ? (json.bool(value.get()) ? 1 : 0)
                : json.number(value.get());
        if (!(figure >= 0 && figure <= 1)) {
            throw new IllegalArgumentException(name + " is " + figure);
        }
        return OptionalDouble.of(figure);
    }

    /** Adds a label. What people asked is nobody else's affair: a new file is for its owner alone. */
    synchronized void append(Label label) throws IOException {
        if (Files.notExists(path)) {
            create();
        }
        JsonWriter line = new JsonWriter().object().name(PROMPT).text(label.prompt());
        label.strong().ifPresent(figure -> line.name(STRONG).number(figure));
        label.weak().ifPresent(figure -> line.name(WEAK).number(figure));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        line.end().finish().writeTo(bytes);
        bytes.write('\n');
        Files.write(path, bytes.toByteArray(), StandardOpenOption.APPEND);
    }

    private void create() throws IOException {
        if (Files.getFileStore(path.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }
}
