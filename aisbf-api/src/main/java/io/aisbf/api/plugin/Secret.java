// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

/**
 * A value that must not be printed: its {@link #toString} is three asterisks, and nothing but {@link #reveal} gives it
 * away.
 */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
