// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.access.Allowed;
import io.aisbf.runtime.access.Visitor;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import io.aisbf.runtime.route.Targets.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the paths of 0.3.2 tell whom of the scopes there are. */
class ReachTest {
    private final Targets targets = new Targets(
            Map.of("open", entry("open"), "hidden", entry("hidden")),
            Map.of("coding", group(Group.Kind.ROTATION, "coding"), "secret", group(Group.Kind.ROTATION, "secret")),
            Map.of("smart", group(Group.Kind.AUTOSELECT, "smart")),
            Map.of());

    private static ProviderEntry entry(String name) {
        return new ProviderEntry(name, "p.jar", Optional.empty(), Optional.empty(), Map.of());
    }

    private static Group group(Group.Kind kind, String name) {
        return new Group(kind, name, "", List.of(), List.of(), Map.of(), Optional.empty(), Group.Care.NONE);
    }

    private Reach client(String... models) {
        return new Reach(targets, new Visitor.Client("alice", new Allowed(List.of(models))));
    }

    private static CallException refused(Reach reach, String segment) {
        return assertThrows(CallException.class, () -> reach.scope(segment));
    }

    @Test
    void whoMayAskForEverythingIsToldWhatThereIs() {
        for (Visitor visitor :
                List.of(new Visitor.Anybody(), new Visitor.Operator(), new Visitor.Client("bob", Allowed.EVERYTHING))) {
            Reach reach = new Reach(targets, visitor);
            assertEquals(new Scope.OneProvider("hidden"), reach.scope("hidden"));
            CallException e = refused(reach, "opne");
            assertEquals(Failure.UNKNOWN_TARGET, e.failure());
            assertEquals(Optional.of("model_not_found"), e.details().code());
            for (String name : List.of("'opne' is no provider", "open", "hidden", "rotations", "autoselect")) {
                assertTrue(e.getMessage().contains(name), e.getMessage());
            }
        }
    }

    /** Were the answers different, whoever tries names would learn which there are. */
    @ParameterizedTest
    @ValueSource(strings = {"hidden", "secret", "smart", "nothing", "", "*", "op", "open/x"})
    void aClientCannotTellWhatIsNotThereFromWhatIsNotForIt(String segment) {
        CallException e = refused(client("coding", "open/t*"), segment);
        assertEquals(Failure.FORBIDDEN, e.failure());
        assertEquals(
                "'" + segment + "' is not for this key; the key 'alice' may ask for coding, open/t*", e.getMessage());
        assertEquals(CallException.Details.NONE, e.details());
    }

    /** It could ask for "secret/x-mini" if "secret" were a provider; that it is a rotation is not for it. */
    @Test
    void norWhereItsStarStandsForManyNames() {
        for (String segment : List.of("secret", "nobody")) {
            assertEquals(
                    Failure.UNKNOWN_TARGET, refused(client("*-mini"), segment).failure());
        }
    }

    @Test
    void aLongNameIsNotRepeatedWhole() {
        assertTrue(refused(client("coding"), "x".repeat(5000)).getMessage().length() < 300);
    }

    @ParameterizedTest
    @CsvSource({
        "open, open/text",
        "open, open/t*",
        "open, open*",
        "open, o*",
        "open, *-mini",
        "open, open/*-mini",
        "coding, coding",
        "coding, rotation/coding",
        "coding, rotation/*",
        "smart, sma*",
        "rotations, open/text",
        "autoselect, open/text"
    })
    void aScopeInWhichAnythingIsForTheClientIsItsOwn(String segment, String pattern) {
        assertEquals(
                targets.scope(segment), Optional.of(client("unrelated", pattern).scope(segment)));
    }

    @ParameterizedTest
    @CsvSource({"gone, gone", "gone, rotation/gone", "gone, gone/*", "gone, autoselect/g*", "gone, *-mini"})
    void whatAClientCouldAskForIfItWereThereIsUnknown(String segment, String pattern) {
        CallException e = refused(client(pattern), segment);
        assertEquals(Failure.UNKNOWN_TARGET, e.failure());
        assertEquals(
                "'gone' is no provider, rotation or autoselect of this gateway; the key 'alice' may ask for " + pattern,
                e.getMessage());
    }
}
