// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What is kept of a key: its SHA-256. Keys are compared by it, in a time that does not depend on where two of them
 * differ, so that nobody can find a key out piece by piece by watching how long an answer takes. Immutable; never
 * printed.
 */
public final class Fingerprint {
    private final byte[] digest;

    private Fingerprint(byte[] digest) {
        this.digest = digest;
    }

    /** The fingerprint of a key, or of what somebody takes for one. */
    public static Fingerprint of(String key) {
        try {
            return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether both are of the same key. */
    boolean matches(Fingerprint other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint fingerprint && matches(fingerprint);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "***";
    }
}
