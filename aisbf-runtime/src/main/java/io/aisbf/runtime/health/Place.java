// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

/**
 * Where a call goes: a model as it is asked with one key.
 *
 * @param provider the operator's name of the provider
 * @param key the name of the key; empty where there is only one way to ask
 * @param model the provider's name of the model
 */
public record Place(String provider, String key, String model) {
    @Override
    public String toString() {
        return provider + "/" + model + (key.isEmpty() ? "" : " (key " + key + ")");
    }
}
