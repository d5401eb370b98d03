// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Position;
import java.util.List;
import java.util.Optional;

/**
 * One target that a rotation or autoselect may choose.
 *
 * @param target a name that a client could ask for too, such as {@code openai/gpt-4o} or {@code rotation/coding};
 *     checked to lead somewhere
 * @param weight its share; 1 when nothing is written
 * @param description what it is good for, in words
 * @param examples requests that it is meant for
 * @param limits what the rotation says it can take; what it leaves open, the provider's description of the model says
 * @param position where it stands
 */
public record CandidateConfig(
        String target,
        double weight,
        Optional<String> description,
        List<String> examples,
        ModelLimits limits,
        Position position) {}
