// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

/**
 * One thing that a log reports: a line, with the lines that belong to it.
 *
 * @param text all its lines
 * @param said where in the text its first line begins to say something, after time and bare numbers
 * @param end where its first line ends
 * @param count how many such lines there were: more than one only where an earlier digest said so
 */
record Entry(String text, int said, int end, int count) {}
