// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.access.Visitor;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import io.aisbf.runtime.route.Targets.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one client can reach: nothing that it may not ask for, and what it may not ask for is not named to it either.
 *
 * @param targets all there is
 * @param visitor the client
 */
record Reach(Targets targets, Visitor visitor) {
    private static final int LISTED = 20;
    private static final int LONGEST = 100;

    /**
     * The target of that name.
     *
     * @throws CallException {@code UNKNOWN_TARGET} if there is none, {@code FORBIDDEN} if it is not for this client
     */
    Target target(String asked, Scope scope) {
        try {
            Target target = targets.resolve(asked, scope);
            if (visitor.models().everything() || visitor.models().allows(names(asked, scope, target))) {
                return target;
            }
        } catch (CallException e) {
            // The words of this failure name what is near, be it for this client or not.
            if (visitor.key().isEmpty()) {
                throw e;
            }
            if (visitor.models().allows(List.of(asked))) {
                throw new CallException(
                        e.failure(),
                        "model '" + shorten(asked) + "' is none of this gateway's; " + allowed(),
                        e.details());
            }
        }
        throw new CallException(
                Failure.FORBIDDEN,
                "model '" + shorten(asked) + "' is not for this key; " + allowed(),
                CallException.Details.NONE.withMember("model"));
    }

    /**
     * The scope that a segment of 0.3.2's paths names. To a client that may not ask for everything, a scope that is not
     * there is no other than one in which nothing is for it: it cannot find out by trying which there are.
     *
     * @throws CallException {@code UNKNOWN_TARGET} if there is none, {@code FORBIDDEN} if nothing there is for this client
     */
    Scope scope(String segment) {
        Optional<Scope> scope = targets.scope(segment);
        if (visitor.models().everything()) {
            return scope.orElseThrow(() -> noScope(segment, "there are " + String.join(", ", scopes())));
        }
        return scope.filter(this::knows)
                .orElseThrow(() -> mayAskWithin(segment) || visitor.models().allows(groups(segment))
                        ? noScope(segment, allowed())
                        : new CallException(
                                Failure.FORBIDDEN, "'" + shorten(segment) + "' is not for this key; " + allowed()));
    }

    private static CallException noScope(String segment, String instead) {
        return new CallException(
                Failure.UNKNOWN_TARGET,
                "'" + shorten(segment) + "' is no provider, rotation or autoselect of this gateway; " + instead,
                CallException.Details.NONE.withCode("model_not_found"));
    }

    private List<String> scopes() {
        List<String> names = new ArrayList<>();
        targets.providers().forEach(provider -> names.add(provider.name()));
        names.add("rotations");
        names.add("autoselect");
        return names;
    }

    private boolean knows(Scope scope) {
        return switch (scope) {
            case Scope.Everything _, Scope.Groups _ -> true;
            case Scope.OneProvider one -> mayAskWithin(one.provider());
            case Scope.OneGroup one ->
                targets.groups(one.kind()).stream()
                        .filter(group -> group.name().equals(one.name()))
                        .anyMatch(this::knows);
        };
    }

    /** Whether the client may know of a provider, for it may ask something there. */
    boolean knows(ProviderEntry provider) {
        return mayAskWithin(provider.name());
    }

    /** Whether some name that begins with that provider's could be asked for: a star stands for whatever follows. */
    private boolean mayAskWithin(String provider) {
        String head = provider + "/";
        return visitor.models().patterns().stream().anyMatch(pattern -> {
            int star = pattern.indexOf('*');
            return pattern.startsWith(head) || (star >= 0 && head.startsWith(pattern.substring(0, star)));
        });
    }

    /** Whether the client may know of what stands under that name in a list of models. */
    boolean lists(String name, Scope scope) {
        return visitor.models().everything()
                || visitor.models().allows(names(name, scope, targets.resolve(name, scope)));
    }

    /** Whether the client may know of a rotation or an autoselect. */
    boolean knows(Group group) {
        return visitor.models().allows(names(group));
    }

    /** All names by which it can be allowed. */
    private static List<String> names(String asked, Scope scope, Target target) {
        List<String> names = new ArrayList<>(
                switch (target) {
                    case Target.Model model -> List.of(model.name());
                    case Target.Choice choice -> names(choice.group());
                });
        if (scope instanceof Scope.Everything) {
            names.add(asked);
        }
        return names;
    }

    private static List<String> names(Group group) {
        return List.of(group.name(), group.kind().word() + "/" + group.name());
    }

    /** All names of the rotation and of the autoselect that could have that name. */
    private static List<String> groups(String name) {
        List<String> names = new ArrayList<>(List.of(name));
        for (Group.Kind kind : Group.Kind.values()) {
            names.add(kind.word() + "/" + name);
        }
        return names;
    }

    private String allowed() {
        List<String> patterns = visitor.models().patterns();
        return "the key '" + visitor.key() + "' may ask for "
                + String.join(", ", patterns.stream().limit(LISTED).toList())
                + (patterns.size() > LISTED ? " and " + (patterns.size() - LISTED) + " more" : "");
    }

    private static String shorten(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
    }
}
