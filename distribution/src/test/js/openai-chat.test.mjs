// SPDX-License-Identifier: GPL-3.0-or-later
// The OpenAI SDK on /v1/chat/completions, in both majors that people use.
import OpenAI from 'openai';
import OpenAI4 from 'openai-4';
import { matrix } from './cases.mjs';
import { answered, GATEWAY, parsed, PATIENCE, version } from './kit.mjs';

const FINISH = { stop: 'stop', length: 'length', tool_calls: 'tools', content_filter: 'filter' };

function driver(Class, label) {
  const client = new Class({ apiKey: 'sk-client', baseURL: `${GATEWAY}/v1`, maxRetries: 0, timeout: PATIENCE });

  const part = (one) => {
    if (one.image) return { type: 'image_url', image_url: { url: `data:image/png;base64,${one.image}` } };
    if (one.pdf) {
      return { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${one.pdf}` } };
    }
    return { type: 'text', text: one.text };
  };

  const choice = (wanted) => (wanted?.name ? { type: 'function', function: { name: wanted.name } } : wanted);

  function body(model, q, messages) {
    return {
      model,
      messages,
      tools: q.tools?.map((tool) => ({ type: 'function', function: tool })),
      tool_choice: choice(q.choice),
      response_format: q.schema && {
        type: 'json_schema',
        json_schema: { name: 'place', strict: true, schema: q.schema },
      },
      stop: q.stop,
      temperature: q.temperature,
      seed: q.seed,
      max_completion_tokens: q.max,
      reasoning_effort: q.thinking,
    };
  }

  async function streamed(request, options) {
    const stream = await client.chat.completions.create(
      { ...request, stream: true, stream_options: { include_usage: true } },
      options,
    );
    const message = { role: 'assistant', content: null };
    const calls = [];
    let finish;
    let usage;
    for await (const chunk of stream) {
      usage = chunk.usage ?? usage;
      const [one] = chunk.choices;
      if (!one) continue;
      finish = one.finish_reason ?? finish;
      if (one.delta.content) message.content = (message.content ?? '') + one.delta.content;
      if (one.delta.reasoning_content) {
        message.reasoning_content = (message.reasoning_content ?? '') + one.delta.reasoning_content;
      }
      if (one.delta.reasoning_details) {
        message.reasoning_details = [...(message.reasoning_details ?? []), ...one.delta.reasoning_details];
      }
      for (const { index, ...delta } of one.delta.tool_calls ?? []) {
        calls[index] ??= { ...delta, function: { name: '', arguments: '' } };
        calls[index].function.name += delta.function?.name ?? '';
        calls[index].function.arguments += delta.function?.arguments ?? '';
        Object.assign(calls[index], delta.extra_content && { extra_content: delta.extra_content });
      }
    }
    // Its iterator ends without a word when the caller aborts.
    if (options.signal?.aborted) throw new Class.APIUserAbortError();
    if (calls.length) message.tool_calls = calls;
    return { choices: [{ message, finish_reason: finish }], usage };
  }

  return {
    label,
    protocol: 'openai-chat',
    able: ['pdf', 'seed', 'schema', 'sampling', 'embed-base64', 'retry-after', 'retries', 'proof'],
    start: (q) => [
      ...(q.system ? [{ role: 'system', content: q.system }] : []),
      { role: 'user', content: typeof q.user === 'string' ? q.user : q.user.map(part) },
    ],
    follow: (state, answer, results) => [
      ...state,
      answer.keep,
      ...results.map(({ id, content }) => ({ role: 'tool', tool_call_id: id, content })),
    ],
    async ask(model, q, state, { stream, ...options } = {}) {
      const request = body(model, q, state);
      const whole = stream ? await streamed(request, options) : await client.chat.completions.create(request, options);
      const [{ message, finish_reason: finish }] = whole.choices;
      return answered({
        text: message.content ?? '',
        refusal: message.refusal,
        thinking: message.reasoning_content ?? '',
        calls: (message.tool_calls ?? []).map((call) => ({
          id: call.id,
          name: call.function.name,
          args: parsed(call.function.arguments),
        })),
        finish: FINISH[finish],
        usage: whole.usage && {
          input: whole.usage.prompt_tokens,
          cached: whole.usage.prompt_tokens_details?.cached_tokens,
          output: whole.usage.completion_tokens,
          reasoning: whole.usage.completion_tokens_details?.reasoning_tokens,
        },
        keep: message,
      });
    },
    async helper(model, q, state) {
      const { completions } = client.chat.completions.stream ? client.chat : client.beta.chat;
      const stream = completions.stream(body(model, q, state));
      const whole = await stream.finalChatCompletion();
      return whole.choices[0].message.content;
    },
    async embed(model, input, numbers) {
      const answer = await client.embeddings.create({ model, input, ...(numbers && { encoding_format: 'float' }) });
      return answer.data.map((one) => one.embedding);
    },
    async models() {
      const ids = [];
      for await (const model of client.models.list()) ids.push(model.id);
      return ids;
    },
    model: async (id) => (await client.models.retrieve(id)).id,
    trouble: (error) => ({
      status: error.status,
      kind: {
        [Class.BadRequestError.name]: 'bad-request',
        [Class.NotFoundError.name]: 'not-found',
        [Class.RateLimitError.name]: 'rate',
        [Class.InternalServerError.name]: 'server',
        [Class.APIUserAbortError.name]: 'aborted',
      }[error.constructor.name],
      code: error.code,
      message: error.message,
      retryAfter: header(error, 'retry-after'),
      retry: header(error, 'x-should-retry'),
    }),
  };
}

const header = (error, name) => error.headers?.get?.(name) ?? error.headers?.[name];

for (const [Class, name] of [[OpenAI, 'openai'], [OpenAI4, 'openai-4']]) {
  matrix(driver(Class, `openai ${version(name)} chat`));
}
