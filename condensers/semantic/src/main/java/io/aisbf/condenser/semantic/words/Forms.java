// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

import java.util.HashMap;
import java.util.Map;

/** English forms that no suffix rule brings together: strong verbs, odd plurals, numbers in words, short months. */
final class Forms {
    /** Each line: the plain form, then what is read as it. */
    private static final String LINES = """
        go went gone goes
        get got gotten
        buy bought
        bring brought
        think thought
        teach taught
        catch caught
        seek sought
        fight fought
        see saw seen
        eat ate eaten
        drink drank drunk
        swim swam swum
        run ran
        sing sang sung
        ring rang rung
        begin began begun
        write wrote written
        ride rode ridden
        drive drove driven
        rise rose risen
        choose chose chosen
        speak spoke spoken
        break broke broken
        wake woke woken
        steal stole stolen
        freeze froze frozen
        wear wore worn
        bear bore born
        tear tore torn
        swear swore sworn
        grow grew grown
        know knew known
        throw threw thrown
        fly flew flown flies
        blow blew blown
        draw drew drawn
        show shown showed
        give gave given
        forgive forgave forgiven
        take took taken
        mistake mistook mistaken
        shake shook shaken
        come came
        become became
        win won
        meet met
        lead led
        feed fed
        read reads
        feel felt
        keep kept
        sleep slept
        leave left
        lose lost
        build built
        send sent
        spend spent
        lend lent
        bend bent
        tell told
        sell sold
        hold held
        find found
        stand stood
        understand understood
        make made
        say said says
        pay paid
        hear heard
        sit sat
        hang hung
        hide hid hidden
        bite bit bitten
        fall fell fallen
        do did done does
        have had has
        be was were been is are am
        lie lay lain
        light lit
        shoot shot
        stick stuck
        strike struck
        win won
        dig dug
        spin spun
        swing swung
        sting stung
        shine shone
        slide slid
        sweep swept
        weep wept
        creep crept
        deal dealt
        dream dreamt
        learn learnt
        burn burnt
        mean meant
        bind bound
        grind ground
        wind wound
        forget forgot forgotten
        beat beaten
        arise arose arisen
        fit fitted
        child children kids kid
        person people
        man men
        woman women
        foot feet
        tooth teeth
        mouse mice
        goose geese
        wife wives
        life lives
        knife knives
        leaf leaves
        shelf shelves
        half halves
        wolf wolves
        city cities
        index indices indexes
        datum data
        criterion criteria
        good better best
        bad worse worst
        2 two
        3 three
        4 four
        5 five
        6 six
        7 seven
        8 eight
        9 nine
        10 ten
        11 eleven
        12 twelve
        15 fifteen
        20 twenty
        30 thirty
        100 hundred
        1000 thousand
        january jan
        february feb
        march mar
        april apr
        june jun
        july jul
        august aug
        september sep sept
        october oct
        november nov
        december dec
        mother mom mum mommy mama
        father dad daddy papa
        grandmother grandma granny nana
        grandfather grandpa granddad
        photo pic picture photograph pics photos
        favorite fave favourite favorites faves
        color colour
        center centre
        movie film
        bike bicycle
        television tv
        phone telephone
        refrigerator fridge
        laboratory lab
        mathematics math maths
        apartment flat
        holiday vacation
        """;

    private static final Map<String, String> PLAIN = read();

    private Forms() {}

    private static Map<String, String> read() {
        Map<String, String> plain = new HashMap<>();
        LINES.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                plain.put(words[i], words[0]);
            }
        });
        return Map.copyOf(plain);
    }

    /** The form to look a word up by. */
    static String plain(String word) {
        return PLAIN.getOrDefault(word, word);
    }
}
