// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Complaint;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used; the message holds every complaint, one a line. Stops the start or a reload, never a
 * call.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Complaint> complaints;

    /** All complaints that stop the start, and how many more there were than were kept. */
    public ConfigurationException(List<Complaint> complaints, int more) {
        super(complaints.stream().map(Complaint::toString).collect(Collectors.joining("\n"))
                + (more == 0 ? "" : "\n... and " + more + " more"));
        this.complaints = List.copyOf(complaints);
    }

    /** The complaints one by one, in the order of the files' lines. */
    public List<Complaint> complaints() {
        return complaints;
    }
}
