// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.config.tree.Keys;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of one provider. */
class KeysTest {
    @TempDir
    Path folder;

    private Given given(String members) {
        return Given.in(folder).with("K", "sk-env").file("aisbf.yaml", "providers:\n  p:\n    type: t\n" + members);
    }

    private TrackedSettings.Source source(String members) {
        return Given.the("p", given(members).read().providers()).settings();
    }

    private List<String> keys(String members) {
        return source(members).keys().usable().stream().map(Secret::reveal).toList();
    }

    @Test
    void countsEachUsableKeyOnce() {
        assertEquals(List.of(), keys("    word: x\n"));
        assertEquals(List.of("a"), keys("    api_key: a\n"));
        assertEquals(List.of("a"), keys("    api_keys: a\n"));
        assertEquals(List.of("z", "a", "sk-env"), keys("    api_key: z\n    api_keys: [a, '${K}', a, z, YOUR_KEY]\n"));
    }

    @Test
    void saysWhichKeysDoNotCountAndNeverShowsThem() {
        Given given = given("    api_key: sk-1\n    api_keys: ['${GONE}', sk-2, sk-1, '']\n");
        List<String> warnings = given.lines(given.read().warnings());
        assertEquals(
                List.of(
                        "aisbf.yaml:5: providers.p.api_keys[0]: is no key (set GONE); only the others are used",
                        "aisbf.yaml:5: providers.p.api_keys[2]: is the same key as providers.p.api_key; it counts once",
                        "aisbf.yaml:5: providers.p.api_keys[3]: is no key (it is empty); only the others are used"),
                warnings);
        assertFalse(warnings.toString().contains("sk-"));
    }

    @Test
    void saysNothingWhereNoKeyIsUsable() {
        Given given = given("    api_key: ${GONE}\n");
        assertEquals(List.of(), given.lines(given.read().warnings()));
        assertEquals(List.of(), keys("    api_key: ${GONE}\n"));
    }

    @Test
    void leavesWhatIsNoSecretToThePlugin() {
        assertEquals(List.of(), keys("    api_key: fine\n    api_keys: [\"two\\nlines\"]\n"));
        assertEquals(List.of(), keys("    api_key: {a: b}\n"));
    }

    @Test
    void takesARotationsKeyOnlyWhereThereIsNoOther() {
        String rotation = "rotations: {r: {providers: [{provider_id: p, api_key: spare, models: [{name: m}]}]}}\n";
        assertEquals(List.of("spare"), keys("    api_key: ${GONE}\n" + rotation));
        assertEquals(List.of("own"), keys("    api_keys: [own]\n" + rotation));
    }

    @Test
    void anInstanceSeesItsOwnKeyAlone() {
        TrackedSettings.Source source = source("    api_key: ${GONE}\n    api_keys: [a, b, c]\n");
        TrackedSettings second = source.open(_ -> Optional.empty(), new Secret("b"));
        assertFalse(second.askedForKey());
        assertEquals(Optional.of(new Secret("b")), second.secret("api_key"));
        assertEquals(List.of(new Secret("b")), second.secrets("api_keys"));
        assertEquals(Optional.empty(), second.missing("api_key"));
        assertEquals(List.of(), second.unread());
        assertTrue(second.askedForKey());
        assertEquals(List.of(), second.secrets("token"));
    }

    @Test
    void aPluginThatKnowsOneKeyOnlyMayHaveSeveral() {
        TrackedSettings first = source("    api_keys: [a, b]\n").open(_ -> Optional.empty(), new Secret("a"));
        assertEquals(Optional.of(new Secret("a")), first.secret("api_key"));
        assertEquals(List.of(), first.unread());
    }

    @Test
    void aPluginThatKnowsNoKeyComplainsOfIt() {
        TrackedSettings first = source("    api_keys: [a, b]\n").open(_ -> Optional.empty(), new Secret("a"));
        assertEquals("providers.p.api_keys", first.unread().getFirst().path());
    }

    @Test
    void namesKeysWithoutGivingThemAway() {
        // printf 'p\0sk-1' | sha256sum
        assertEquals("6ff59f", Keys.name("p", new Secret("sk-1")));
        assertNotEquals(Keys.name("q", new Secret("sk-1")), Keys.name("p", new Secret("sk-1")));
    }
}
