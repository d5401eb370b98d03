// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the tables written by hand say: which losses are right ({@code losses.txt}), and what has to arrive at a provider
 * ({@code received.txt}).
 */
final class Expected {
    private static final Path FOLDER = Path.of("src/test/resources/conformance");

    private final List<String[]> losses = lines("losses.txt", 5);
    private final List<String[]> received = lines("received.txt", 4);

    /**
     * What becomes of a wish.
     *
     * @param member the member that is named with it; empty where nothing is lost
     */
    record Fate(Mark mark, String member) {
        /** Whether a text names the member, however it is spelled. */
        boolean named(String text) {
            return plain(text).contains(plain(member));
        }

        private static String plain(String text) {
            return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        }
    }

    /** The cells of the matrix. */
    enum Mark {
        /** It arrives, and so does what is said to it. */
        CARRIED,
        /** It is carried but for a part of it, which the answer's header names. */
        PARTLY,
        /** It is dropped, and the answer's header says so. */
        DROPPED,
        /** What the provider says to it has no place in the client's protocol; of a stream only the log can say so. */
        UNTOLD,
        /** The request is refused, naming the member. */
        REFUSED,
        /** The provider has nothing of the kind. */
        ABSENT,
        /** The client's protocol has no words for it. */
        UNKNOWN
    }

    /** What becomes of it by the table: the first line that fits; carried where none does. */
    Fate fate(String client, Provider provider, Capability capability) {
        return losses.stream()
                .filter(line ->
                        fits(line[0], client) && fits(line[1], provider.protocol()) && fits(line[2], capability.name()))
                .findFirst()
                .map(line -> new Fate(Mark.valueOf(line[3].toUpperCase(Locale.ROOT)), line[4]))
                .orElse(new Fate(Mark.CARRIED, ""));
    }

    /** Pieces of compact JSON that have to be, or with an exclamation mark must not be, in what the provider gets. */
    List<String> received(String client, Provider provider, Capability capability) {
        return received.stream()
                .filter(line ->
                        fits(line[0], client) && fits(line[1], provider.protocol()) && fits(line[2], capability.name()))
                .map(line -> line[3].replace("$PNG", Samples.PNG)
                        .replace("$WAV", Samples.WAV)
                        .replace("$PDF", Samples.PDF))
                .toList();
    }

    private static boolean fits(String pattern, String name) {
        return pattern.equals("*") || List.of(pattern.split(",", -1)).contains(name);
    }

    private static List<String[]> lines(String file, int columns) {
        try {
            return Files.readAllLines(FOLDER.resolve(file)).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split("\\s+", columns))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
