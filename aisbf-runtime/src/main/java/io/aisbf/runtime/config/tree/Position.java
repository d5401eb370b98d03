// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

/**
 * A place in a configuration file, for complaints.
 *
 * @param file the file as it was named by whoever asked for it
 * @param line counted from 1; 0 stands for the whole file
 * @param column counted from 1
 */
public record Position(String file, int line, int column) {
    /** The whole of a file. */
    public static Position whole(String file) {
        return new Position(file, 0, 0);
    }

    /** {@code aisbf.yaml:12}, as editors and terminals understand it. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
