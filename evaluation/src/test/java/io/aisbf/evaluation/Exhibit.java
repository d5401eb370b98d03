// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import java.io.IOException;
import java.util.List;

/** One thing that is measured: gives its tables, or says what it lacks. Listed in {@link Evaluation}. */
public interface Exhibit {
    /** What it is about, with the id of its row in the list of targets, such as {@code C4 logs}. */
    String title();

    /** Measures; may take minutes. The data sets it needs and does not find are named in a table's note. */
    List<Table> tables() throws IOException, InterruptedException;
}
