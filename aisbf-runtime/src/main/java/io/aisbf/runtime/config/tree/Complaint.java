// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

/**
 * One thing that is wrong, or odd, in the configuration. Its {@link #toString} is the line that a person sees.
 *
 * @param severity whether it stops the start
 * @param position file and line
 * @param path such as {@code providers.openai.models[0].context_size}; empty when it is about the file
 * @param message what was found, what is allowed, and the likely word; never a secret
 */
public record Complaint(Severity severity, Position position, String path, String message) {
    /** What a complaint does to the start, or to a reload. */
    public enum Severity {
        /** Stops it. */
        ERROR,
        /** Is said once and stops nothing. */
        WARNING
    }

    /** One that stops the start. */
    public static Complaint error(Position position, String path, String message) {
        return new Complaint(Severity.ERROR, position, path, message);
    }

    /** One that is only said. */
    public static Complaint warning(Position position, String path, String message) {
        return new Complaint(Severity.WARNING, position, path, message);
    }

    @Override
    public String toString() {
        return position + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
