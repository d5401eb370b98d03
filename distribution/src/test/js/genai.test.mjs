// SPDX-License-Identifier: GPL-3.0-or-later
// Google's SDK: 3.x calls /v1, 1.x /v1beta.
import { GoogleGenAI } from '@google/genai';
import { GoogleGenAI as GoogleGenAI1 } from 'genai-1';
import { matrix } from './cases.mjs';
import { answered, GATEWAY, PATIENCE, version } from './kit.mjs';

const FINISH = { STOP: 'stop', MAX_TOKENS: 'length', SAFETY: 'filter', PROHIBITED_CONTENT: 'filter' };
const MODE = { auto: 'AUTO', none: 'NONE', required: 'ANY' };

const part = (one) => {
  if (one.image) return { inlineData: { mimeType: 'image/png', data: one.image } };
  if (one.pdf) return { inlineData: { mimeType: 'application/pdf', data: one.pdf } };
  return { text: one.text };
};

const choice = (wanted) =>
  wanted?.name ? { mode: 'ANY', allowedFunctionNames: [wanted.name] } : wanted && { mode: MODE[wanted] };

const config = (q, signal) => ({
  abortSignal: signal,
  systemInstruction: q.system,
  tools: q.tools && [
    {
      functionDeclarations: q.tools.map((tool) => ({
        name: tool.name,
        description: tool.description,
        parametersJsonSchema: tool.parameters,
      })),
    },
  ],
  toolConfig: q.choice && { functionCallingConfig: choice(q.choice) },
  ...(q.schema && { responseMimeType: 'application/json', responseJsonSchema: q.schema }),
  stopSequences: q.stop,
  temperature: q.temperature,
  seed: q.seed,
  maxOutputTokens: q.max,
  thinkingConfig: q.thinking && { thinkingBudget: 2048, includeThoughts: true },
});

function read(chunks) {
  const parts = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? []);
  const words = (thought) =>
    parts.filter((one) => one.text && Boolean(one.thought) === thought).map((one) => one.text).join('');
  const calls = parts
    .filter((one) => one.functionCall)
    .map(({ functionCall }) => ({ id: functionCall.id, name: functionCall.name, args: functionCall.args ?? {} }));
  const finish = chunks.map((chunk) => chunk.candidates?.[0]?.finishReason).findLast(Boolean);
  const usage = chunks.map((chunk) => chunk.usageMetadata).findLast(Boolean);
  return answered({
    text: words(false),
    thinking: words(true),
    calls,
    finish: calls.length && finish === 'STOP' ? 'tools' : FINISH[finish],
    usage: usage && {
      input: usage.promptTokenCount,
      cached: usage.cachedContentTokenCount,
      output: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
      reasoning: usage.thoughtsTokenCount,
    },
    keep: parts,
  });
}

function driver(Class, label) {
  const client = new Class({ apiKey: 'AIza-client', httpOptions: { baseUrl: GATEWAY, timeout: PATIENCE } });

  async function streamed(request) {
    const chunks = [];
    for await (const chunk of await client.models.generateContentStream(request)) chunks.push(chunk);
    return chunks;
  }

  return {
    label,
    protocol: 'gemini-content',
    able: ['pdf', 'stop', 'seed', 'schema', 'sampling', 'proof'],
    start: (q) => [{ role: 'user', parts: typeof q.user === 'string' ? [{ text: q.user }] : q.user.map(part) }],
    follow: (state, answer, results) => [
      ...state,
      { role: 'model', parts: answer.keep },
      {
        role: 'user',
        parts: results.map(({ id, name, content }) => ({
          functionResponse: { ...(id && { id }), name, response: { output: content } },
        })),
      },
    ],
    async ask(model, q, state, { stream, signal } = {}) {
      const request = { model, contents: state, config: config(q, signal) };
      return read(stream ? await streamed(request) : [await client.models.generateContent(request)]);
    },
    async embed(model, input) {
      const answer = await client.models.embedContent({ model, contents: input });
      return answer.embeddings.map((one) => one.values);
    },
    async models() {
      const ids = [];
      for await (const model of await client.models.list({ config: { pageSize: 50 } })) {
        ids.push(model.name.replace(/^models\//, ''));
      }
      return ids;
    },
    model: async (id) => (await client.models.get({ model: id })).name.replace(/^models\//, ''),
    count: async (model, q, state) => (await client.models.countTokens({ model, contents: state })).totalTokens,
    trouble(error) {
      const status = error.name === 'ApiError' ? error.status : undefined;
      const kinds = { 400: 'bad-request', 404: 'not-found', 429: 'rate' };
      return {
        status,
        kind: error.name === 'AbortError' ? 'aborted' : (kinds[status] ?? (status >= 500 ? 'server' : undefined)),
        code: /"status":\s*"([A-Z_]+)"/.exec(error.message)?.[1],
        message: error.message,
      };
    },
  };
}

matrix(driver(GoogleGenAI, `@google/genai ${version('@google/genai')}`));
matrix(driver(GoogleGenAI1, `@google/genai ${version('genai-1')}`));
