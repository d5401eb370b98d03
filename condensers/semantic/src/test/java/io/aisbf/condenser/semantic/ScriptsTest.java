// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import static io.aisbf.condenser.semantic.Given.asking;
import static io.aisbf.condenser.semantic.Given.condensed;
import static io.aisbf.condenser.semantic.Given.recalled;
import static io.aisbf.condenser.semantic.Given.text;
import static io.aisbf.condenser.semantic.Given.tokens;
import static io.aisbf.condenser.semantic.Given.user;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sentence is found among sixty others in any script. */
class ScriptsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        仓库的备用钥匙放在第三个花盆下面。 | 备用钥匙放在哪里？ | 今天天气很好，我们去公园散步，然后喝了第%d杯茶。
        サーバーの証明書は十二月三日に期限が切れます。 | 証明書の期限はいつですか | 今日は天気がいいので、公園を散歩して%d杯目のお茶を飲みました。
        데이터베이스 비밀번호는 금고 안에 있습니다. | 비밀번호가 어디에 있나요? | 오늘은 날씨가 좋아서 공원을 산책하고 차를 %d잔 마셨습니다.
        Ключ от лодочного сарая лежит под цветочным горшком. | Где ключи от сарая? | Сегодня хорошая погода, и мы выпили %d чашек чая.
        Die Ersatzschlüssel für das Bootshaus liegen im Gartenschuppen. | Wo sind die Schlüssel fürs Bootshaus? | Heute war das Wetter schön, und wir haben %d Tassen Tee getrunken.
        المفتاح الاحتياطي للمستودع تحت أصيص الزهور. | أين مفتاح المستودع؟ | كان الطقس جميلا اليوم وشربنا %d أكواب من الشاي.
        กุญแจสำรองของโกดังอยู่ใต้กระถางดอกไม้ | กุญแจสำรองอยู่ที่ไหน | วันนี้อากาศดี เราเดินเล่นในสวนและดื่มชา %d แก้ว
        Η αποθήκη έχει κωδικό επτά τέσσερα. | Ποιος είναι ο κωδικός της αποθήκης; | Σήμερα ο καιρός ήταν καλός και ήπιαμε %d φλιτζάνια τσάι.
        """)
    void findsTheSentence(String fact, String question, String filler) throws Exception {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            messages.add(user(i == 41 ? fact : String.format(filler, i)));
        }
        List<Message> result = condensed(asking(messages, question), 8);
        assertTrue(text(result).contains(fact), text(result));
        assertTrue(tokens(result) <= tokens(messages) / 8 || tokens(result) < 80, "too long");
        assertTrue(recalled(asking(messages, question), 60).contains(fact), "not recalled");
    }
}
