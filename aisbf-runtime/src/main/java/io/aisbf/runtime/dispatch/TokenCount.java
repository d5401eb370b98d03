// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static java.lang.System.Logger.Level.DEBUG;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.fit.Fitting;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import java.util.Optional;

/**
 * Counts the tokens of a request: asks the provider that would be asked first, where it counts; estimates where it does
 * not, or where it does not answer. Stateless.
 */
public final class TokenCount {
    private static final System.Logger LOG = System.getLogger(TokenCount.class.getName());

    private final Targets targets;
    private final Fitting fitting;

    /** A counter for these targets. */
    public TokenCount(Targets targets, Fitting fitting) {
        this.targets = targets;
        this.fitting = fitting;
    }

    /** How many tokens, and whether that is only an estimate. */
    public record Counted(long tokens, boolean estimated) {}

    /**
     * Counts.
     *
     * @throws CallException if the request itself is at fault
     */
    public Counted count(ChatRequest request, Target target, Call call, Trace trace) throws InterruptedException {
        Optional<Target.Model> model = first(target);
        if (model.isPresent() && model.get().provider().instance() instanceof Provider.TokenCounting counting) {
            try {
                return new Counted(ask(counting, request, model.get(), call, trace), false);
            } catch (CallException e) {
                if (e.failure().fault() == Failure.Fault.CALLER) {
                    throw e;
                }
                LOG.log(DEBUG, "{0} does not count tokens: {1}", model.get().name(), e.failure());
                call.attempt();
            }
        }
        String name = model.map(Target.Model::name).orElse(target.name());
        return new Counted(fitting.count(request, name), true);
    }

    private static long ask(
            Provider.TokenCounting counting, ChatRequest request, Target.Model model, Call call, Trace trace)
            throws InterruptedException {
        String label = model.provider().label();
        trace.attempt(model.name(), label);
        return Contained.run(label, () -> counting.countTokens(request.withModel(model.model()), call));
    }

    /** The model itself, or the first candidate that can be asked. */
    private Optional<Target.Model> first(Target target) {
        return switch (target) {
            case Target.Model model -> model.provider().unavailable().isEmpty() ? Optional.of(model) : Optional.empty();
            case Target.Choice choice ->
                choice.group().candidates().stream()
                        .flatMap(candidate -> first(targets.resolve(candidate.target())).stream())
                        .findFirst();
        };
    }
}
