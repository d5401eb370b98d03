// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

/**
 * A line that may stand in the digest.
 *
 * @param entry which entry it is
 * @param shown how it would be shown; without the number, if it stands for many
 * @param leads whether it stands for all of its kind that are not shown themselves
 * @param cost tokens, estimated
 * @param extra bits that it is worth by itself: an error, a number out of the way, what the question is about
 * @param kept whether it is one of those that are always kept
 */
record Candidate(int entry, String shown, boolean leads, double cost, double extra, boolean kept) {}
