// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates made while the test runs, by the JDK's keytool; thrown away with their folder. */
final class TestKeys {
    private TestKeys() {}

    /** An authority, because the JDK believes a certificate that it was told to trust even after it has expired. */
    static void makeAuthority(Path folder) throws Exception {
        keytool(folder, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:critical=ca:true");
    }

    private static void keytool(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "3",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("keys.p12").toString(),
                "-storepass",
                "changeit"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    /**
     * A context that shows a certificate signed by the authority, valid for three days from the start, and trusts the
     * authority.
     */
    static SSLContext context(Path folder, String name, String names, String start) throws Exception {
        keytool(
                folder,
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + names,
                "-startdate",
                start,
                "-signer",
                "authority");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
        for (String other : Collections.list(keys.aliases())) {
            if (!other.equals(name)) {
                keys.deleteEntry(other);
            }
        }
        return context(keys, trusted);
    }

    private static SSLContext context(KeyStore keys, KeyStore trusted) throws GeneralSecurityException {
        KeyManagerFactory identity = KeyManagerFactory.getInstance("PKIX");
        identity.init(keys, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
