// SPDX-License-Identifier: GPL-3.0-or-later
// The Anthropic SDK: 1.x speaks version 2026-10-21 with a bearer, 0.x speaks 2023-06-01 with x-api-key.
import Anthropic from '@anthropic-ai/sdk';
import Anthropic0 from 'anthropic-0';
import { matrix } from './cases.mjs';
import { answered, GATEWAY, PATIENCE, version } from './kit.mjs';

const FINISH = { end_turn: 'stop', stop_sequence: 'stop', max_tokens: 'length', tool_use: 'tools', refusal: 'filter' };
const CHOICE = { auto: { type: 'auto' }, none: { type: 'none' }, required: { type: 'any' } };

const part = (one) => {
  if (one.image) return { type: 'image', source: { type: 'base64', media_type: 'image/png', data: one.image } };
  if (one.pdf) return { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: one.pdf } };
  return { type: 'text', text: one.text };
};

const choice = (wanted) => (wanted?.name ? { type: 'tool', name: wanted.name } : CHOICE[wanted]);

const body = (model, q, messages) => ({
  model,
  messages,
  max_tokens: q.max ?? 4096,
  system: q.system,
  tools: q.tools?.map((tool) => ({ name: tool.name, description: tool.description, input_schema: tool.parameters })),
  tool_choice: choice(q.choice),
  stop_sequences: q.stop,
  temperature: q.temperature,
  thinking: q.thinking && { type: 'enabled', budget_tokens: 2048 },
  output_config: q.schema && { format: { type: 'json_schema', schema: q.schema } },
});

function read(whole) {
  const of = (type) => whole.content.filter((block) => block.type === type);
  const { usage } = whole;
  return answered({
    text: of('text').map((block) => block.text).join(''),
    thinking: of('thinking').map((block) => block.thinking).join(''),
    calls: of('tool_use').map((block) => ({ id: block.id, name: block.name, args: block.input })),
    finish: FINISH[whole.stop_reason],
    sequence: whole.stop_sequence,
    usage: {
      input: usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0),
      cached: usage.cache_read_input_tokens,
      output: usage.output_tokens,
      reasoning: usage.output_tokens_details?.thinking_tokens,
    },
    keep: whole.content,
  });
}

function driver(Class, label, able) {
  const client = new Class({ apiKey: 'sk-client', baseURL: GATEWAY, maxRetries: 0, timeout: PATIENCE });

  return {
    label,
    protocol: 'anthropic-messages',
    able: ['pdf', 'stop', 'schema', 'retry-after', 'retries', 'proof', 'result-image', ...able],
    start: (q) => [{ role: 'user', content: typeof q.user === 'string' ? q.user : q.user.map(part) }],
    follow: (state, answer, results) => [
      ...state,
      { role: 'assistant', content: answer.keep },
      {
        role: 'user',
        content: results.map(({ id, content, image }) => ({
          type: 'tool_result',
          tool_use_id: id,
          content: image ? [{ type: 'text', text: content }, part({ image })] : content,
        })),
      },
    ],
    ask: async (model, q, state, { stream, ...options } = {}) =>
      read(
        stream
          ? await client.messages.stream(body(model, q, state), options).finalMessage()
          : await client.messages.create(body(model, q, state), options),
      ),
    async iterate(model, q, state) {
      const types = [];
      for await (const event of await client.messages.create({ ...body(model, q, state), stream: true })) {
        types.push(event.type);
      }
      return types;
    },
    async models() {
      const ids = [];
      for await (const model of client.models.list()) ids.push(model.id);
      return ids;
    },
    model: async (id) => (await client.models.retrieve(id)).id,
    count: async (model, q, state) =>
      (await client.messages.countTokens({ model, messages: state, system: q.system })).input_tokens,
    trouble: (error) => ({
      status: error.status,
      kind: {
        BadRequestError: 'bad-request',
        NotFoundError: 'not-found',
        RateLimitError: 'rate',
        InternalServerError: 'server',
        APIUserAbortError: 'aborted',
        OverloadedError: 'server',
      }[error.constructor.name] ?? (error.status >= 500 ? 'server' : undefined),
      code: error.error?.error?.type,
      message: error.message,
      retryAfter: error.headers?.get?.('retry-after'),
    }),
  };
}

matrix(driver(Anthropic, `@anthropic-ai/sdk ${version('@anthropic-ai/sdk')}`, []));
matrix(driver(Anthropic0, `@anthropic-ai/sdk ${version('anthropic-0')}`, ['sampling']));
