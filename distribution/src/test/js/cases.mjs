// SPDX-License-Identifier: GPL-3.0-or-later
// The cases that every SDK goes through against every provider; a driver translates them into its SDK's own words.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failures } from './failures.mjs';
import { ask, CLOCK, knows, model, PDF, PNG, PROVIDERS, received, SAID, SCHEMA, thrown, WEATHER } from './kit.mjs';

const AT_ONCE = 8;

/** Declares the tests of one driver. */
export function matrix(driver) {
  for (const [provider, protocol] of Object.entries(PROVIDERS)) {
    const pair = { driver, provider, protocol, prefix: `${driver.label} > ${provider}` };
    describe(pair.prefix, { concurrency: AT_ONCE }, () => {
      for (const stream of [false, true]) turns({ ...pair, stream, mode: stream ? 'stream' : 'whole' });
      if (driver.embed) embeddings(pair);
      if (driver.helper) helpers(pair);
      if (driver.models) lists(pair);
      if (driver.count) counts(pair);
      failures(pair);
    });
  }
}

/** Asks one question; gives the answer and what the double received. */
async function once(pair, scenario, q, more = {}) {
  const { name, target } = model(pair, scenario);
  const answer = await pair.driver.ask(target, q, pair.driver.start(q), { stream: pair.stream, ...more });
  return { answer, body: await received(name) };
}

async function refused(pair, scenario, q) {
  const error = await thrown(() => once(pair, scenario, q));
  const { status, kind } = pair.driver.trouble(error);
  assert.equal(status ?? 400, 400, String(error));
  assert.equal(kind, 'bad-request', String(error));
}

const says = (body, ...words) => words.forEach((word) => assert.ok(body.includes(word), `no ${word} in ${body}`));

function turns(pair) {
  const { driver, protocol, prefix, mode } = pair;
  const it = (name, run, when = true) => when && test(`${prefix}: ${name}, ${mode}`, run);
  const able = (what, of) => driver.able.includes(what) || driver.able.includes(`${what} of ${of}`);

  it('text', async () => {
    const { answer } = await once(pair, 'text', ask('Hi'));
    assert.equal(answer.text, SAID.text);
    assert.equal(answer.finish, 'stop');
    assert.deepEqual(answer.calls, []);
    assert.equal(answer.usage.output, 5);
  });

  it('unicode', async () => {
    const question = 'Grüß Gott \u{1F600} "\\\n\u2028';
    const { answer, body } = await once(pair, 'unicode', ask(question));
    assert.equal(answer.text, SAID.unicode);
    assert.ok(JSON.stringify(JSON.parse(body)).includes(JSON.stringify(question).slice(1, -1)), body);
  });

  it('system', async () => {
    const { body } = await once(pair, 'system', ask('Hi', { system: 'You are terse.' }));
    says(body, 'You are terse.');
  });

  it('many deltas', async () => {
    assert.equal((await once(pair, 'long', ask('Hi'))).answer.text, SAID.long);
  }, pair.stream);

  it('image', async () => {
    const { answer, body } = await once(pair, 'image', ask([{ text: 'What is it?' }, { image: PNG }]));
    assert.equal(answer.text, SAID.text);
    says(body, PNG);
  });

  it('pdf', async () => {
    const q = ask([{ text: 'Read it.' }, { pdf: PDF }]);
    if (!knows(protocol, 'pdf')) return refused(pair, 'pdf', q);
    says((await once(pair, 'pdf', q)).body, PDF);
  }, able('pdf'));

  tools(pair, it, able);
  wishes(pair, it, able);
  thoughts(pair, it, able);
}

/** Asks, answers its calls with those results, asks again. */
async function loop(pair, scenario, q, results) {
  const { name, target } = model(pair, scenario);
  const { driver, stream } = pair;
  const start = driver.start(q);
  const first = await driver.ask(target, q, start, { stream });
  const state = driver.follow(start, first, results(first.calls));
  const second = await driver.ask(target, { ...q, choice: undefined }, state, { stream });
  return { first, second, body: await received(name) };
}

const result = (content) => (call) => ({ id: call.id, name: call.name, content });

function tools(pair, it, able) {
  const { protocol } = pair;

  it('tool loop', async () => {
    const q = ask('How warm is it?', { system: 'Be brief.', tools: [WEATHER, CLOCK] });
    const { first, second, body } = await loop(pair, 'tool', q, (calls) => calls.map(result('21 °C')));
    assert.equal(first.finish, 'tools');
    assert.deepEqual(first.calls.map(({ name, args }) => [name, args]), [['weather', { city: 'Köln' }]]);
    assert.equal(second.text, SAID.degrees);
    assert.equal(second.finish, 'stop');
    says(body, '21 °C', 'Köln');
  });

  it('parallel calls of one name', async () => {
    const q = ask('How warm is it, and how late?', { tools: [WEATHER, CLOCK] });
    const answers = (calls) => calls.map((call, i) => result(`result ${i}`)(call));
    const { first, second, body } = await loop(pair, 'tools-parallel', q, answers);
    assert.deepEqual(first.calls.map(({ name, args }) => [name, args]), [
      ['weather', { city: 'Köln' }],
      ['weather', { city: 'Paris' }],
      ['clock', {}],
    ]);
    const ids = first.calls.map((call) => call.id).filter(Boolean);
    assert.equal(new Set(ids).size, ids.length, ids.join());
    assert.equal(second.text, SAID.degrees);
    says(body, 'result 0', 'result 1', 'result 2');
    assert.match(body, /result 0[^]*result 1[^]*result 2/);
  });

  it('image in a result', async () => {
    const q = ask('What does it look like?', { tools: [WEATHER, CLOCK] });
    const answers = (calls) => calls.map((call) => ({ ...result('a picture')(call), image: PNG }));
    const { body } = await loop(pair, 'tool', q, answers);
    says(body, 'a picture', PNG);
  }, able('result-image'));

  for (const choice of ['auto', 'none', 'required', { name: 'weather' }]) {
    const word = choice.name ? 'named' : choice;
    it(`tool choice ${word}`, async () => {
      const q = ask('How warm is it?', { tools: [WEATHER, CLOCK], choice });
      const forced = word === 'named' || word === 'required';
      if (forced && !knows(protocol, 'forced')) return refused(pair, `tool-choice-${word}`, q);
      const { answer } = await once(pair, `tool-choice-${word}`, q);
      assert.deepEqual(answer.calls.map((call) => call.name), forced ? ['weather'] : []);
    }, !able('no-choice'));
  }
}

function wishes(pair, it, able) {
  const { protocol } = pair;

  it('json schema', async () => {
    if (able('schema-by-tool') && !knows(protocol, 'forced')) {
      return refused(pair, 'json-schema', ask('Where?', { schema: SCHEMA }));
    }
    const { answer, body } = await once(pair, 'json-schema', ask('Where?', { schema: SCHEMA }));
    assert.deepEqual(JSON.parse(answer.text), SAID.schema);
    says(body, '"n"', '"integer"');
  }, able('schema'));

  it('stop', async () => {
    const q = ask('Count.', { stop: ['three'] });
    if (!knows(protocol, 'stop')) return refused(pair, 'stop', q);
    const { answer, body } = await once(pair, 'stop', q);
    assert.equal(answer.text, 'one two ');
    assert.equal(answer.finish, 'stop');
    says(body, '"three"');
  }, able('stop'));

  it('sampling', async () => {
    says((await once(pair, 'sampling', ask('Hi', { temperature: 0.25 }))).body, '0.25');
  }, able('sampling'));

  it('seed', async () => {
    const { body } = await once(pair, 'seed', ask('Hi', { seed: 4711 }));
    assert.equal(body.includes('4711'), knows(protocol, 'seed'), body);
  }, able('seed'));

  it('length', async () => {
    const q = ask('Go on.', { max: 77 });
    if (able('max-tokens') && !knows(protocol, 'max-tokens')) return refused(pair, 'length', q);
    const { answer, body } = await once(pair, 'length', q);
    assert.equal(answer.text, 'This goes on and on');
    if (!pair.stream || !able('no-incomplete')) assert.equal(answer.finish, 'length');
    says(body, '77');
  });

  it('usage', async () => {
    const { answer } = await once(pair, 'usage', ask('Count.'));
    assert.equal(answer.usage.input, SAID.usage.input);
    assert.equal(answer.usage.output, SAID.usage.output);
    if (knows(protocol, 'details') && !able('no-details')) {
      assert.equal(answer.usage.cached, SAID.usage.cached);
      if (protocol !== 'anthropic-messages') assert.equal(answer.usage.reasoning, SAID.usage.reasoning);
    }
  });
}

function thoughts(pair, it, able) {
  const { protocol } = pair;
  it('thinking', async () => {
    const { answer } = await once(pair, 'thinking', ask('Why?', { thinking: 'low' }));
    assert.equal(answer.text, 'The answer is 42.');
    assert.equal(answer.thinking, SAID.thought);
  }, !able('no-thinking'));

  it('thinking with tools, its proof brought back', async () => {
    const q = ask('How warm is it?', { thinking: 'low', tools: [WEATHER] });
    const { first, second, body } = await loop(pair, 'thinking', q, (calls) => calls.map(result('21 °C')));
    assert.equal(first.thinking, SAID.thought);
    assert.deepEqual(first.calls.map(({ args }) => args), [{ city: 'Köln' }]);
    assert.equal(second.text, SAID.degrees);
    if (SAID.proof[protocol] && able('proof', protocol)) says(body, SAID.proof[protocol]);
  }, !able('no-thinking'));
}

function embeddings(pair) {
  const { driver, provider, protocol, prefix } = pair;
  for (const numbers of driver.able.includes('embed-base64') ? [false, true] : [true]) {
    test(`${prefix}: embeddings in ${numbers ? 'numbers' : 'base64'}`, async () => {
      const call = () => driver.embed(`${provider}/text-embedding-3-small`, ['Grüße', 'zwei'], numbers);
      if (!knows(protocol, 'embed')) {
        const { status } = driver.trouble(await thrown(call));
        assert.ok(status >= 400 && status < 500, `status ${status}`);
        return;
      }
      const vectors = await call();
      assert.deepEqual(vectors.map((vector) => Array.from(vector)), SAID.vectors);
    });
  }
}

function helpers(pair) {
  const { driver, prefix } = pair;
  test(`${prefix}: text by the .stream() helper`, async () => {
    assert.equal(await driver.helper(model(pair, 'text').target, ask('Hi'), driver.start(ask('Hi'))), SAID.text);
  });
}

function lists(pair) {
  const { driver, provider, prefix } = pair;
  test(`${prefix}: lists models and shows one whose id has a slash`, async () => {
    const ids = (await driver.models()).filter((id) => id.startsWith(`${provider}/`));
    assert.ok(ids.length > 0, ids.join());
    const deepest = ids.reduce((one, other) => (other.split('/').length > one.split('/').length ? other : one));
    assert.equal(await driver.model(deepest), deepest);
  });
}

function counts(pair) {
  const { driver, provider, prefix } = pair;
  test(`${prefix}: counts tokens`, async () => {
    const q = ask('How many tokens are these few words?');
    assert.ok((await driver.count(`${provider}/text`, q, driver.start(q))) > 3);
  });
}
