// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.Standing;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.booking.Booking;
import io.aisbf.runtime.booking.Books;
import io.aisbf.runtime.config.AutoselectConfig;
import io.aisbf.runtime.config.CandidateConfig;
import io.aisbf.runtime.config.Configuration;
import io.aisbf.runtime.config.KnownTypes;
import io.aisbf.runtime.config.ProviderConfig;
import io.aisbf.runtime.config.RotationConfig;
import io.aisbf.runtime.config.TrackedSettings;
import io.aisbf.runtime.config.choice.StrategyConfig;
import io.aisbf.runtime.config.tree.Keys;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.dispatch.Dispatcher;
import io.aisbf.runtime.dispatch.Surroundings;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.plugins.Catalogue;
import io.aisbf.runtime.plugins.Kind;
import io.aisbf.runtime.plugins.LoadedFactory;
import io.aisbf.runtime.plugins.Unit;
import io.aisbf.runtime.route.Chooser;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

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
    Generation build(Surroundings around, Books books) {
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
        Targets targets = targets(providers);
        workshop.throwIfComplaints();
        Fitting fitting = new Fitting(methods, Loader.counter(configuration, books)::count, lent.json(), lent.random());
        Dispatcher dispatcher = new Dispatcher(targets, fitting, around, booking(books, around));
        lent.dispatcher().set(dispatcher);
        return new Generation(
                catalogue, lent.formats().values(), targets, dispatcher, workshop.made(), workshop.warnings());
    }

    private Booking booking(Books books, Surroundings around) {
        return new Booking(books, Bound.limits(configuration), Bound.terms(configuration), around.health());
    }

    private Targets targets(Map<String, ProviderEntry> providers) {
        Map<String, String> aliases = Entries.resolved(configuration.aliases());
        Entries entries = new Entries(providers, aliases);
        Map<String, Group> rotations = new LinkedHashMap<>();
        configuration.rotations().values().forEach(config -> rotations.put(config.name(), rotation(config, entries)));
        Map<String, Group> autoselects = new LinkedHashMap<>();
        configuration
                .autoselects()
                .values()
                .forEach(config -> autoselects.put(config.name(), autoselect(config, entries)));
        return new Targets(providers, rotations, autoselects, aliases);
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
        Optional<String> absence = factory.isPresent()
                ? Optional.empty()
                : Optional.of("no plugin for type '" + config.type() + "' is in the plugins directory"
                        + KnownTypes.instead(config.type())
                                .map(instead -> "; " + instead)
                                .orElse(""));
        ProviderEntry entry = new ProviderEntry(
                config.name(),
                factory.map(LoadedFactory::unit).orElse(config.type()),
                factory.map(found -> keys(found, config)).orElse(List.of()),
                absence,
                Entries.models(config),
                Entries.patience(config),
                config.policy());
        entry.unavailable()
                .ifPresent(reason -> workshop.warn(
                        config.position() + ": provider '" + config.name() + "' cannot be asked: " + reason));
        return entry;
    }

    /** One instance for each usable key; one as well where there is none, or the plugin wants none. */
    private List<ProviderEntry.Key> keys(LoadedFactory<Provider> factory, ProviderConfig config) {
        List<Secret> secrets = config.settings().keys().usable();
        if (secrets.isEmpty()) {
            return workshop
                    .make(factory, config.settings().open(environment), lent)
                    .map(provider -> new ProviderEntry.Key("", provider))
                    .stream()
                    .toList();
        }
        List<ProviderEntry.Key> keys = new ArrayList<>();
        for (Secret secret : secrets) {
            TrackedSettings settings = config.settings().open(environment, secret);
            Optional<Provider> provider = workshop.make(factory, settings, lent);
            boolean alone = secrets.size() == 1 || !settings.askedForKey();
            String id = alone ? "" : Keys.name(config.name(), secret);
            provider.ifPresent(instance -> keys.add(new ProviderEntry.Key(id, instance)));
            if (alone || provider.isEmpty()) {
                // One that was not made would say the same of the next key.
                break;
            }
        }
        return keys;
    }

    /** Every method there is, under its type and its aliases. */
    private Map<String, CondensationMethod> methods() {
        Map<String, CondensationMethod> methods = new LinkedHashMap<>();
        for (String type : catalogue.types(Kind.CONDENSATION_METHOD)) {
            catalogue
                    .condensationMethod(type)
                    .ifPresent(factory -> method(factory, type).ifPresent(method -> {
                        methods.put(type, method);
                        factory.aliases().forEach(alias -> methods.put(alias, method));
                    }));
        }
        configuration.condensation().own().forEach((type, own) -> {
            if (!methods.containsKey(type)) {
                workshop.warn(own.path() + ": no condensation method '" + type
                        + "' is in the plugins directory; there are " + methods.keySet());
            }
        });
        return methods;
    }

    /** Methods are lent the measure that never changes, or what they make would. */
    private Optional<CondensationMethod> method(LoadedFactory<CondensationMethod> factory, String type) {
        try {
            TrackedSettings settings =
                    configuration.condensation().settings(type).open(environment);
            return workshop.make(factory, settings, lent.counting(new Measure()));
        } catch (IOException e) {
            workshop.warn("condensation_" + type + ".md cannot be read, so '" + type + "' is not there: " + e);
            return Optional.empty();
        }
    }

    private Group rotation(RotationConfig config, Entries entries) {
        return new Group(
                Group.Kind.ROTATION,
                config.name(),
                "",
                choosers(config.strategies()),
                candidates(config.candidates()),
                entries.within(config.candidates()),
                Optional.empty(),
                config.care());
    }

    private Group autoselect(AutoselectConfig config, Entries entries) {
        return new Group(
                Group.Kind.AUTOSELECT,
                config.name(),
                config.description().orElse(""),
                choosers(config.strategies()),
                candidates(config.candidates()),
                entries.within(config.candidates()),
                config.fallback(),
                config.care());
    }

    /** Those whose plugin is there; of the others the check of words has told. */
    private List<Chooser> choosers(List<StrategyConfig> strategies) {
        List<Chooser> choosers = new ArrayList<>();
        for (StrategyConfig config : strategies) {
            catalogue
                    .selectionStrategy(config.word())
                    .ifPresent(factory -> workshop.make(
                                    factory, config.settings().open(environment), lent)
                            .ifPresent(strategy ->
                                    choosers.add(new Chooser(config.word(), factory.unit(), strategy, config.gate()))));
        }
        return choosers;
    }

    private static List<Candidate> candidates(List<CandidateConfig> configured) {
        return configured.stream()
                .map(one -> new Candidate(
                        one.target(), one.weight(), one.description().orElse(""), one.examples(), Standing.UNKNOWN))
                .toList();
    }
}
