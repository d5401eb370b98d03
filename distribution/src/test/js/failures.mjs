// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong, and how each SDK tells it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, asked, knows, model, thrown } from './kit.mjs';

const FAULTS = {
  'error-400': { status: [400], kind: 'bad-request' },
  // The operator's key is no fault of the client's.
  'error-401': { status: [502], kind: 'server' },
  'error-404': { status: [404], kind: 'not-found' },
  'error-429': { status: [429], kind: 'rate' },
  'error-500': { status: [500, 502, 503], kind: 'server' },
  'error-overloaded': { status: [503, 529], kind: 'server' },
  'error-overflow': { status: [400], kind: 'bad-request' },
  'error-html': { status: [502], kind: 'server' },
};
const TOO_LONG = {
  'openai-chat': /maximum context length/,
  'openai-responses': /maximum context length/,
  'anthropic-messages': /prompt is too long/,
  'gemini-content': /input token count/,
  'ollama-chat': /./,
};

/** Declares the tests of one driver and one provider. */
export function failures(pair) {
  errors(pair);
  breaks(pair);
  if (pair.driver.able.includes('retries')) patience(pair);
}

function errors(pair) {
  const { driver, prefix } = pair;
  for (const [scenario, wanted] of Object.entries(FAULTS)) {
    for (const stream of [false, true]) {
      test(`${prefix}: ${scenario}, ${stream ? 'stream' : 'whole'}`, async () => {
        const { target } = model(pair, scenario);
        const error = await thrown(() => driver.ask(target, ask('Hi'), driver.start(ask('Hi')), { stream }));
        const { status, kind, message, retryAfter } = driver.trouble(error);
        if (status !== undefined) assert.ok(wanted.status.includes(status), `status ${status}: ${error}`);
        assert.equal(kind, wanted.kind, String(error));
        assert.doesNotMatch(message, /<html>|\[object Object\]/);
        if (scenario === 'error-overflow') assert.match(message, TOO_LONG[driver.protocol]);
        if (scenario === 'error-429' && driver.able.includes('retry-after')) assert.match(retryAfter ?? '', /^[1-9]/);
      });
    }
  }
}

/** An SDK that asks again by itself does so only where it helps. */
function patience(pair) {
  const { driver, prefix } = pair;
  for (const scenario of ['error-quota', 'error-400', 'error-404', 'error-401']) {
    if (scenario === 'error-quota' && !knows(pair.protocol, 'quota')) continue;
    test(`${prefix}: does not ask again after ${scenario}`, async () => {
      const { name, target } = model(pair, scenario);
      const q = ask('Hi');
      await thrown(() => driver.ask(target, q, driver.start(q), { stream: true, maxRetries: 2 }));
      assert.equal(await asked(name), 1);
    });
  }
}

function breaks(pair) {
  const { driver, prefix } = pair;
  for (const scenario of ['error-stream', 'error-cut', 'error-garbage']) {
    test(`${prefix}: notices ${scenario}`, async () => {
      const { name, target } = model(pair, scenario);
      await thrown(() => driver.ask(target, ask('Hi'), driver.start(ask('Hi')), { stream: true }));
      assert.equal(await asked(name), 1);
    });
    if (!driver.iterate) continue;
    test(`${prefix}: notices ${scenario} event by event`, async () => {
      const { name, target } = model(pair, scenario);
      await thrown(() => driver.iterate(target, ask('Hi'), driver.start(ask('Hi'))));
      assert.equal(await asked(name), 1);
    });
  }

  for (const stream of [false, true]) {
    test(`${prefix}: aborts, ${stream ? 'stream' : 'whole'}`, async () => {
      const { name, target } = model(pair, 'error-silence');
      const abort = new AbortController();
      const call = driver.ask(target, ask('Hi'), driver.start(ask('Hi')), { stream, signal: abort.signal });
      const ended = thrown(() => call);
      while ((await asked(name)) === 0);
      abort.abort();
      assert.equal(driver.trouble(await ended).kind, 'aborted');
    });
  }
}
