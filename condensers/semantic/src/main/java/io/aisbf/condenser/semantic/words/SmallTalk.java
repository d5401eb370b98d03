// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words that keep a conversation going and name nothing in it: thanks, praise, greetings, and what one asks of an
 * assistant with whatever lies before both. A question of nothing but these asks for nothing that was said long ago.
 */
public final class SmallTalk {
    private static final Set<String> ENGLISH = terms(
            Language.ENGLISH,
            "good great nice fine perfect excellent awesome amazing wonderful cool lovely beautiful interesting sound"
                + " sure right correct agreed exactly absolutely definitely course true indeed glad happy sorry"
                + " welcome thank thanks cheers hello morning afternoon evening night goodbye bye tomorrow today day"
                + " go continue proceed keep move next previous last first second third other another same again try"
                + " retry do make made let want need like love would know think thought mean meant understand"
                + " understood explain tell say show give help see look hear hope wait stop start done finish job work"
                + " works thing things stuff something anything everything nothing way bit lot kind sort much many"
                + " little short shorter long longer better best simple simpler clear clearer example detail details"
                + " question answer topic idea point write rewrite translate summarize list fix change add remove"
                + " update possible maybe perhaps actually just only later soon back one two step");
    private static final Set<String> GERMAN = terms(
            Language.GERMAN,
            "gut super toll schön prima perfekt klasse wunderbar genau richtig stimmt klar sicher danke dank bitte"
                    + " vielen gerne hallo guten morgen tag abend nacht tschüss weiter weitermachen mach mache nächste"
                    + " nächsten letzte erste zweite andere nochmal erneut versuch versuche verstehe verstanden erkläre"
                    + " erklär sag sage zeig zeige gib hilf warte fertig arbeit ding sache etwas alles beispiel frage"
                    + " antwort thema idee punkt schreib schreibe übersetze fasse zusammen ändere kürzer länger besser"
                    + " einfach möglich vielleicht eigentlich später zurück schritt ja nein");

    private SmallTalk() {}

    /** Whether a term is of a word that names nothing. */
    public static boolean has(String term, Language language) {
        return switch (language) {
            case ENGLISH -> ENGLISH.contains(term);
            case GERMAN -> GERMAN.contains(term);
        };
    }

    private static Set<String> terms(Language language, String words) {
        Terms terms = new Terms(language);
        return Arrays.stream(words.split(" ", -1))
                .map(word -> terms.of(word).getFirst())
                .collect(Collectors.toUnmodifiableSet());
    }
}
