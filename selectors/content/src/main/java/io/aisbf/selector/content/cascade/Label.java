// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import java.util.OptionalDouble;

/**
 * How well two models did with a prompt, as somebody judged it.
 *
 * @param prompt what was asked
 * @param strong how good the strong model's answer was, from 0 to 1; empty where nobody judged it
 * @param weak the same of the weak model's
 */
record Label(String prompt, OptionalDouble strong, OptionalDouble weak) {}
