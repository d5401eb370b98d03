// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A log with one line in it that is like no other, and a question about that line.
 *
 * @param lines the log with the line
 * @param said what the line says
 * @param question what somebody asks who wants to know of it
 */
record Needle(List<String> lines, String said, String question) {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.:/-])\\d{1,9}(?![\\w.:/-])");
    private static final List<String> WHO = List.of(
            "tide gauge",
            "badge reader",
            "coffee ledger",
            "seed catalogue",
            "greenhouse valve",
            "ferry timetable",
            "organ bellows",
            "museum humidifier",
            "beehive scale",
            "lighthouse lamp");
    private static final List<String> WHERE =
            List.of("helsinki", "oporto", "galway", "tromso", "bergamo", "ghent", "kaunas", "split", "leiden", "graz");
    private static final List<String> WHAT = List.of(
            "switched to manual calibration after",
            "handed its keys over to",
            "was painted again by",
            "borrowed a spare part from",
            "moved its schedule next to",
            "agreed on a quieter bell with",
            "shares a cupboard now with",
            "ordered new wicks through",
            "was renamed in honour of",
            "counts its visitors together with");

    /** A line of words that the log does not have, in the form of the line before it. */
    static Needle unique(SystemLog log, SplittableRandom random) {
        int place = random.nextInt(log.lines().size());
        String who = pick(WHO, random);
        String where = pick(WHERE, random);
        String said =
                who + " " + where + " " + pick(WHAT, random) + " " + pick(WHO, random) + " " + random.nextInt(10, 1000);
        List<String> lines = new ArrayList<>(log.lines());
        lines.add(place, log.saying(place, said));
        return new Needle(lines, said, "Does anything in here concern the " + who + " of " + where + "?");
    }

    /**
     * A line that another system wrote and this one would not: half of its words are new here. In the form of the line
     * before it; asked for by its three longest words.
     */
    static Needle foreign(SystemLog log, SystemLog other, SplittableRandom random) {
        int place = random.nextInt(log.lines().size());
        String all = String.join("\n", log.contents());
        String said;
        do {
            said = other.contents().get(random.nextInt(other.contents().size()));
        } while (!strange(said, all));
        List<String> lines = new ArrayList<>(log.lines());
        lines.add(place, log.saying(place, said));
        String words = Pattern.compile("\\W+")
                .splitAsStream(said)
                .distinct()
                .sorted(Comparator.comparingInt((String word) -> -word.length()))
                .limit(3)
                .collect(Collectors.joining(" "));
        return new Needle(lines, said, "What does it mean: " + words + "?");
    }

    private static boolean strange(String said, String all) {
        List<String> words = Pattern.compile("[^A-Za-z]+")
                .splitAsStream(said)
                .filter(word -> word.length() > 2)
                .toList();
        return words.stream().filter(word -> !all.contains(word)).count() * 2 > words.size();
    }

    /** A line like many others with a number that none of them has; empty where the drawn line has no number. */
    static Optional<Needle> outlier(SystemLog log, SplittableRandom random) {
        int place = random.nextInt(log.lines().size());
        String like = log.contents().get(place);
        List<MatchResult> numbers = NUMBER.matcher(like).results().toList();
        long alike =
                log.events().stream().filter(log.events().get(place)::equals).count();
        if (numbers.isEmpty() || alike < 20) {
            return Optional.empty();
        }
        MatchResult number = numbers.get(random.nextInt(numbers.size()));
        String far = Long.toString((Long.parseLong(number.group()) + 7) * random.nextInt(2_000, 90_000));
        String said = like.substring(0, number.start()) + far + like.substring(number.end());
        List<String> lines = new ArrayList<>(log.lines());
        lines.add(place, log.saying(place, said));
        return Optional.of(new Needle(lines, said, "Where does the value " + far + " come from?"));
    }

    private static String pick(List<String> words, SplittableRandom random) {
        return words.get(random.nextInt(words.size()));
    }
}
