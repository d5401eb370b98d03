// SPDX-License-Identifier: GPL-3.0-or-later
// What every SDK's test shares: where things are, what the doubles say, and a question that no protocol owns.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export const { GATEWAY, DOUBLES } = process.env;
export const PATIENCE = 60_000;

/** The gateway's providers, and the protocol that each of them is spoken to. */
export const PROVIDERS = {
  'double-openai': 'openai-chat',
  'double-responses': 'openai-responses',
  'double-anthropic': 'anthropic-messages',
  'double-google': 'gemini-content',
  'double-ollama': 'ollama-chat',
};

/** What the doubles' scenarios say. */
export const SAID = {
  text: 'Hello, world!',
  unicode: 'Grüße an \u{1F680} 日本語 "quoted" \\ \n\t\u2028é\u{1F469}\u200D\u{1F4BB}',
  long: Array.from({ length: 300 }, (_, i) => `w${i} `).join(''),
  degrees: 'It is 21 degrees in Köln.',
  thought: 'Let me think about it.',
  schema: { city: 'Köln', n: 1 },
  vectors: [
    [0.25, -1.5, 3],
    [0.25, -1.5, 4],
  ],
  // A piece of what proves a thought, which must come back to whom it came from.
  proof: {
    'openai-responses': 'encrypted/thought',
    'anthropic-messages': 'anthropic/proof',
    'gemini-content': '++++//8K',
  },
  usage: { input: 1000, cached: 600, output: 250, reasoning: 64 },
};

export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const paper = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
export const PDF = Buffer.from(paper).toString('base64');

const city = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
export const WEATHER = { name: 'weather', description: 'Tells the weather of a city.', parameters: city };
export const CLOCK = {
  name: 'clock',
  description: 'Tells the time.',
  parameters: { type: 'object', properties: {}, additionalProperties: false },
};
export const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' }, n: { type: 'integer' } },
  required: ['city', 'n'],
  additionalProperties: false,
};

/** An answer in no protocol: what a driver reads out of its SDK's objects. */
export const answered = (more) => ({ text: '', thinking: '', calls: [], finish: undefined, usage: undefined, ...more });

/** The version of a package that is really installed. */
export const version = (name) =>
  JSON.parse(readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;

/** What the double got last for a model. */
export async function received(model) {
  const answer = await fetch(`${DOUBLES}/control/last/${model}`);
  return answer.text();
}

/** How often a model was asked for. */
export async function asked(model) {
  const answer = await fetch(`${DOUBLES}/control/count/${model}`);
  return answer.json();
}

/** What a call throws. */
export async function thrown(call) {
  let value;
  try {
    value = await call();
  } catch (error) {
    return error;
  }
  assert.fail(`an error was expected, not ${JSON.stringify(value)?.slice(0, 300)}`);
}

/** Arguments of a call, whether the protocol holds them as text or as an object. */
export const parsed = (args) => (typeof args === 'string' ? JSON.parse(args || '{}') : (args ?? {}));

/** What a provider's protocol has no words for. */
const SPEAKS_NO = {
  stop: ['openai-responses'],
  pdf: ['ollama-chat'],
  forced: ['ollama-chat'],
  embed: ['anthropic-messages'],
  seed: ['openai-responses', 'anthropic-messages'],
  details: ['ollama-chat'],
  // A spent quota and a rate limit have the same words there.
  quota: ['ollama-chat'],
  // Its requests are relayed as they are, and the double is a model that wants max_completion_tokens.
  'max-tokens': ['openai-chat'],
};
/** A question: what the user says, and what else is asked for. */
export const ask = (user, more = {}) => ({ user, ...more });

/** Whether a provider's protocol has words for something. */
export const knows = (protocol, what) => !(SPEAKS_NO[what] ?? []).includes(protocol);

let number = 0;

/** A model's name of one test's own: the scenario, and a number that only tells requests apart. */
export function model(pair, scenario) {
  number += 1;
  const own = `${scenario}--${process.pid}n${number}`;
  return { name: own, target: `${pair.provider}/${own}` };
}
