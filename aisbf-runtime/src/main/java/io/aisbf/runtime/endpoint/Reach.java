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

    /** Whether the client may know of a provider, for it may ask something there. */
    boolean knows(ProviderEntry provider) {
        String head = provider.name() + "/";
        return visitor.models().allows(List.of(head))
                || visitor.models().patterns().stream().anyMatch(pattern -> pattern.startsWith(head));
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
