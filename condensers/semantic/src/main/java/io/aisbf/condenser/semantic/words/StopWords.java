// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

import java.util.List;
import java.util.Set;

/** Words that say nothing of what a text is about. */
final class StopWords {
    static final Set<String> ENGLISH = words(
            "a an and are as at be been being but by can could did do does doing for from had has have having he her"
                    + " hers him his how i if in into is it its itself just like me more most my no nor not of"
                    + " off on once only or other our ours out over own same she should so some such than that"
                    + " the their theirs them then there these they this those through to too under until up"
                    + " very was we were what when where which while who whom whose why will with would you"
                    + " your yours am im ive id ill youre youve youll hes shes thats its theres lets dont doesnt"
                    + " didnt isnt arent wasnt werent wont cant couldnt shouldnt wouldnt havent hasnt hadnt"
                    + " also any because about after again all both each few here against between during"
                    + " before above below down further now oh hey hi hello yeah yes wow really well thanks"
                    + " thank please okay ok u ur gonna wanna got get gets getting s t m re ve ll d may might"
                    + " must shall us");
    static final Set<String> GERMAN = words(
            "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus"
                    + " bei bin bis bist da damit dann das dass dasselbe dazu dein deine deinem deinen deiner"
                    + " dem den denn der derer des dessen dich die dies diese diesem diesen dieser dieses dir"
                    + " doch dort du durch ein eine einem einen einer eines einige einigen einmal er es etwas"
                    + " euch euer eure fuer für gegen gewesen hab habe haben hat hatte hatten hier hin hinter"
                    + " ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist jede jedem jeden jeder"
                    + " jedes jene jenem jenen jener jenes jetzt kann kein keine keinem keinen keiner koennen"
                    + " können konnte konnten machen man manche mein meine meinem meinen meiner mich mir mit"
                    + " muss musste nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen"
                    + " seiner selbst sich sie sind so solche soll sollte sondern sonst ueber über um und uns"
                    + " unser unsere unter viel vom von vor waehrend während war waren warum was weg weil"
                    + " weiter welche welchem welchen welcher welches wenn wer werde werden wie wieder wieso wo"
                    + " wird wirst wofür wollen wollte wurde wurden zu zum zur zwar zwischen gab gibt");

    private StopWords() {}

    private static Set<String> words(String line) {
        return Set.copyOf(List.of(line.split(" ")));
    }
}
