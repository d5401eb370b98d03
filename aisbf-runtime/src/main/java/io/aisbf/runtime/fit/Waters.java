// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

/**
 * When a conversation is condensed and how far, in tokens as they are {@linkplain io.aisbf.runtime.count.Measure
 * measured}.
 *
 * @param high what is sent grows up to here
 * @param low and falls back to here at most, instructions included
 * @param hard the most that leaves room for the answer
 * @param head what of it the instructions and the tools take, which never change
 */
record Waters(long high, long low, long hard, long head) {
    private static final int PERCENT = 100;

    /**
     * What a rewritten prefix costs must be earned back: with cached tokens at a tenth and written ones at five quarters
     * of the price, cutting less than a third at a time may cost more than sending everything.
     */
    private static final int LEAST_CLEARED = 3;

    /** The measure may fall short of what the model counts: of what leaves room for the answer not all is used. */
    private static final int ROOM_FOR_ERROR = 80;

    private static final int ROOM_WHERE_MARKED = 90;

    private static final int LEAST_LOW = 8;
    private static final int DIGEST = 2;
    private static final int RECALL = 8;
    private static final long LONGEST_RECALL = 1500;
    private static final long ARRIVAL = 2000;

    /**
     * The marks of a model.
     *
     * @param context tokens the model can read and write
     * @param from percent of it at which condensation begins
     * @param to percent of it at which it ends
     * @param output tokens that its answer may come to
     * @param head what instructions and tools come to
     * @param marked whether the client says itself what its provider is to cache: what is cached is left alone for as
     *     long as it can be
     */
    static Waters of(long context, int from, int to, long output, long head, boolean marked) {
        long hard = Math.max(context / 2, context - output);
        long high = marked
                ? hard * ROOM_WHERE_MARKED / PERCENT
                : Math.min(hard * ROOM_FOR_ERROR / PERCENT, context * from / PERCENT);
        return new Waters(high, Math.min(high, context * to / PERCENT), hard, head);
    }

    /** What the history may come to just before it is cut. */
    long room() {
        return Math.max(0, high - head);
    }

    /** What it comes to just after: digest and what stays as it was. */
    private long lowRoom() {
        return Math.max(low - head, room() / LEAST_LOW);
    }

    /** What a digest may come to. */
    long digest() {
        return lowRoom() / DIGEST;
    }

    /** What stays word for word behind it. */
    long tail() {
        return lowRoom() - digest();
    }

    /** The least that an epoch takes away. */
    long leastCleared() {
        return room() / LEAST_CLEARED;
    }

    /** What is recalled before one question at most. */
    long recall() {
        return Math.min(LONGEST_RECALL, lowRoom() / RECALL);
    }

    /** Results of tools that are larger are said shorter when they arrive, once a first epoch has begun. */
    long arrival() {
        return Math.min(ARRIVAL, lowRoom() / DIGEST);
    }
}
