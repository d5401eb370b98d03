// SPDX-License-Identifier: GPL-3.0-or-later
// LangChain's OpenAI chat model, which keeps only the members it knows.
import { AIMessageChunk, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { matrix } from './cases.mjs';
import { answered, GATEWAY, PATIENCE, version } from './kit.mjs';

const FINISH = { stop: 'stop', length: 'length', tool_calls: 'tools', content_filter: 'filter' };
const configuration = { baseURL: `${GATEWAY}/v1` };

const part = (one) => {
  if (one.image) return { type: 'image_url', image_url: { url: `data:image/png;base64,${one.image}` } };
  return { type: 'text', text: one.text };
};

const chat = (model, q) =>
  new ChatOpenAI({
    model,
    configuration,
    apiKey: 'sk-client',
    maxRetries: 0,
    timeout: PATIENCE,
    useResponsesApi: false,
    temperature: q.temperature,
    maxTokens: q.max,
    stop: q.stop,
    streamUsage: true,
  });

const options = (q, signal) => ({
  signal,
  ...(q.tools && { tools: q.tools.map((one) => ({ type: 'function', function: one })) }),
  ...(q.choice && { tool_choice: q.choice.name ? { type: 'function', function: { name: q.choice.name } } : q.choice }),
  ...(q.schema && {
    response_format: { type: 'json_schema', json_schema: { name: 'place', strict: true, schema: q.schema } },
  }),
});

async function streamed(model, messages, wanted) {
  let whole = new AIMessageChunk({ content: '' });
  for await (const chunk of await model.stream(messages, wanted)) whole = whole.concat(chunk);
  return whole;
}

matrix({
  label: `@langchain/openai ${version('@langchain/openai')}`,
  protocol: 'openai-chat',
  able: ['schema', 'sampling', 'no-thinking', 'embed-base64', 'retry-after', 'max-tokens'],
  start: (q) => [
    ...(q.system ? [new SystemMessage(q.system)] : []),
    new HumanMessage(typeof q.user === 'string' ? q.user : { content: q.user.map(part) }),
  ],
  follow: (state, answer, results) => [
    ...state,
    answer.keep,
    ...results.map(({ id, content }) => new ToolMessage({ tool_call_id: id, content })),
  ],
  async ask(name, q, state, { stream, signal } = {}) {
    const model = chat(name, q);
    const wanted = options(q, signal);
    const message = stream ? await streamed(model, state, wanted) : await model.invoke(state, wanted);
    const usage = message.usage_metadata;
    return answered({
      text: message.text,
      calls: message.tool_calls.map(({ id, name: tool, args }) => ({ id, name: tool, args })),
      finish: FINISH[message.response_metadata.finish_reason],
      usage: usage && {
        input: usage.input_tokens,
        cached: usage.input_token_details?.cache_read,
        output: usage.output_tokens,
        reasoning: usage.output_token_details?.reasoning,
      },
      keep: message,
    });
  },
  embed: (model, values, numbers) =>
    new OpenAIEmbeddings({
      model,
      configuration,
      apiKey: 'sk-client',
      maxRetries: 0,
      ...(numbers && { encodingFormat: 'float' }),
    }).embedDocuments(values),
  trouble(error) {
    const kinds = { 400: 'bad-request', 404: 'not-found', 429: 'rate' };
    const { status } = error;
    const aborted = /abort/i.test(`${error.name} ${error.message}`);
    return {
      status,
      // An overflow is told by a type of its own, without a status.
      kind: aborted
        ? 'aborted'
        : error.name === 'ContextOverflowError'
          ? 'bad-request'
          : (kinds[status] ?? (status >= 500 ? 'server' : undefined)),
      message: error.message,
      retryAfter: error.headers?.get?.('retry-after'),
    };
  },
});
