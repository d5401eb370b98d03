// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Complaint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Configuration files in a folder of the test, and what reading them gives. */
record Given(Path folder, Map<String, String> environment) {
    static Given in(Path folder) {
        return new Given(folder, Map.of());
    }

    Given with(String name, String value) {
        return new Given(folder, Map.of(name, value));
    }

    Given file(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).toAbsolutePath().getParent());
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Given resource(String resource, String name) {
        return file(name, text(resource));
    }

    static String text(String resource) {
        try (InputStream in = Given.class.getResourceAsStream("/config/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no resource /config/" + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has that name. */
    static <T> T the(String name, Map<String, T> all) {
        return Objects.requireNonNull(all.get(name), name);
    }

    Configuration read() {
        return new ConfigurationReader(name -> Optional.ofNullable(environment.get(name)), folder).read(folder);
    }

    /** Every complaint that stops the start, the folder left out. */
    List<String> complaints() {
        try {
            read();
            return List.of();
        } catch (ConfigurationException e) {
            return lines(e.complaints());
        }
    }

    List<String> lines(List<Complaint> complaints) {
        return complaints.stream()
                .map(complaint -> complaint.toString().replace(folder + "/", ""))
                .toList();
    }
}
