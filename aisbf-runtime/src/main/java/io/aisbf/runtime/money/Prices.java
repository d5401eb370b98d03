// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.money;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.select.Price;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What models charge: what the operator says, and where that is nothing, the list prices that are bundled ({@code
 * prices.csv}, with the day they hold for and the pages they come from). A price that nobody said is unknown, never
 * nothing: only what runs on one's own machines costs nothing.
 *
 * <p>A line of the list names a family and holds for the model of that name and for its dated versions: the longest
 * family that a name begins with decides, if a date or a version number is all that follows. {@code gpt-4o} is also
 * {@code gpt-4o-2024-08-06}, but not {@code gpt-4o-audio-preview}, which has a price of its own. Immutable.
 */
public final class Prices {
    private static final String LIST = "prices.csv";
    private static final String ANY = "*";
    private static final int COLUMNS = 6;
    /** Such as {@code -2024-08-06}, {@code @20241022}, {@code -0613}, {@code -001}, {@code -latest}. */
    private static final Pattern VERSION = Pattern.compile("[-@](\\d{4}-\\d{2}-\\d{2}|\\d{8}|\\d{3,4}|latest)");
    /** Anthropic's for an entry that lives five minutes; https://platform.claude.com/docs/en/about-claude/pricing. */
    private static final long MILLION = 1_000_000;
    /** The sum of three products of two smaller ones fits a long. */
    private static final long FEW = 1L << 30;

    private static final BigDecimal CACHE_WRITE = new BigDecimal("1.25");

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Map<String, List<Line>> lines;
    /** Up to so many tokens in the prompt nobody charges more than usual. */
    private final long usual;

    /** The bundled list. */
    public Prices() {
        this(bundled());
    }

    /** A list of its own, as {@code prices.csv} is written. */
    Prices(String list) {
        lines = read(list);
        usual = lines.values().stream()
                .flatMap(List::stream)
                .mapToLong(Line::above)
                .filter(above -> above > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** A price and the number of tokens in the prompt above which it holds. */
    private record Line(String family, Price price, long above) {
        boolean holds(String model, long input) {
            return (above == 0 || input > above) && (family.equals(ANY) || dated(model));
        }

        private boolean dated(String model) {
            return model.startsWith(family)
                    && (model.length() == family.length()
                            || VERSION.matcher(model)
                                    .region(family.length(), model.length())
                                    .matches());
        }
    }

    /**
     * What a model charges for a prompt of the usual length.
     *
     * @param providerType the kind of provider, such as {@code openai}
     * @param model the provider's name of it
     * @param configured what the operator says
     */
    public Optional<Price> of(String providerType, String model, Optional<Price> configured) {
        return of(providerType, model, configured, 0);
    }

    /** Whether a prompt of so many tokens costs the usual price, whoever is asked; a longer one may cost more. */
    public boolean isUsual(long input) {
        return input <= usual;
    }

    /** What a model charges for a prompt of so many tokens: several charge more for all of a long one. */
    public Optional<Price> of(String providerType, String model, Optional<Price> configured, long input) {
        return configured.or(() -> listed(providerType, model, input));
    }

    private Optional<Price> listed(String providerType, String model, long input) {
        String name = plain(model);
        Optional<Line> best = Optional.empty();
        for (Line line : lines.getOrDefault(providerType.toLowerCase(Locale.ROOT), List.of())) {
            if (line.holds(name, input)
                    && best.filter(other -> !beats(line, other)).isEmpty()) {
                best = Optional.of(line);
            }
        }
        return best.map(Line::price);
    }

    private static boolean beats(Line line, Line other) {
        int longer = line.family().length() - other.family().length();
        return longer > 0 || (longer == 0 && line.above() > other.above());
    }

    /** The name without the folder that Google puts before it. */
    private static String plain(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return name.startsWith("models/") ? name.substring("models/".length()) : name;
    }

    /**
     * What an answer costs, in millionths of a US dollar: a dollar for a million tokens is just that for one. Rounded
     * half to even, so that many small calls do not add up to too much or too little. Tokens written to the provider's
     * cache cost a quarter more than plain ones; only Anthropic's protocol tells of any.
     */
    public static long microUsd(Price price, Usage usage) {
        long written = Math.max(0, usage.cacheWrite());
        long cached = Math.max(0, usage.cachedInput());
        long fresh = Math.max(0, usage.input() - cached - written);
        if (written == 0 && fresh < FEW && cached < FEW && usage.output() < FEW) {
            long input = millionths(price.input());
            long again = millionths(price.cachedInput());
            long output = millionths(price.output());
            if (input >= 0 && again >= 0 && output >= 0) {
                return halfEven(input * fresh + again * cached + output * Math.max(0, usage.output()));
            }
        }
        BigDecimal sum = cost(price.input(), fresh)
                .add(cost(price.cachedInput(), cached))
                .add(cost(price.input(), written).multiply(CACHE_WRITE))
                .add(cost(price.output(), Math.max(0, usage.output())));
        return sum.min(MOST).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /**
     * A price in millionths if it is a moderate one of at most six decimals, as nearly all are; else -1. Then it is exact:
     * only one number of so few digits is nearest to a double. Three times an attempt, {@link BigDecimal} spelled and read
     * four prices, which took as long as reserving in a dozen limits.
     */
    private static long millionths(double price) {
        long millionths = Math.round(price * MILLION);
        return millionths >= 0 && millionths < FEW && (double) millionths / MILLION == price ? millionths : -1;
    }

    private static long halfEven(long millionths) {
        long whole = millionths / MILLION;
        long twice = millionths % MILLION * 2;
        return twice > MILLION || (twice == MILLION && whole % 2 == 1) ? whole + 1 : whole;
    }

    private static BigDecimal cost(double price, long tokens) {
        return BigDecimal.valueOf(price).multiply(BigDecimal.valueOf(tokens));
    }

    private static String bundled() {
        try (InputStream in = Objects.requireNonNull(Prices.class.getResourceAsStream(LIST), LIST)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the bundled list of prices cannot be read", e);
        }
    }

    private static Map<String, List<Line>> read(String list) {
        Map<String, List<Line>> read = new HashMap<>();
        int number = 0;
        for (String row : list.lines().toList()) {
            number++;
            if (row.isBlank() || row.startsWith("#")) {
                continue;
            }
            List<String> cells = List.of(row.strip().split("\\s*,\\s*", -1));
            if (cells.size() != COLUMNS) {
                throw new IllegalArgumentException(
                        "line " + number + " of the list of prices has " + cells.size() + " columns, not " + COLUMNS);
            }
            read.computeIfAbsent(cells.getFirst(), _ -> new ArrayList<>()).add(line(cells, number));
        }
        return Map.copyOf(read);
    }

    private static Line line(List<String> cells, int number) {
        Price price =
                new Price(dollars(cells.get(2), number), dollars(cells.get(3), number), dollars(cells.get(4), number));
        return new Line(cells.get(1), price, (long) dollars(cells.get(COLUMNS - 1), number));
    }

    private static double dollars(String cell, int number) {
        double value;
        try {
            value = Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "line " + number + " of the list of prices: a number is wanted, found '" + cell + "'", e);
        }
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("line " + number + " of the list of prices: found " + cell);
        }
        return value;
    }
}
