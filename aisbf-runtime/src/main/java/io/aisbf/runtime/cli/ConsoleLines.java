// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import java.io.PrintStream;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ConsoleLog} hands out. A file of its own: the compiler plug-in of the build parses the sources of
 * services itself, and does not know annotations before an ellipsis.
 */
record ConsoleLines(String name, System.Logger.Level least, PrintStream out) implements System.Logger {
    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF && level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (!isLoggable(level)) {
            return;
        }
        StringBuilder record = new StringBuilder(line(level, translated(bundle, message)));
        if (thrown != null) {
            append(record, thrown);
        }
        // One call for a record, so that two threads do not mix theirs.
        out.print(record);
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... values) {
        if (isLoggable(level)) {
            out.print(line(level, filled(translated(bundle, format), values)));
        }
    }

    private String line(Level level, String message) {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + name + ": " + oneLine(message) + "\n";
    }

    private static String translated(@Nullable ResourceBundle bundle, @Nullable String message) {
        return bundle != null && message != null && bundle.containsKey(message)
                ? bundle.getString(message)
                : String.valueOf(message);
    }

    private static String filled(String format, @Nullable Object @Nullable ... values) {
        // A record without values comes with null: the JDK's own default methods hand it on so.
        if (values == null || values.length == 0) {
            return format;
        }
        Object[] texts = Stream.of(values).map(String::valueOf).toArray();
        try {
            return new MessageFormat(format, Locale.ROOT).format(texts);
        } catch (IllegalArgumentException e) {
            // A format for numbers or dates, or none at all: the record must not be lost.
            return format + " "
                    + String.join(" ", Stream.of(texts).map(String::valueOf).toList());
        }
    }

    /** What came from outside must not be able to forge a line. */
    private static String oneLine(String message) {
        return message.strip().replace("\r", "").replace("\n", " | ");
    }

    private static void append(StringBuilder record, Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            record.append("\t")
                    .append(each == thrown ? "" : "caused by ")
                    .append(oneLine(each.toString()))
                    .append('\n');
            for (StackTraceElement frame : each.getStackTrace()) {
                record.append("\t\tat ").append(frame).append('\n');
            }
        }
    }
}
