// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What the bundled condensation methods know of text: where sentences end and words begin, in any script. A private
 * library of each plugin, no part of the API.
 */
module io.aisbf.text {
    requires transitive io.aisbf.api;

    exports io.aisbf.text;
    exports io.aisbf.text.talk;
}
