// SPDX-License-Identifier: GPL-3.0-or-later
// Vercel's AI SDK with three of its providers, each of which speaks a protocol of the gateway's.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateText, jsonSchema, Output, streamText, tool } from 'ai';
import { matrix } from './cases.mjs';
import { answered, GATEWAY, version } from './kit.mjs';

const FINISH = { stop: 'stop', length: 'length', 'tool-calls': 'tools', 'content-filter': 'filter' };

const part = (one) => {
  if (one.image) return { type: 'file', data: Buffer.from(one.image, 'base64'), mediaType: 'image/png' };
  if (one.pdf) {
    return { type: 'file', data: Buffer.from(one.pdf, 'base64'), mediaType: 'application/pdf', filename: 'a.pdf' };
  }
  return { type: 'text', text: one.text };
};

const choice = (wanted) => (wanted?.name ? { type: 'tool', toolName: wanted.name } : wanted);

const request = (model, q, messages, signal) => ({
  model,
  messages,
  instructions: q.system,
  tools:
    q.tools &&
    Object.fromEntries(
      q.tools.map((one) => [one.name, tool({ description: one.description, inputSchema: jsonSchema(one.parameters) })]),
    ),
  toolChoice: choice(q.choice),
  ...(q.schema && { output: Output.object({ name: 'place', schema: jsonSchema(q.schema) }) }),
  stopSequences: q.stop,
  temperature: q.temperature,
  seed: q.seed,
  maxOutputTokens: q.max,
  reasoning: q.thinking,
  abortSignal: signal,
  maxRetries: 0,
});

/** Reads a stream to its end; what went wrong on the way is thrown, as a program would that looks at all parts. */
async function streamed(wanted) {
  let failed;
  const stream = streamText({ ...wanted, onError: ({ error }) => (failed ??= error) });
  let aborted = false;
  for await (const one of stream.fullStream) {
    if (one.type === 'error') failed ??= one.error;
    aborted ||= one.type === 'abort';
  }
  if (aborted) throw new DOMException('aborted', 'AbortError');
  if (failed) throw failed;
  const steps = await stream.steps;
  return steps.at(-1);
}

async function whole(wanted) {
  const result = await generateText(wanted);
  return result.steps.at(-1);
}

function driver(label, protocol, provider, able, embedding) {
  return {
    label: `ai ${version('ai')} + ${label} ${version(label)}`,
    protocol,
    able: ['schema', 'sampling', 'retry-after', ...able],
    start: (q) => [{ role: 'user', content: typeof q.user === 'string' ? q.user : q.user.map(part) }],
    follow: (state, answer, results) => [
      ...state,
      ...answer.keep,
      {
        role: 'tool',
        content: results.map(({ id, name, content, image }) => ({
          type: 'tool-result',
          toolCallId: id,
          toolName: name,
          output: image
            ? { type: 'content', value: [{ type: 'text', text: content }, part({ image })] }
            : { type: 'text', value: content },
        })),
      },
    ],
    async ask(model, q, state, { stream, signal } = {}) {
      const step = await (stream ? streamed : whole)(request(provider(model), q, state, signal));
      return answered({
        text: step.text,
        thinking: step.reasoningText ?? '',
        calls: step.toolCalls.map((call) => ({ id: call.toolCallId, name: call.toolName, args: call.input })),
        finish: FINISH[step.finishReason],
        usage: {
          input: step.usage.inputTokens,
          cached: step.usage.inputTokenDetails.cacheReadTokens,
          output: step.usage.outputTokens,
          reasoning: step.usage.outputTokenDetails.reasoningTokens,
        },
        keep: step.response.messages,
      });
    },
    embed:
      embedding &&
      (async (model, values) => (await embedMany({ model: embedding(model), values, maxRetries: 0 })).embeddings),
    trouble(error) {
      const kinds = { 400: 'bad-request', 404: 'not-found', 429: 'rate' };
      const status = error.statusCode;
      return {
        status,
        kind: error.name === 'AbortError' ? 'aborted' : (kinds[status] ?? (status >= 500 ? 'server' : undefined)),
        message: `${error.message} ${error.responseBody ?? ''}`,
        retryAfter: error.responseHeaders?.['retry-after'],
      };
    },
  };
}

const compatible = createOpenAICompatible({
  name: 'aisbf',
  baseURL: `${GATEWAY}/v1`,
  apiKey: 'sk-client',
  includeUsage: true,
  supportsStructuredOutputs: true,
});
const anthropic = createAnthropic({ baseURL: `${GATEWAY}/v1`, apiKey: 'sk-client' });
const google = createGoogle({ baseURL: `${GATEWAY}/v1beta`, apiKey: 'AIza-client' });

matrix(
  driver('@ai-sdk/openai-compatible', 'openai-chat', compatible.chatModel, ['seed', 'max-tokens', 'proof of gemini-content'], (model) =>
    compatible.embeddingModel(model),
  ),
);
matrix(driver('@ai-sdk/anthropic', 'anthropic-messages', anthropic, ['pdf', 'stop', 'schema-by-tool', 'proof', 'result-image']));
matrix(
  driver('@ai-sdk/google', 'gemini-content', google, ['pdf', 'stop', 'seed', 'proof'], (model) => google.embeddingModel(model)),
);
