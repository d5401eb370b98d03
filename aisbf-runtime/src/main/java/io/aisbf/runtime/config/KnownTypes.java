// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.choice.StrategyConfig;
import io.aisbf.runtime.config.tree.Complaint;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of the plugins that are there, for the check that the reader cannot make alone. A word that nobody knows
 * stops the start when it stands in {@code aisbf.yaml}. In 0.3.2's own files, and for what 0.3.2 brought along itself,
 * it is only a warning: whatever needs the absent plugin is not available then.
 *
 * @param providers types and aliases of provider factories
 * @param strategies of selection strategy factories
 * @param methods of condensation method factories
 */
public record KnownTypes(Set<String> providers, Set<String> strategies, Set<String> methods) {
    private static final String LOGIN =
            "it lives on the login of its maker's own program, which is not for other programs;" + " use type ";
    private static final String OPENAI = "use type openai with endpoint: ";

    /** Provider types that 0.3.2 or one of its followers knew by name, and what to write instead. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("kiro", "it speaks a private protocol behind a login; use type anthropic with an API key"),
            Map.entry("kiro-cli", "it speaks a private protocol behind a login; use type anthropic with an API key"),
            Map.entry("claude", LOGIN + "anthropic with an API key"),
            Map.entry("claude_cli", LOGIN + "anthropic with an API key"),
            Map.entry("codex", LOGIN + "openai with an API key"),
            Map.entry("qwen", LOGIN + "openai with endpoint: https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
            Map.entry("kilo", OPENAI + "https://kilocode.ai/api/openrouter"),
            Map.entry("kilocode", OPENAI + "https://kilocode.ai/api/openrouter"),
            Map.entry("cohere", OPENAI + "https://api.cohere.ai/compatibility/v1"),
            Map.entry("huggingface", OPENAI + "https://router.huggingface.co/v1"),
            Map.entry("poe", OPENAI + "https://api.poe.com/v1"),
            Map.entry("amazon", OPENAI + "https://bedrock-runtime.REGION.amazonaws.com/openai/v1"),
            Map.entry("ibm", OPENAI + "https://REGION.ml.cloud.ibm.com/ml/gateway/v1"),
            Map.entry("microsoft", OPENAI + "https://RESOURCE.openai.azure.com/openai/v1"),
            Map.entry("runpod", OPENAI + "https://api.runpod.ai/v2/ENDPOINT/openai/v1"),
            Map.entry("coderai", OPENAI + "http://HOST:PORT/v1"),
            Map.entry("lanai", "it was named by 0.3.2 and never served; " + OPENAI + "the base URL of your server"),
            Map.entry(
                    "replicate", "it makes predictions, not chats; use a provider that answers chats with that model"),
            Map.entry("stabilityai", "it makes pictures, not chats; leave it out"));

    private static final Set<String> SEED_METHODS = Set.of("hierarchical", "conversational", "semantic", "algorithmic");

    /** What to do about a provider type that nobody serves any more; empty for any other. */
    public static Optional<String> instead(String type) {
        return Optional.ofNullable(INSTEAD.get(type));
    }

    /** What is wrong with the types that a configuration names. */
    public List<Complaint> check(Configuration configuration) {
        List<Complaint> complaints = new ArrayList<>();
        for (ProviderConfig provider : configuration.providers().values()) {
            if (!providers.contains(provider.type())) {
                complaints.add(complaint(
                        provider.lenient(),
                        provider.typePosition(),
                        provider.settings().path() + ".type",
                        noProvider(provider.type())));
            }
        }
        for (RotationConfig rotation : configuration.rotations().values()) {
            rotation.strategies()
                    .forEach(strategy ->
                            strategy(strategy, rotation.lenient(), "rotations." + rotation.name(), complaints));
        }
        for (AutoselectConfig autoselect : configuration.autoselects().values()) {
            autoselect
                    .strategies()
                    .forEach(strategy ->
                            strategy(strategy, autoselect.lenient(), "autoselect." + autoselect.name(), complaints));
        }
        methods(configuration, complaints);
        return List.copyOf(complaints);
    }

    private String noProvider(String type) {
        return instead(type)
                .map(instead -> "no plugin for type '" + type + "': " + instead)
                .orElseGet(() -> noPlugin("type", type, providers));
    }

    private void strategy(StrategyConfig strategy, boolean lenient, String path, List<Complaint> complaints) {
        String word = strategy.word();
        if (!strategies.contains(word)) {
            boolean standard =
                    word.equals(RotationConfig.DEFAULT_STRATEGY) || word.equals(AutoselectConfig.DEFAULT_STRATEGY);
            complaints.add(complaint(
                    lenient || standard,
                    strategy.position(),
                    path + ".strategy",
                    noPlugin("strategy", word, strategies)));
        }
    }

    private void methods(Configuration configuration, List<Complaint> complaints) {
        Map<String, Complaint> first = new LinkedHashMap<>();
        for (ProviderConfig provider : configuration.providers().values()) {
            for (ModelConfig model : provider.models()) {
                String path = provider.settings().path() + ".models " + model.name() + ".condense_method";
                note(model.limits(), provider.lenient(), model.position(), path, first);
            }
            note(
                    provider.defaults(),
                    provider.lenient(),
                    provider.position(),
                    provider.settings().path() + ".default_condense_method",
                    first);
        }
        for (RotationConfig rotation : configuration.rotations().values()) {
            for (CandidateConfig candidate : rotation.candidates()) {
                String path = "rotations." + rotation.name() + " " + candidate.target() + ".condense_method";
                note(candidate.limits(), rotation.lenient(), candidate.position(), path, first);
            }
        }
        complaints.addAll(first.values());
    }

    private void note(
            ModelLimits limits, boolean lenient, Position position, String path, Map<String, Complaint> first) {
        for (String method : limits.condenseMethods()) {
            if (!methods.contains(method)) {
                boolean mild = lenient || SEED_METHODS.contains(method);
                first.putIfAbsent(
                        method, complaint(mild, position, path, noPlugin("condensation method", method, methods)));
            }
        }
    }

    private static Complaint complaint(boolean mild, Position position, String path, String message) {
        return mild ? Complaint.warning(position, path, message) : Complaint.error(position, path, message);
    }

    private static String noPlugin(String kind, String word, Set<String> known) {
        return "no plugin for " + kind + " '" + word + "'" + Spelling.hint(word, known);
    }
}
