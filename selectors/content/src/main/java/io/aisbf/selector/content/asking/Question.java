// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is put to the selection model.
 *
 * @param listing what stays the same from call to call
 * @param said what the person wants, shortened and harmless
 */
record Question(Listing listing, String said) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** The person's words in their tag. */
    String asked() {
        return "<aisbf_user_prompt>\n" + said + "\n</aisbf_user_prompt>";
    }

    /** Whether those words speak of the choice itself, so that whatever repeats them may look like one. */
    boolean speaksOfChoice() {
        return said.toLowerCase(Locale.ROOT).contains("autoselect");
    }

    /**
     * The same for the same question, whatever its case and blanks. A digest that nobody can forge: else one client
     * could have another's question answered by his own.
     */
    String key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(listing.text().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            String normal = BLANKS.matcher(said.toLowerCase(Locale.ROOT)).replaceAll(" ");
            digest.update(normal.strip().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
