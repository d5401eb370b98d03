// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
    /** From the paper's own examples of its steps. */
    @ParameterizedTest
    @CsvSource({
        "caresses,caress",
        "ponies,poni",
        "cats,cat",
        "feed,feed",
        "agreed,agre",
        "plastered,plaster",
        "motoring,motor",
        "sing,sing",
        "conflated,conflat",
        "troubled,troubl",
        "sized,size",
        "hopping,hop",
        "falling,fall",
        "hissing,hiss",
        "filing,file",
        "happy,happi",
        "sky,sky",
        "relational,relat",
        "conditional,condit",
        "vietnamization,vietnam",
        "operator,oper",
        "decisiveness,decis",
        "hopefulness,hope",
        "formaliti,formal",
        "triplicate,triplic",
        "electrical,electr",
        "goodness,good",
        "revival,reviv",
        "adoption,adopt",
        "replacement,replac",
        "bowdlerize,bowdler",
        "probate,probat",
        "rate,rate",
        "controll,control",
        "is,is"
    })
    void cutsEnglishWords(String word, String stem) {
        assertEquals(stem, Porter.stem(word));
    }

    @ParameterizedTest
    @CsvSource({"went,goes", "children,kid", "bought,buying", "three,3", "Mom,mother", "movies,film", "Jan,January"})
    void bringsOddFormsTogether(String one, String other) {
        assertEquals(of(Language.ENGLISH, one), of(Language.ENGLISH, other));
    }

    @ParameterizedTest
    @CsvSource({"Häuser,Haus", "Büchern,Buch", "Straßen,Strasse", "Lehrerinnen,Lehrer", "gekauften,gekauft"})
    void cutsGermanWords(String one, String other) {
        assertEquals(of(Language.GERMAN, other), of(Language.GERMAN, one));
    }

    @ParameterizedTest
    @CsvSource({
        "'1,000',1000",
        "1.250.000,1250000",
        "3rd,3",
        "007,7",
        "café,cafe",
        "ＡＢＣ,abc",
        "Anna's,anna",
        "Anna’s,anna"
    })
    void foldsWhatIsWrittenDifferently(String word, String term) {
        assertEquals(List.of(term), of(Language.ENGLISH, word));
    }

    @Test
    void takesNamesApart() {
        assertEquals(List.of("readconfigfil", "read", "config", "file"), of(Language.ENGLISH, "readConfigFile"));
        assertEquals(List.of("max", "context", "size"), of(Language.ENGLISH, "max_context_size"));
    }

    @Test
    void tellsLanguagesApart() {
        assertEquals(Language.GERMAN, Language.of("Wo ist der Schlüssel, und wer hat ihn?"));
        assertEquals(Language.ENGLISH, Language.of("Where is the key, and who has it?"));
        assertEquals(Language.ENGLISH, Language.of(""));
    }

    @Test
    void knowsWhatBelongsTogether() {
        assertEquals(Related.Kind.MEMBER, Related.to("pet", Language.ENGLISH).get("dog"));
        assertEquals(Related.Kind.GENUS, Related.to("dog", Language.ENGLISH).get("pet"));
        assertTrue(Related.to("dog", Language.GERMAN).isEmpty());
    }

    private static List<String> of(Language language, String text) {
        Terms terms = new Terms(language);
        List<String> found = new ArrayList<>();
        Terms.words(text, word -> found.addAll(terms.of(word)));
        return found;
    }
}
