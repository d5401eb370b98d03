// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.transcript;

import java.util.List;

/** What people and models write to each other, made from patterns: several languages, with names, numbers and paths. */
public final class Prose {
    private static final List<String> NAMES =
            List.of("Mira", "Okonkwo", "Jürgen", "Lucía", "王芳", "Анна", "Tanaka", "O'Neill", "Dr. Weiß", "Nguyễn");
    private static final List<String> THINGS = List.of(
            "the retry queue",
            "the login page",
            "the invoice export",
            "our cache",
            "the search index",
            "the scheduler",
            "the migration",
            "the rate limiter",
            "the garden plan",
            "the holiday in Lisbon",
            "the quarterly report",
            "the parser",
            "the connection pool",
            "the sourdough starter");
    private static final List<String> DEEDS = List.of(
            "breaks after a restart",
            "takes longer than it should",
            "works now",
            "was moved to the new server",
            "needs a second look",
            "must never run twice",
            "should be finished before the audit",
            "loses every tenth message",
            "has no owner",
            "is the reason for the alarm last night",
            "costs more than we planned");
    private static final List<String> PATTERNS = List.of(
            "%s told me that %s %s.",
            "I asked %s because %s %s.",
            "Remember: %s decided that %s %s.",
            "According to %s, %s %s; nobody has checked it yet.",
            "%s wants to know whether %s %s.",
            "Do not forget what %s said: %s %s!",
            "We always let %s decide; %s %s.");
    private static final List<String> OTHERS = List.of(
            "Die Auswertung vom %d. März zeigt %d Fehler, davon %d schwere.",
            "Le serveur a redémarré %d fois ; %d requêtes perdues, %d retrouvées.",
            "昨天我们处理了%d个订单，其中%d个失败，%d个还在等待。",
            "昨日の会議では%d件の課題が報告され、%d件は解決済み、%d件は保留です。",
            "Вчера было %d запросов, %d отказов и %d повторов.",
            "تمت معالجة %d طلبات، فشل منها %d وبقي %d.",
            "지난주에는 %d건이 접수되어 %d건이 처리되고 %d건이 남았습니다.",
            "El pedido %d costó %d euros y tardó %d días.",
            "🚀 shipped %d things, 🐛 %d bugs, 👩‍💻 %d people — fine?",
            "Wow… “%d” is ≠ %d, isn’t it?  (see § %d)");

    private final Dice dice;

    /** Throws these dice. */
    public Prose(Dice dice) {
        this.dice = dice;
    }

    /** A sentence. */
    public String sentence() {
        if (dice.chance(15)) {
            return dice.pick(OTHERS).formatted(dice.between(1, 31), dice.between(1, 999), dice.between(1, 99));
        }
        if (dice.chance(20)) {
            return dice.pick(
                            "The port is %1$d and the id is %2$s.",
                            "See src/main/java/io/acme/Part%1$d.java, commit %2$s.",
                            "It took %1$d ms; the handle was \"%2$s\".",
                            "Call https://api.example.org/v%1$d/items/%2$s?full=true for it.")
                    .formatted(dice.between(1, 65_535), dice.hex(7));
        }
        return dice.pick(PATTERNS).formatted(dice.pick(NAMES), dice.pick(THINGS), dice.pick(DEEDS));
    }

    /** So many sentences, now and then in paragraphs. */
    public String sentences(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : dice.chance(20) ? "\n\n" : " ").append(sentence());
        }
        return text.toString();
    }

    /** A question or a wish. */
    public String question() {
        return dice.pick(
                        "What did %s say about %s?",
                        "Please look into it: %2$s, as %1$s asked.",
                        "Why is it that %2$s fails when %1$s uses it?",
                        "Can you summarise for %s where we are with %s?",
                        "%s: %s – go on.")
                .formatted(dice.pick(NAMES), dice.pick(THINGS));
    }

    /** Something so short that careless methods drop it. */
    public String brief() {
        return dice.pick("42", "yes", "no", "ok", "go on", "✅", "ja", "是", "?", "7.5", "B", "…");
    }
}
