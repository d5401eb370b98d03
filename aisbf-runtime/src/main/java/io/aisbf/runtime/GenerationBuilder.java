// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.config.AutoselectConfig;
import io.aisbf.runtime.config.CandidateConfig;
import io.aisbf.runtime.config.Configuration;
import io.aisbf.runtime.config.KnownTypes;
import io.aisbf.runtime.config.ModelConfig;
import io.aisbf.runtime.config.ModelLimits;
import io.aisbf.runtime.config.ProviderConfig;
import io.aisbf.runtime.config.RotationConfig;
import io.aisbf.runtime.config.TrackedSettings;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.plugins.Catalogue;
import io.aisbf.runtime.plugins.Kind;
import io.aisbf.runtime.plugins.LoadedFactory;
import io.aisbf.runtime.plugins.Unit;
import io.aisbf.runtime.dispatch.Dispatcher;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Makes a {@link Generation}: every instance that a configuration asks for, of the plugins that are there. Used once,
 * by one thread.
 */
final class GenerationBuilder {
    private final Function<String, Optional<String>> environment;
    private final Configuration configuration;
    private final Catalogue catalogue;
    private final Lent lent;
    private final Workshop workshop = new Workshop();

    /**
     * A builder.
     *
     * @param environment the variables that plugins may ask for: those the configuration was read with
     */
    GenerationBuilder(
            Configuration configuration,
            Catalogue catalogue,
            Lent lent,
            Function<String, Optional<String>> environment) {
        this.environment = environment;
        this.configuration = configuration;
        this.catalogue = catalogue;
        this.lent = lent;
    }

    /**
     * Makes everything.
     *
     * @throws io.aisbf.api.plugin.SettingsException with every complaint, one a line; whatever had been made by then is
     *     closed
     */
    Generation build(LongSupplier nanoTime) {
        catalogue.warnings().forEach(workshop::warn);
        workshop.complain(configuration.warnings());
        for (LoadedFactory<WireFormat> factory : catalogue.wireFormats()) {
            workshop.make(factory, workshop.noSettings(factory.type()), lent)
                    .ifPresent(format -> lent.formats().put(format.name(), format));
        }
        workshop.complain(knownTypes().check(configuration));
        Map<String, ProviderEntry> providers = new LinkedHashMap<>();
        configuration.providers().values().forEach(config -> providers.put(config.name(), provider(config)));
        Map<String, CondensationMethod> methods = methods();
        Map<String, Group> rotations = new LinkedHashMap<>();
        configuration.rotations().values().forEach(config -> rotations.put(config.name(), rotation(config)));
        Map<String, Group> autoselects = new LinkedHashMap<>();
        configuration.autoselects().values().forEach(config -> autoselects.put(config.name(), autoselect(config)));
        workshop.throwIfComplaints();
        Targets targets = new Targets(providers, rotations, autoselects, configuration.aliases());
        Dispatcher dispatcher = new Dispatcher(targets, new Fitting(methods, lent.tokens()), nanoTime);
        lent.dispatcher().set(dispatcher);
        return new Generation(
                catalogue, lent.formats().values(), targets, dispatcher, workshop.made(), workshop.warnings());
    }

    private KnownTypes knownTypes() {
        return new KnownTypes(words(Kind.PROVIDER), words(Kind.SELECTION_STRATEGY), words(Kind.CONDENSATION_METHOD));
    }

    private Set<String> words(Kind kind) {
        Set<String> words = new TreeSet<>(catalogue.types(kind));
        for (Unit unit : catalogue.units()) {
            unit.provided().stream()
                    .filter(provided -> provided.kind() == kind)
                    .forEach(provided -> words.addAll(provided.aliases()));
        }
        return words;
    }

    private ProviderEntry provider(ProviderConfig config) {
        Optional<LoadedFactory<Provider>> factory = catalogue.provider(config.type());
        Optional<Provider> provider =
                factory.flatMap(found -> workshop.make(found, config.settings().open(environment), lent));
        Optional<String> absence = factory.isPresent()
                ? Optional.empty()
                : Optional.of("no plugin for type '" + config.type() + "' is in the plugins directory"
                        + KnownTypes.instead(config.type())
                                .map(instead -> "; " + instead)
                                .orElse(""));
        provider.flatMap(Provider::unavailable)
                .or(() -> absence)
                .ifPresent(reason -> workshop.warn(
                        config.position() + ": provider '" + config.name() + "' cannot be asked: " + reason));
        Map<String, ModelEntry> models = new LinkedHashMap<>();
        for (ModelConfig model : config.models()) {
            models.put(model.name(), entry(model.name(), model.limits()));
        }
        return new ProviderEntry(
                config.name(), factory.map(LoadedFactory::unit).orElse(config.type()), provider, absence, models);
    }

    /** Every method there is, under its type and its aliases; methods have no settings yet. */
    private Map<String, CondensationMethod> methods() {
        Map<String, CondensationMethod> methods = new LinkedHashMap<>();
        for (String type : catalogue.types(Kind.CONDENSATION_METHOD)) {
            catalogue
                    .condensationMethod(type)
                    .ifPresent(factory -> workshop.make(factory, workshop.noSettings(type), lent)
                            .ifPresent(method -> {
                                methods.put(type, method);
                                factory.aliases().forEach(alias -> methods.put(alias, method));
                            }));
        }
        return methods;
    }

    private Group rotation(RotationConfig config) {
        return group(
                Group.Kind.ROTATION,
                config.name(),
                "",
                config.strategy(),
                config.strategySettings(),
                config.candidates(),
                Optional.empty());
    }

    private Group autoselect(AutoselectConfig config) {
        return group(
                Group.Kind.AUTOSELECT,
                config.name(),
                config.description().orElse(""),
                config.strategy(),
                config.strategySettings(),
                config.candidates(),
                config.fallback());
    }

    private Group group(
            Group.Kind kind,
            String name,
            String description,
            String strategy,
            TrackedSettings.Source settings,
            List<CandidateConfig> configured,
            Optional<String> fallback) {
        Optional<LoadedFactory<SelectionStrategy>> factory = catalogue.selectionStrategy(strategy);
        Optional<SelectionStrategy> instance =
                factory.flatMap(found -> workshop.make(found, settings.open(environment), lent));
        Map<String, ModelEntry> limits = new LinkedHashMap<>();
        for (CandidateConfig candidate : configured) {
            ModelEntry entry = entry(candidate.target(), candidate.limits());
            if (entry.condenseContext().isPresent() || entry.contextSize().isPresent()) {
                limits.put(candidate.target(), entry);
            }
        }
        List<Candidate> candidates = configured.stream()
                .map(one -> new Candidate(
                        one.target(), one.weight(), one.description().orElse("")))
                .toList();
        return new Group(
                kind,
                name,
                description,
                instance,
                factory.map(LoadedFactory::unit).orElse(strategy),
                candidates,
                limits,
                fallback,
                Group.Care.NONE);
    }

    private static ModelEntry entry(String name, ModelLimits limits) {
        return new ModelEntry(name, limits.contextSize(), limits.condenseContext(), limits.condenseMethods());
    }
}
