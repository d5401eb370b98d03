// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.access.AccessConfig;
import io.aisbf.runtime.config.bounds.Bounds;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.config.bounds.LedgerConfig;
import io.aisbf.runtime.config.bounds.OnLimit;
import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.config.care.Cooldown;
import io.aisbf.runtime.config.care.GroupCare;
import io.aisbf.runtime.config.choice.TextFile;
import io.aisbf.runtime.config.tree.Complaint;
import io.aisbf.runtime.config.tree.Complaints;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Placeholders;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.SourceFile;
import io.aisbf.runtime.config.tree.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads configuration files into one checked {@link Configuration}, or complains of everything that is wrong with them
 * at once. Has no side effects and keeps nothing, so a reload is another reading; may be used by several threads.
 */
public final class ConfigurationReader {
    private static final Set<String> AUTOSELECT_KEYS =
            Set.of("model_name", "description", "fallback", "available_models", "selection_model");

    private final Function<String, Optional<String>> environment;
    private final Path home;

    /** A reader that takes placeholders from that environment, and {@code ~} for that folder. */
    public ConfigurationReader(Function<String, Optional<String>> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /**
     * Reads a file, or the files of a folder.
     *
     * @throws ConfigurationException if it cannot be used
     */
    public Configuration read(Path path) {
        Complaints complaints = new Complaints();
        List<ConfigurationFiles.Source> sources = ConfigurationFiles.sources(path, complaints);
        Sections sections = new Sections(complaints);
        sources.forEach(source -> file(source, sections, complaints));
        Configuration configuration = sections.configuration(
                sources.stream().map(ConfigurationFiles.Source::path).toList(), Position.whole(path.toString()), home);
        if (!complaints.errors().isEmpty()) {
            throw new ConfigurationException(complaints.errors(), complaints.moreErrors());
        }
        return configuration;
    }

    private void file(ConfigurationFiles.Source source, Sections sections, Complaints complaints) {
        Path folder =
                Optional.ofNullable(source.path().toAbsolutePath().getParent()).orElse(home);
        Placeholders placeholders = new Placeholders(environment, home, folder);
        SourceFile.read(source.path(), placeholders, complaints).ifPresent(fields -> {
            boolean lenient = source.layout() != ConfigurationFiles.Layout.MAIN;
            sections.add(source.layout(), new Part(fields, "", lenient, complaints));
        });
    }

    /**
     * The sections of all files, gathered before any of them is read: a rotation may name a provider of another file.
     */
    private static final class Sections {
        private final Complaints complaints;
        private final List<Part> roots = new ArrayList<>();
        private final List<Part> providers = new ArrayList<>();
        private final List<Part> rotations = new ArrayList<>();
        private final List<Part> autoselects = new ArrayList<>();
        private final List<Part> aliases = new ArrayList<>();
        private final Set<String> telling = new HashSet<>();

        Sections(Complaints complaints) {
            this.complaints = complaints;
        }

        void add(ConfigurationFiles.Layout layout, Part root) {
            if (layout == ConfigurationFiles.Layout.AUTOSELECT) {
                autoselects.add(unwrapped(root));
                return;
            }
            roots.add(root);
            boolean main = layout == ConfigurationFiles.Layout.MAIN;
            if (main || layout == ConfigurationFiles.Layout.PROVIDERS) {
                root.part("providers").ifPresent(providers::add);
            }
            if (main || layout == ConfigurationFiles.Layout.ROTATIONS) {
                root.part("rotations").ifPresent(rotations::add);
            }
            if (layout == ConfigurationFiles.Layout.ROTATIONS
                    && GroupCare.tells(root).orElse(false)) {
                telling.add(root.position().file());
            }
            if (main) {
                root.part("autoselect").ifPresent(autoselects::add);
                root.part("aliases").ifPresent(aliases::add);
            }
        }

        /**
         * 0.3.2's default file has one autoselect, called "autoselect"; a file may also hold them all under that word.
         */
        private static Part unwrapped(Part root) {
            Optional<Part> only = root.fields().fields().size() == 1
                    ? root.fields()
                            .value("autoselect")
                            .filter(Value.Fields.class::isInstance)
                            .flatMap(value -> root.part("autoselect"))
                    : Optional.empty();
            return only.filter(part ->
                            part.fields().fields().stream().noneMatch(field -> AUTOSELECT_KEYS.contains(field.name())))
                    .orElse(root);
        }

        Configuration configuration(List<Path> files, Position whole, Path home) {
            Names names = names();
            RotationConfig.Reader reader = new RotationConfig.Reader(names, telling);
            Part main = main(whole);
            ProviderConfig.General general = general(main, whole);
            Map<String, RotationConfig> readRotations =
                    each(rotations, names, (named, part) -> Optional.of(reader.read(named, part)));
            Map<String, AutoselectConfig> readAutoselects = autoselects(names, lent(files));
            Map<String, ProviderConfig> readProviders = providers(names, reader, general);
            Map<String, String> readAliases = aliases(names);
            Optional<AccessConfig> access = main.part("access").map(part -> AccessConfig.read(part, names::problem));
            names.refuseCircles(readRotations, readAutoselects, readAliases, complaints);
            return new Configuration(
                    files,
                    ServerConfig.read(section("server", whole), access.isPresent()),
                    readProviders,
                    readRotations,
                    readAutoselects,
                    readAliases,
                    Configuration.Plugins.read(section("plugins", whole), home),
                    access,
                    rates(section("limits", whole)),
                    general.bounds(),
                    LedgerConfig.read(main, home, budgets(general.bounds(), readProviders, access)),
                    StoreConfig.read(main, home),
                    main.file("state", home),
                    condensation(files, names),
                    finish(whole, readProviders.isEmpty()));
        }

        /** Complains of what nobody has read, after everything else; the warnings. */
        private List<Complaint> finish(Position whole, boolean nobody) {
            roots.forEach(Part::finish);
            if (nobody && complaints.errors().isEmpty()) {
                complaints.warning(whole, "providers", "no provider is configured, so nothing can be answered");
            }
            return complaints.warnings();
        }

        private Names names() {
            Names names = new Names();
            providers.forEach(names::addProviders);
            autoselects.forEach(names::addAutoselects);
            rotations.forEach(names::addRotations);
            aliases.forEach(names::addAliases);
            return names;
        }

        private static <T> Map<String, T> each(
                List<Part> sections, Names names, BiFunction<Part.Named, Part, Optional<T>> reading) {
            Map<String, T> all = new LinkedHashMap<>();
            for (Part section : sections) {
                for (Part.Named named : section.entries()) {
                    boolean comment = section.lenient() && named.name().startsWith("_");
                    if (!comment) {
                        section.part(named)
                                .flatMap(part -> reading.apply(named, part))
                                .filter(read -> names.isFirst(named))
                                .ifPresent(read -> all.put(named.name(), read));
                    }
                }
            }
            return Collections.unmodifiableMap(all);
        }

        private Map<String, String> aliases(Names names) {
            Map<String, String> all = new LinkedHashMap<>();
            for (Part section : aliases) {
                for (Part.Named named : section.entries()) {
                    if (section.value(named.name()).isEmpty()) {
                        section.wrong(named.name(), "names no target; write what it stands for");
                    }
                    section.word(named.name()).ifPresent(target -> {
                        names.problem(target.text())
                                .ifPresent(message -> section.odd(target.position(), target.path(), message));
                        all.put(named.name(), target.text());
                    });
                }
            }
            return Collections.unmodifiableMap(all);
        }

        private Map<String, ProviderConfig> providers(
                Names names, RotationConfig.Reader reader, ProviderConfig.General general) {
            return each(
                    providers,
                    names,
                    (named, part) -> ProviderConfig.read(named, part, reader.spareKey(named.name()), general));
        }

        private ProviderConfig.General general(Part main, Position whole) {
            return new ProviderConfig.General(
                    Cooldown.read(section("cooldown", whole)), Bounds.read(main, OnLimit.PROVIDER));
        }

        /** The limits of all that is asked. */
        private static ModelLimits.Rates rates(Part part) {
            ModelLimits.Rates rates = ModelLimits.rates(part, "");
            rates.warnIfTooNarrow(part, OptionalLong.empty());
            part.finish();
            return rates;
        }

        private static List<Budget> budgets(
                Bounds bounds, Map<String, ProviderConfig> providers, Optional<AccessConfig> access) {
            List<Budget> budgets = new ArrayList<>(bounds.budgets());
            providers
                    .values()
                    .forEach(provider -> budgets.addAll(provider.bounds().budgets()));
            access.ifPresent(given -> given.keys().forEach(key -> budgets.addAll(key.budgets())));
            return budgets;
        }

        /** The file that is none of 0.3.2's, or one that says nothing. */
        private Part main(Position whole) {
            return roots.stream().filter(root -> !root.lenient()).findFirst().orElseGet(() -> nothing("", whole));
        }

        private Part section(String name, Position whole) {
            return main(whole).part(name).orElseGet(() -> nothing(name, whole));
        }

        private Part nothing(String path, Position whole) {
            return new Part(new Value.Fields(whole, List.of()), path, false, complaints);
        }

        private Map<String, AutoselectConfig> autoselects(Names names, Map<String, String> lent) {
            return each(
                    autoselects, names, (named, part) -> Optional.of(AutoselectConfig.read(named, part, names, lent)));
        }

        /** What every autoselect lends its strategies: where files lie, and the operator's own text for the question. */
        private Map<String, String> lent(List<Path> files) {
            Map<String, String> lent = new LinkedHashMap<>();
            folder(files).ifPresent(there -> {
                Path own = there.resolve("autoselect.md");
                lent.put("folder", there.toString());
                try {
                    TextFile.read(own).ifPresent(text -> lent.put("prompt", text));
                } catch (IOException e) {
                    complaints.error(Position.whole(own.toString()), "autoselect", "cannot be read: " + e.getMessage());
                }
            });
            return lent;
        }

        private static Optional<Path> folder(List<Path> files) {
            return files.stream().findFirst().map(Path::toAbsolutePath).map(Path::getParent);
        }

        /** The first section of that name, wherever it stands: 0.3.2 has it in providers.json. */
        private CondensationConfig condensation(List<Path> files, Names names) {
            Optional<Path> folder = folder(files);
            return roots.stream()
                    .flatMap(root -> root.part("condensation").stream())
                    .map(part -> CondensationConfig.read(part, names, folder))
                    .toList()
                    .stream()
                    .findFirst()
                    .orElseGet(() -> CondensationConfig.none(folder));
        }
    }
}
