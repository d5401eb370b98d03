// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of models: a resource ({@code models/gemini-3-pro}, {@code tunedModels/mine}) to Google, bare to everybody else. */
public final class ModelName {
    private static final String MODELS = "models/";
    private static final String TUNED = "tunedModels/";
    private static final Pattern GENERATION = Pattern.compile("(?:^|/)gemini-(\\d{1,3})(?:\\.(\\d{1,3}))?(?:-|$)");

    private ModelName() {}

    /** The name without {@code models/}. */
    public static String bare(String name) {
        return name.startsWith(MODELS) ? name.substring(MODELS.length()) : name;
    }

    /** The resource of that name. */
    public static String resource(String name) {
        return name.startsWith(MODELS) || name.startsWith(TUNED) ? name : MODELS + name;
    }

    /** The resource as a path, each of its segments encoded. */
    public static String path(String name) {
        return Arrays.stream(resource(name).split("/", -1))
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    /** The generation of a Gemini model, times ten: 25 for 2.5; 0 if the name does not tell. */
    public static int generation(String name) {
        Matcher found = GENERATION.matcher(name);
        if (!found.find()) {
            return 0;
        }
        String minor = found.group(2);
        return 10 * Integer.parseInt(found.group(1)) + (minor == null ? 0 : Math.min(9, Integer.parseInt(minor)));
    }
}
