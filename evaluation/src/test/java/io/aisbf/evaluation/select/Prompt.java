// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

/**
 * Something that is asked.
 *
 * @param route who should answer it
 * @param text what is asked
 */
record Prompt(String route, String text) {}
