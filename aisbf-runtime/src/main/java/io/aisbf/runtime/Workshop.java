// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.config.TrackedSettings;
import io.aisbf.runtime.config.tree.Complaint;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.Value;
import io.aisbf.runtime.plugins.LoadedFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where plugin instances are made: remembers them in order, and gathers what is wrong with their settings instead of
 * stopping at the first.
 */
final class Workshop {
    private final List<AutoCloseable> made = new ArrayList<>();
    // Sets: a provider is made once for each of its keys, and each time has the same to complain of.
    private final Set<String> errors = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    /** Makes an instance; empty if the plugin did not like its settings, or failed. */
    <T extends AutoCloseable> Optional<T> make(
            LoadedFactory<T> factory, TrackedSettings settings, PluginContext context) {
        try {
            T instance = factory.create(settings, context);
            if (instance == null) {
                errors.add(settings.path() + ": " + factory.title() + " made nothing; the plugin is broken");
                return Optional.empty();
            }
            made.add(instance);
            complain(settings.unread());
            return Optional.of(instance);
        } catch (SettingsException e) {
            errors.add(e.getMessage());
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            errors.add(settings.path() + ": " + factory.title() + " failed while it was being made: " + e);
        }
        return Optional.empty();
    }

    /** The settings of a plugin that is in use without being configured. */
    TrackedSettings noSettings(String type) {
        Value.Fields nothing = new Value.Fields(Position.whole("plugin " + type), List.of());
        return new TrackedSettings.Source(nothing, type, type, false, Set.of(), Optional.empty())
                .open(_ -> Optional.empty());
    }

    /** Takes complaints in. */
    void complain(List<Complaint> complaints) {
        for (Complaint complaint : complaints) {
            (complaint.severity() == Complaint.Severity.ERROR ? errors : warnings).add(complaint.toString());
        }
    }

    /** Takes a warning in. */
    void warn(String warning) {
        warnings.add(warning);
    }

    /** Everything that was made, in order. */
    List<AutoCloseable> made() {
        return List.copyOf(made);
    }

    /** What the operator should know. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Ends the work if something was wrong.
     *
     * @throws SettingsException with all of it, one a line; what was made is closed
     */
    void throwIfComplaints() {
        if (!errors.isEmpty()) {
            Generation.closeAll(made);
            throw new SettingsException(String.join("\n", errors));
        }
    }
}
