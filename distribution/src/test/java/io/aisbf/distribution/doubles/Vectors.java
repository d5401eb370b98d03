// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import java.util.List;
import java.util.stream.IntStream;

/** What the doubles make of texts: vectors that floats and decimal fractions spell alike. */
public final class Vectors {
    private static final int USUAL = 3;

    private Vectors() {}

    /** {@return the vector of the text at that place of a request} */
    public static List<Double> of(int index) {
        return of(index, USUAL);
    }

    /** {@return the vector of the text at that place, so long} */
    public static List<Double> of(int index, int size) {
        return IntStream.range(0, size)
                .mapToObj(at -> at == 0 ? 0.25 : at == 1 ? -1.5 : at + 1.0 + index)
                .toList();
    }

    /** {@return the vector as long as a member of the request says} */
    public static List<Double> of(int index, At size) {
        return of(index, size.between(1, 4096).json().asInt(USUAL));
    }
}
