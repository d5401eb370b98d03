// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CueTest {
    @Test
    void tellsWhatASentenceIsInSeveralLanguages() {
        assertEquals(Set.of(Cue.DEMAND), Cue.of("Never touch the main branch."));
        assertEquals(Set.of(Cue.DEMAND), Cue.of("Das darf nicht passieren."));
        assertEquals(Set.of(Cue.DEMAND), Cue.of("Il faut toujours citer la source."));
        assertEquals(Set.of(Cue.DEMAND), Cue.of("必须先备份。"));
        assertEquals(Set.of(Cue.DECISION), Cue.of("We agreed on Tuesday."));
        assertEquals(Set.of(Cue.PREFERENCE), Cue.of("Call me Ishmael."));
        assertEquals(Set.of(Cue.PREFERENCE), Cue.of("Меня зовут Ада."));
        assertEquals(Set.of(Cue.LIKING), Cue.of("I love horses."));
        assertEquals(Set.of(Cue.OPEN), Cue.of("Where is it?"));
        assertEquals(Set.of(), Cue.of("The tram was late."));
    }

    @Test
    void isNotTakenInByWordsThatOnlyLookLikeIt() {
        assertEquals(Set.of(), Cue.of("That must have been hard."));
        assertEquals(Set.of(), Cue.of("I've always had a horse, and I don't know why."));
    }
}
