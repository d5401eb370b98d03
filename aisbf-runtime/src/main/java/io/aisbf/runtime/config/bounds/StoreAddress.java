// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.bounds;

import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.config.tree.Part;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Redis server is, and as whom it is asked: {@code redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]}, with {@code
 * rediss} for TLS, as https://www.iana.org/assignments/uri-schemes/prov/redis has it. What is printed of it holds
 * neither user nor password.
 *
 * @param tls whether the connection is encrypted, and the server's certificate checked
 * @param host its name or address, without brackets
 * @param user as whom; empty for Redis's default user
 * @param password empty where none is wanted
 * @param database the number of the database
 */
public record StoreAddress(
        boolean tls, String host, int port, Optional<String> user, Optional<Secret> password, int database) {
    private static final String WANTED =
            "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE] is wanted, or rediss:// for TLS";
    private static final Pattern PLACE =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\[\\]:/?#@\\s]+)(?::([0-9]{1,5}))?(?:/([0-9]{0,4}))?");
    private static final int USUAL_PORT = 6379;
    private static final int LARGEST_PORT = 65_535;

    /** Reads an address, or complains of it without repeating what may be a password. */
    static Optional<StoreAddress> read(Part part, String key, String text) {
        boolean tls = text.startsWith("rediss://");
        if (!tls && !text.startsWith("redis://")) {
            String found = text.contains("@") ? "something else" : "'" + text + "'";
            part.wrong(key, "memory or redis://HOST:PORT is wanted, found " + found);
            return Optional.empty();
        }
        String rest = text.substring(text.indexOf("://") + "://".length());
        int at = rest.lastIndexOf('@');
        Matcher place = PLACE.matcher(rest.substring(at + 1));
        if (!place.matches()) {
            part.wrong(key, WANTED + "; what stands for host, port and database is not understood");
            return Optional.empty();
        }
        int port = place.group(2) == null ? USUAL_PORT : Integer.parseInt(place.group(2));
        if (port < 1 || port > LARGEST_PORT) {
            part.wrong(key, WANTED + "; a port is a number from 1 to " + LARGEST_PORT + ", found " + port);
            return Optional.empty();
        }
        boolean first = place.group(3) == null || place.group(3).isEmpty();
        int database = first ? 0 : Integer.parseInt(place.group(3));
        String host = place.group(1).replace("[", "").replace("]", "");
        StoreAddress anyone = new StoreAddress(tls, host, port, Optional.empty(), Optional.empty(), database);
        return at < 0 ? Optional.of(anyone) : anyone.as(part, key, rest.substring(0, at));
    }

    private Optional<StoreAddress> as(Part part, String key, String words) {
        try {
            int colon = words.indexOf(':');
            Optional<String> name = Optional.of(decoded(colon < 0 ? words : words.substring(0, colon)))
                    .filter(found -> !found.isEmpty());
            Optional<Secret> secret = Optional.of(colon < 0 ? "" : decoded(words.substring(colon + 1)))
                    .filter(found -> !found.isEmpty())
                    .map(Secret::new);
            if (secret.isEmpty()) {
                part.wrong(key, WANTED + "; there is an @, and no password before it");
                return Optional.empty();
            }
            return Optional.of(new StoreAddress(tls, host, port, name, secret, database));
        } catch (IllegalArgumentException e) {
            part.wrong(key, WANTED + "; in user and password, % and two hexadecimal digits stand for a character");
            return Optional.empty();
        }
    }

    /** The same address, asked as what is written beside it. */
    Optional<StoreAddress> as(Part part, Optional<String> name, Optional<Secret> secret) {
        if (secret.isPresent() && password.isPresent()) {
            part.wrong("password", "is written here and in url; take one of them out");
            return Optional.empty();
        }
        if (name.isPresent() && secret.isEmpty()) {
            part.wrong("user", "needs a password beside it");
            return Optional.empty();
        }
        return Optional.of(secret.isPresent() ? new StoreAddress(tls, host, port, name, secret, database) : this);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return (tls ? "rediss://" : "redis://") + name + ":" + port + (database == 0 ? "" : "/" + database);
    }
}
