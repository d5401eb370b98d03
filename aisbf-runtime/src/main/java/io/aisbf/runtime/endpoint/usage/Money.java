// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.usage;

import java.math.BigDecimal;

/** Writes millionths of a US dollar as dollars. */
final class Money {
    private static final int DECIMALS = 6;

    private Money() {}

    /** Always with six decimals, so that nothing is rounded. */
    static String usd(long microUsd) {
        return BigDecimal.valueOf(microUsd, DECIMALS).toPlainString();
    }
}
