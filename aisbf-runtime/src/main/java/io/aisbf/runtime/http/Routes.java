// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.access.Door;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which endpoint lives at which method and path. Literal paths come before {@linkplain PathPattern patterns}, and of
 * these the one that spells out most. Where several protocols share a place, the one whose signs a request bears is
 * meant, else the one without signs. Immutable.
 */
public final class Routes {
    private final List<Route> routes;
    private final Map<String, Map<String, List<Place>>> literal = new HashMap<>();
    private final List<Place> patterns;

    /** These routes; of two at the same place that nothing tells apart the first counts. */
    public Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
        List<Place> placed = new ArrayList<>();
        for (Route route : routes) {
            Place place = new Place(route, new PathPattern(route.path()), Map.of(WireFormat.ENDPOINT, route.path()));
            if (route.path().contains("{")) {
                placed.add(place);
            } else {
                literal.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(route.method(), _ -> new ArrayList<>())
                        .add(place);
            }
        }
        placed.sort(Comparator.comparing(place -> -place.pattern().rank()));
        patterns = List.copyOf(placed);
    }

    /**
     * An endpoint and where it lives.
     *
     * @param format the protocol its clients speak, in which failures are told; empty for the gateway's own
     * @param signs headers and {@code ?parameters} that tell this protocol's clients from others at the same place
     * @param door who may come in
     */
    public record Route(
            String method, String path, Optional<WireFormat> format, Endpoint endpoint, List<String> signs, Door door) {
        public Route {
            signs = List.copyOf(signs);
        }

        /** An endpoint that shares its place with nobody, or that gets the rest. */
        public Route(String method, String path, Optional<WireFormat> format, Endpoint endpoint) {
            this(method, path, format, endpoint, List.of(), format.isPresent() ? Door.MODELS : Door.OPERATORS);
        }

        /** This one behind another door: a protocol's are for clients else, and the gateway's own for operators. */
        public Route behind(Door other) {
            return new Route(method, path, format, endpoint, signs, other);
        }
    }

    /** A request as far as finding its endpoint goes. */
    record Knock(String method, String rawPath, Query query, Function<String, Optional<String>> headers) {
        private boolean bears(String sign) {
            return sign.startsWith("?")
                    ? query.has(sign.substring(1))
                    : headers.apply(sign).isPresent();
        }

        private boolean bearsAny(Route route) {
            return route.signs().stream().anyMatch(this::bears);
        }
    }

    /** What a request comes to. */
    sealed interface Match {
        /** An endpoint; what stands in the placeholders of its path and in the query, and the path itself. */
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /** The path is right and the method is not. */
        record WrongMethod(Set<String> allowed, Optional<WireFormat> format) implements Match {}

        /** Nothing lives there; the format is that of the nearest neighbour. */
        record Nothing(Optional<WireFormat> format) implements Match {}
    }

    /**
     * A route made ready.
     *
     * @param alone the parameters where there are none but the endpoint's own path
     */
    private record Place(Route route, PathPattern pattern, Map<String, String> alone) {}

    /** The endpoint for a request. */
    Match match(Knock knock) {
        Map<String, List<Place>> here = literal.getOrDefault(knock.rawPath(), Map.of());
        List<Place> fitting = here.getOrDefault(knock.method(), List.of());
        return fitting.isEmpty() ? elsewhere(knock, here) : found(knock, choose(knock, fitting), Map.of());
    }

    private static Match found(Knock knock, Place place, Map<String, String> inPath) {
        if (inPath.isEmpty() && knock.query().isEmpty()) {
            return new Match.Found(place.route(), place.alone());
        }
        Map<String, String> all = new LinkedHashMap<>(place.alone());
        all.putAll(inPath);
        knock.query().addTo(all);
        return new Match.Found(place.route(), all);
    }

    /** By pattern; {@code literal} is what lives at the very path, for other methods. */
    private Match elsewhere(Knock knock, Map<String, List<Place>> literal) {
        String[] segments = PathPattern.split(knock.rawPath());
        Map<Place, Map<String, String>> fitting = new LinkedHashMap<>();
        for (Place place : patterns) {
            place.pattern().fit(segments).ifPresent(parameters -> fitting.put(place, parameters));
        }
        List<Place> sameMethod = fitting.keySet().stream()
                .filter(place -> place.route().method().equals(knock.method()))
                .toList();
        if (!sameMethod.isEmpty()) {
            int best = sameMethod.getFirst().pattern().rank();
            Place chosen = choose(
                    knock,
                    sameMethod.stream()
                            .filter(place -> place.pattern().rank() == best)
                            .toList());
            return found(knock, chosen, fitting.getOrDefault(chosen, Map.of()));
        }
        List<Place> others = new ArrayList<>(fitting.keySet());
        literal.values().forEach(others::addAll);
        return others.isEmpty() ? new Match.Nothing(nearest(knock)) : wrongMethod(knock, others);
    }

    private Match wrongMethod(Knock knock, List<Place> others) {
        Set<String> allowed = new TreeSet<>();
        others.forEach(place -> allowed.add(place.route().method()));
        return new Match.WrongMethod(
                allowed, choose(knock, others).route().format().or(() -> nearest(knock)));
    }

    /** Of several at one place the first whose signs the request bears, else the first without signs. */
    private static Place choose(Knock knock, List<Place> places) {
        if (places.size() == 1) {
            return places.getFirst();
        }
        return places.stream()
                .filter(place -> knock.bearsAny(place.route()))
                .findFirst()
                .or(() -> places.stream()
                        .filter(place -> place.route().signs().isEmpty())
                        .findFirst())
                .orElse(places.getFirst());
    }

    /**
     * The protocol of a request whose path nobody knows: that of the path which has most segments in common with it, of
     * several the one whose signs it bears, else the one that looks most like it.
     */
    Optional<WireFormat> nearest(Knock knock) {
        Comparator<Route> nearness = Comparator.<Route>comparingInt(route -> segments(route.path(), knock.rawPath()))
                .thenComparing(knock::bearsAny)
                .thenComparingInt(route -> characters(route.path(), knock.rawPath()))
                .thenComparing(route -> route.method().equals(knock.method()));
        // reduce, not max: of equals the first counts.
        return routes.stream()
                .filter(route -> route.format().isPresent())
                .reduce((best, next) -> nearness.compare(next, best) > 0 ? next : best)
                .flatMap(Route::format);
    }

    private static int segments(String a, String b) {
        String[] left = PathPattern.split(a);
        String[] right = PathPattern.split(b);
        int i = 0;
        while (i < left.length && i < right.length && left[i].equals(right[i])) {
            i++;
        }
        return i;
    }

    private static int characters(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }
}
