// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects everything that is wrong in one reading of the configuration, so that a person sees all of it at once.
 * Bounded: what comes after the first {@value #MOST} of a severity is only counted. Used by one thread.
 */
public final class Complaints {
    static final int MOST = 50;

    private final List<Complaint> errors = new ArrayList<>();
    private final List<Complaint> warnings = new ArrayList<>();
    private int moreErrors;

    /** Takes one of either severity. */
    public void add(Complaint complaint) {
        boolean error = complaint.severity() == Complaint.Severity.ERROR;
        List<Complaint> list = error ? errors : warnings;
        if (list.size() < MOST) {
            list.add(complaint);
        } else if (error) {
            moreErrors++;
        }
    }

    /** Takes one that stops the start. */
    public void error(Position position, String path, String message) {
        add(Complaint.error(position, path, message));
    }

    /** Takes one that is only said. */
    public void warning(Position position, String path, String message) {
        add(Complaint.warning(position, path, message));
    }

    /** Those that stop the start, in the order of the lines of each file. */
    public List<Complaint> errors() {
        return sorted(errors);
    }

    /** How many further errors there were beyond those kept. */
    public int moreErrors() {
        return moreErrors;
    }

    /** Those that stop nothing. */
    public List<Complaint> warnings() {
        return sorted(warnings);
    }

    private static List<Complaint> sorted(List<Complaint> complaints) {
        return complaints.stream()
                .sorted(Comparator.comparing(
                                (Complaint complaint) -> complaint.position().file())
                        .thenComparingInt(complaint -> complaint.position().line()))
                .toList();
    }
}
