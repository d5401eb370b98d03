// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.config.bounds.StoreConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** By whom the server's certificate has to be signed. */
final class Trust {
    private Trust() {}

    /**
     * The system's authorities, or those of the file that the configuration names.
     *
     * @throws SettingsException if that file cannot be used
     */
    static Supplier<SSLContext> of(StoreConfig config) {
        if (!config.address().tls()) {
            return () -> {
                throw new IllegalStateException("nothing is encrypted there");
            };
        }
        SSLContext context = context(config);
        return () -> context;
    }

    private static SSLContext context(StoreConfig config) {
        try {
            return config.authority().isPresent() ? trusting(config.authority().get()) : SSLContext.getDefault();
        } catch (IOException | GeneralSecurityException e) {
            String file = config.authority().map(Path::toString).orElse("the system's certificates");
            throw new SettingsException(
                    "store.ca: " + file + " cannot be used (" + e + "); certificates in PEM are wanted", e);
        }
    }

    private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority " + trusted.size(), certificate);
            }
        }
        if (trusted.size() == 0) {
            throw new IOException("there is no certificate in it");
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
