// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.load;

/** A heap as a test wants it. */
final class FakeHeap implements Heap {
    double live;
    long collections;
    private final long most;

    FakeHeap(long most) {
        this.most = most;
    }

    @Override
    public long most() {
        return most;
    }

    @Override
    public double live() {
        return live;
    }

    @Override
    public long collections() {
        return collections;
    }
}
