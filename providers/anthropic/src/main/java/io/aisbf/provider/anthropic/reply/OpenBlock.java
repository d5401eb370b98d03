// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

/** The block of a streamed answer that is being written. For one thread. */
final class OpenBlock {
    private final Kind kind;
    private final int index;
    private final int call;
    private final StringBuilder arguments = new StringBuilder();

    /** What a block holds. */
    enum Kind {
        TEXT,
        THINKING,
        CALL
    }

    /**
     * A block that begins.
     *
     * @param call which of the calls it is, from 0; -1 for none
     */
    OpenBlock(Kind kind, int index, int call) {
        this.kind = kind;
        this.index = index;
        this.call = call;
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** Whether it is that call. */
    boolean isCall(int number) {
        return kind == Kind.CALL && call == number;
    }

    int index() {
        return index;
    }

    int call() {
        return call;
    }

    /** The arguments so far. */
    StringBuilder arguments() {
        return arguments;
    }
}
