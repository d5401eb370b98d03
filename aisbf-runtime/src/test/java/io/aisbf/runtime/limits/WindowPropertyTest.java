// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

/** The limiter in memory before the naive model. */
class WindowPropertyTest extends WindowProperty<MemoryDesk> {
    WindowPropertyTest() {
        super(new MemoryDesk(), 4000);
    }
}
