// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.selector.content.embedding.fit.Space;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What people commonly ask, by topic, in words of ours: the bridge from a request to a description. What is asked is like
 * other things that are asked about the same topic, and the topic's name is like what an operator writes, while the
 * request and the description often have little in common (after E. Gabrilovich and S. Markovitch, "Computing semantic
 * relatedness using Wikipedia-based explicit semantic analysis", IJCAI 2007, with topics in the place of articles).
 * Immutable, for all threads.
 */
final class Topics {
    private static final String BANK = "topics.txt";
    private static final String MARK = "# ";
    private static final double SHARPNESS = 15;
    private static final double CODE = 3;

    private static final List<Topic> ALL = read();

    private final float[] origin;
    private final float[] middle;
    private final List<float[]> centres = new ArrayList<>();
    private final List<float[]> names = new ArrayList<>();

    /** The topics with these vectors of {@link #texts}. */
    Topics(Function<String, float[]> vectors) {
        origin = Space.mean(ALL.stream()
                .flatMap(topic -> topic.asked().stream())
                .map(vectors)
                .toList());
        middle = Space.mean(ALL.stream().map(Topic::name).map(vectors).toList());
        for (Topic topic : ALL) {
            float[] centre = Space.mean(topic.asked().stream().map(vectors).toList());
            centres.add(Space.unit(Space.minus(centre, origin)));
            names.add(Space.unit(Space.minus(vectors.apply(topic.name()), middle)));
        }
    }

    private record Topic(String name, List<String> asked) {}

    /** All that must be embedded to know them. */
    static Stream<String> texts() {
        return ALL.stream().flatMap(topic -> Stream.concat(Stream.of(topic.name()), topic.asked().stream()));
    }

    /** How many there are. */
    static int count() {
        return ALL.size();
    }

    /** The middle of what is commonly asked. */
    float[] origin() {
        return origin;
    }

    /** How likely a request is about each topic. */
    double[] of(Asked asked) {
        float[] seen = asked.seen(origin);
        double[] figures = new double[centres.size()];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = Space.dot(seen, centres.get(i)) * SHARPNESS;
        }
        // The first topic is programming: code is known by its looks.
        figures[0] += CODE * asked.code();
        return Space.shares(figures, 1);
    }

    /** How like a topic's name some words are, about 0 for strangers and up to 1. */
    double likeness(int topic, float[] words) {
        return Space.dot(Space.minus(words, middle), names.get(topic));
    }

    private static List<Topic> read() {
        List<Topic> topics = new ArrayList<>();
        try (InputStream file = Topics.class.getResourceAsStream(BANK);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().filter(one -> !one.isBlank()).toList()) {
                if (line.startsWith(MARK)) {
                    topics.add(new Topic(line.substring(MARK.length()).toLowerCase(Locale.ROOT), new ArrayList<>()));
                } else {
                    topics.getLast().asked().add(Excerpt.window(Excerpt.of(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(topics);
    }
}
