// SPDX-License-Identifier: GPL-3.0-or-later
// Ollama's SDK on /api/chat, /api/embed, /api/tags and /api/show.
import { Ollama } from 'ollama';
import { matrix } from './cases.mjs';
import { answered, GATEWAY, version } from './kit.mjs';

const FINISH = { stop: 'stop', length: 'length' };

const body = (model, q, messages) => ({
  model,
  messages: q.system ? [{ role: 'system', content: q.system }, ...messages] : messages,
  tools: q.tools?.map((tool) => ({ type: 'function', function: tool })),
  format: q.schema,
  think: q.thinking,
  options: { stop: q.stop, temperature: q.temperature, seed: q.seed, num_predict: q.max },
});

function user(parts) {
  if (typeof parts === 'string') return { role: 'user', content: parts };
  const images = parts.filter((one) => one.image).map((one) => one.image);
  return { role: 'user', content: parts.map((one) => one.text ?? '').join(''), images };
}

function read(chunks) {
  const messages = chunks.map((chunk) => chunk.message);
  const last = chunks.at(-1);
  const join = (name) => messages.map((message) => message[name] ?? '').join('');
  const calls = messages.flatMap((message) => message.tool_calls ?? []);
  return answered({
    text: join('content'),
    thinking: join('thinking'),
    calls: calls.map((call) => ({ id: call.id, name: call.function.name, args: call.function.arguments })),
    finish: calls.length && last.done_reason === 'stop' ? 'tools' : FINISH[last.done_reason],
    usage: { input: last.prompt_eval_count, output: last.eval_count },
    keep: {
      role: 'assistant',
      content: join('content'),
      ...(join('thinking') && { thinking: join('thinking') }),
      ...(calls.length && { tool_calls: calls }),
    },
  });
}

const client = new Ollama({ host: GATEWAY });

/** A client of one call's own, since it is the client that is aborted. */
const abortable = (signal) =>
  signal ? new Ollama({ host: GATEWAY, fetch: (url, init) => fetch(url, { ...init, signal }) }) : client;

async function streamed(request, signal) {
  const stream = await abortable(signal).chat({ ...request, stream: true });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

matrix({
  label: `ollama ${version('ollama')}`,
  protocol: 'ollama-chat',
  able: ['stop', 'seed', 'schema', 'sampling', 'no-choice', 'no-details'],
  start: (q) => [user(q.user)],
  follow: (state, answer, results) => [
    ...state,
    answer.keep,
    ...results.map(({ id, name, content }) => ({ role: 'tool', tool_name: name, content, ...(id && { tool_call_id: id }) })),
  ],
  async ask(model, q, state, { stream, signal } = {}) {
    const request = body(model, q, state);
    return read(stream ? await streamed(request, signal) : [await abortable(signal).chat(request)]);
  },
  embed: async (model, input) => (await client.embed({ model, input })).embeddings,
  models: async () => (await client.list()).models.map((one) => one.model),
  async model(id) {
    const shown = await client.show({ model: id });
    return shown.details && id;
  },
  trouble(error) {
    const kinds = { 400: 'bad-request', 404: 'not-found', 429: 'rate' };
    const status = error.status_code;
    return {
      status,
      kind: error.name === 'AbortError' ? 'aborted' : (kinds[status] ?? (status >= 500 ? 'server' : undefined)),
      message: error.message,
    };
  },
});
