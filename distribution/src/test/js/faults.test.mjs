// SPDX-License-Identifier: GPL-3.0-or-later
// The official SDK against the gateway. GATEWAY is its base URL, UPSTREAM that of the recording upstream behind its provider `up`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const { GATEWAY, UPSTREAM, PROVIDER = 'up/' } = process.env;
const TEXT = 'Hallo Welt — grüße \u{1F680}';
const QUESTION = [{ role: 'user', content: 'Grüß Gott \u{1F600}' }];
const TOOLS = [
  {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  },
];
const client = new OpenAI({ apiKey: 'sk-client', baseURL: GATEWAY, maxRetries: 0, timeout: 60_000 });

const ask = (model, more = {}) => ({ model: PROVIDER + model, messages: QUESTION, ...more });

async function seen(what, model) {
  const answer = await fetch(`${UPSTREAM}/control/${what}/${model}`);
  return answer.json();
}

async function failure(model, options = {}) {
  const before = await seen('count', model);
  const error = await client.chat.completions.create(ask(model), options).then(
    () => assert.fail('an error was expected'),
    (thrown) => thrown,
  );
  return { error, asked: (await seen('count', model)) - before };
}

test('chats', async () => {
  const answer = await client.chat.completions.create(ask('chat', { temperature: 0.5, seed: 7 }));
  assert.equal(answer.choices[0].message.content, TEXT);
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.equal(answer.usage.prompt_tokens, 9);
  assert.equal(answer.usage.completion_tokens_details.reasoning_tokens, 1);
  assert.deepEqual(answer.x_unknown, { n: 100 });
  assert.match(answer._request_id, /\S/);
  assert.deepEqual(await seen('last', 'chat'), ask('chat', { temperature: 0.5, seed: 7, model: 'chat' }));
});

test('streams, and sees no usage that it did not ask for', async () => {
  const stream = await client.chat.completions.create(ask('chat-stream', { stream: true }));
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  assert.equal(chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join(''), TEXT);
  assert.deepEqual(chunks.map((chunk) => chunk.choices[0].finish_reason).filter(Boolean), ['stop']);
  assert.ok(chunks.every((chunk) => !chunk.usage));
});

test('streams with usage when it asks for it', async () => {
  const stream = await client.chat.completions.create(
    ask('chat-usage', { stream: true, stream_options: { include_usage: true } }),
  );
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.equal(chunks.at(-1).usage.total_tokens, 13);
  assert.equal(chunks.filter((chunk) => chunk.usage).length, 1);
});

test('streams with the .stream() helper', async () => {
  const stream = client.chat.completions.stream(ask('chat-helper'));
  let text = '';
  stream.on('content', (delta) => (text += delta));
  const completion = await stream.finalChatCompletion();
  assert.equal(text, TEXT);
  assert.equal(completion.choices[0].message.content, TEXT);
});

test('calls tools', async () => {
  const answer = await client.chat.completions.create(ask('tools', { tools: TOOLS }));
  const calls = answer.choices[0].message.tool_calls;
  assert.equal(answer.choices[0].finish_reason, 'tool_calls');
  assert.deepEqual(calls.map((call) => call.id), ['call_1', 'call_2']);
  assert.deepEqual(JSON.parse(calls[0].function.arguments), { city: 'Köln' });
});

test('streams tool calls', async () => {
  const completion = await client.chat.completions.stream(ask('tools', { tools: TOOLS })).finalChatCompletion();
  const calls = completion.choices[0].message.tool_calls;
  assert.deepEqual(calls.map((call) => call.function.name), ['weather', 'weather']);
  assert.deepEqual(calls.map((call) => call.function.arguments), ['{"city":"Köln"}', '{}']);
  assert.equal(completion.choices[0].finish_reason, 'tool_calls');
});

test('sends tool results', async () => {
  const messages = [
    ...QUESTION,
    { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Köln"}' } }] },
    { role: 'tool', tool_call_id: 'call_1', content: '12 °C' },
  ];
  await client.chat.completions.create(ask('tool-results', { tools: TOOLS, messages }));
  assert.deepEqual((await seen('last', 'tool-results')).messages, messages);
});

test('lists models', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes(`${PROVIDER}chat`), ids.join());
  assert.ok(ids.includes(`${PROVIDER}family/chat`), ids.join());
});

test('retrieves a model whose id has slashes', async () => {
  const model = await client.models.retrieve(`${PROVIDER}family/chat`);
  assert.equal(model.id, `${PROVIDER}family/chat`);
  assert.equal(model.object, 'model');
});

test('embeds, in base64 by default and in numbers when asked', async () => {
  for (const more of [{}, { encoding_format: 'float' }]) {
    const answer = await client.embeddings.create({ model: `${PROVIDER}embed`, input: 'grüße', ...more });
    assert.deepEqual(answer.data[0].embedding, [0.25, -1.5, 3]);
    assert.equal(answer.usage.prompt_tokens, 5);
    assert.equal((await seen('last', 'embed')).encoding_format, more.encoding_format ?? 'base64');
  }
});

test('tells a bad request with the member at fault', async () => {
  const { error, asked } = await failure('fail-400', { maxRetries: 2 });
  assert.ok(error instanceof OpenAI.BadRequestError, error);
  assert.equal(error.code, 'unsupported_value');
  assert.equal(error.param, 'temperature');
  assert.match(error.message, /Unsupported value/);
  assert.equal(asked, 1);
});

test("does not blame the client for the operator's key, nor ask again", async () => {
  const { error, asked } = await failure('fail-401', { maxRetries: 2 });
  assert.ok(error instanceof OpenAI.InternalServerError, error);
  assert.equal(error.status, 502);
  assert.equal(error.code, 'upstream_auth');
  assert.equal(error.headers.get('x-should-retry'), 'false');
  assert.equal(asked, 1);
});

test('tells a model that nobody knows', async () => {
  const { error, asked } = await failure('fail-404', { maxRetries: 2 });
  assert.ok(error instanceof OpenAI.NotFoundError, error);
  assert.equal(error.code, 'model_not_found');
  assert.equal(asked, 1);
});

test('tells a target that is not configured', async () => {
  const error = await client.chat.completions
    .create({ model: 'nobody/nothing', messages: QUESTION })
    .catch((thrown) => thrown);
  assert.ok(error instanceof OpenAI.NotFoundError, error);
  assert.equal(error.code, 'model_not_found');
  assert.match(error.message, /nobody/);
});

test('tells a rate limit, and when to ask again', async () => {
  const { error } = await failure('fail-429');
  assert.ok(error instanceof OpenAI.RateLimitError, error);
  assert.equal(error.code, 'rate_limit_exceeded');
  assert.equal(error.headers.get('retry-after'), '7');
});

test('does not ask again once the money is spent', async () => {
  const { error, asked } = await failure('fail-quota', { maxRetries: 2 });
  assert.ok(error instanceof OpenAI.RateLimitError, error);
  assert.equal(error.code, 'insufficient_quota');
  assert.equal(asked, 1);
});

test('asks again after a rate limit that passes', async () => {
  const answer = await client.chat.completions.create(ask('fail-429-once'), { maxRetries: 2 });
  assert.equal(answer.choices[0].message.content, TEXT);
  assert.equal(await seen('count', 'fail-429-once'), 2);
});

test('tells a failing upstream', async () => {
  const { error } = await failure('fail-500');
  assert.ok(error instanceof OpenAI.InternalServerError, error);
  assert.match(error.message, /The server had an error/);
});

test('sees an error in the middle of a stream', async () => {
  const stream = await client.chat.completions.create(ask('error-middle', { stream: true }));
  await assert.rejects(async () => {
    for await (const chunk of stream) assert.equal(chunk.choices[0].finish_reason, null);
  }, /overheated/);
});

test('sees that a stream was cut', async () => {
  const stream = await client.chat.completions.create(ask('cut-middle', { stream: true }));
  await assert.rejects(async () => {
    for await (const chunk of stream) assert.equal(chunk.choices[0].finish_reason, null);
  }, OpenAI.APIError);
});

for (const [model, stream] of [['hang', false], ['hang-open', true], ['hang-middle', true]]) {
  test(`aborts ${model}, and the upstream sees it`, async () => {
    const abort = new AbortController();
    const call = client.chat.completions.create(ask(model, { stream }), { signal: abort.signal });
    if (model === 'hang-middle') {
      const events = (await call)[Symbol.asyncIterator]();
      assert.equal((await events.next()).value.choices[0].delta.role, 'assistant');
      abort.abort();
    } else {
      while ((await seen('count', model)) === 0);
      abort.abort();
      await assert.rejects(call, OpenAI.APIUserAbortError);
    }
    assert.equal(await seen('gone', model), true);
  });
}

test('gives up after its timeout, and the upstream sees it', async () => {
  const call = client.chat.completions.create(ask('hang'), { timeout: 300 });
  await assert.rejects(call, OpenAI.APIConnectionTimeoutError);
  assert.equal(await seen('gone', 'hang'), true);
});
