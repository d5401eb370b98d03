// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.Failure;
import java.util.List;
import java.util.Optional;

/**
 * What a failure is held against: a key, a key for one model, a model with every key, or a provider as a whole. Parts
 * that do not belong to its kind are empty.
 */
record Scope(Kind kind, String provider, String key, String model) {
    /** Kinds of scope. */
    enum Kind {
        PROVIDER,
        MODEL,
        KEY,
        KEY_FOR_MODEL
    }

    /** The scope of that kind which a call at that place touches. */
    static Scope of(Kind kind, Place place) {
        return switch (kind) {
            case PROVIDER -> new Scope(kind, place.provider(), "", "");
            case MODEL -> new Scope(kind, place.provider(), "", place.model());
            case KEY -> new Scope(kind, place.provider(), place.key(), "");
            case KEY_FOR_MODEL -> new Scope(kind, place.provider(), place.key(), place.model());
        };
    }

    /** The scope of a place in which no key stands for every key, and no model for every model. */
    static Scope meant(Place place) {
        boolean keys = place.key().isEmpty();
        boolean models = place.model().isEmpty();
        Kind kind = keys ? models ? Kind.PROVIDER : Kind.MODEL : models ? Kind.KEY : Kind.KEY_FOR_MODEL;
        return of(kind, place);
    }

    /** All scopes that a call at that place touches. */
    static List<Scope> of(Place place) {
        return List.of(
                of(Kind.PROVIDER, place), of(Kind.MODEL, place), of(Kind.KEY, place), of(Kind.KEY_FOR_MODEL, place));
    }

    /** What a failure at that place is held against, if it is held against anything. */
    static Optional<Scope> blamed(Failure failure, Place place) {
        return switch (failure.cools()) {
            case NOTHING -> Optional.empty();
            case KEY -> Optional.of(of(Kind.KEY, place));
            case KEY_FOR_MODEL -> Optional.of(of(Kind.KEY_FOR_MODEL, place));
            case MODEL, MODEL_BY_STRIKES -> Optional.of(of(Kind.MODEL, place));
            case PROVIDER_BY_STRIKES -> Optional.of(of(Kind.PROVIDER, place));
        };
    }

    /** The scope in words. */
    String words() {
        return switch (kind) {
            case PROVIDER -> "provider " + provider;
            case MODEL -> "model " + provider + "/" + model;
            case KEY -> key.isEmpty() ? "the key of provider " + provider : "key " + key + " of provider " + provider;
            case KEY_FOR_MODEL -> (key.isEmpty() ? "the key" : "key " + key) + " for model " + provider + "/" + model;
        };
    }
}
