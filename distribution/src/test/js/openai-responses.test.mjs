// SPDX-License-Identifier: GPL-3.0-or-later
// The OpenAI SDK on /v1/responses; streams are read by its own accumulator, which refuses a wrong grammar.
import OpenAI from 'openai';
import OpenAI4 from 'openai-4';
import { matrix } from './cases.mjs';
import { answered, GATEWAY, parsed, PATIENCE, version } from './kit.mjs';

const REASON = { max_output_tokens: 'length', content_filter: 'filter' };

const part = (one) => {
  if (one.image) return { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${one.image}` };
  if (one.pdf) return { type: 'input_file', filename: 'a.pdf', file_data: `data:application/pdf;base64,${one.pdf}` };
  return { type: 'input_text', text: one.text };
};

const choice = (wanted) => (wanted?.name ? { type: 'function', name: wanted.name } : wanted);

function body(model, q, input) {
  return {
    model,
    input,
    instructions: q.system,
    store: false,
    tools: q.tools?.map((tool) => ({ type: 'function', strict: false, ...tool })),
    tool_choice: choice(q.choice),
    text: q.schema && { format: { type: 'json_schema', name: 'place', strict: true, schema: q.schema } },
    temperature: q.temperature,
    max_output_tokens: q.max,
    ...(q.thinking && {
      reasoning: { effort: q.thinking, summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    }),
  };
}

function finish(whole, calls) {
  if (whole.status === 'incomplete') return REASON[whole.incomplete_details.reason];
  return calls.length ? 'tools' : whole.status === 'completed' ? 'stop' : whole.status;
}

function read(whole) {
  const of = (type) => whole.output.filter((item) => item.type === type);
  const calls = of('function_call').map((item) => ({ id: item.call_id, name: item.name, args: parsed(item.arguments) }));
  const content = of('message').flatMap((item) => item.content);
  return answered({
    text: content.map((one) => one.text ?? '').join(''),
    refusal: content.map((one) => one.refusal ?? '').join(''),
    thinking: of('reasoning').flatMap((item) => item.summary).map((one) => one.text).join(''),
    calls,
    finish: finish(whole, calls),
    usage: whole.usage && {
      input: whole.usage.input_tokens,
      cached: whole.usage.input_tokens_details?.cached_tokens,
      output: whole.usage.output_tokens,
      reasoning: whole.usage.output_tokens_details?.reasoning_tokens,
    },
    keep: whole.output,
  });
}

function driver(Class, label, able) {
  const client = new Class({ apiKey: 'sk-client', baseURL: `${GATEWAY}/v1`, maxRetries: 0, timeout: PATIENCE });

  async function streamed(request, options) {
    let words = '';
    const stream = client.responses.stream(request, options);
    stream.on('response.output_text.delta', (event) => (words += event.delta));
    const whole = await stream.finalResponse();
    const answer = read(whole);
    if (words !== answer.text) throw new Error(`deltas ${JSON.stringify(words)}, but ${JSON.stringify(answer.text)} at the end`);
    return answer;
  }

  return {
    label,
    protocol: 'openai-responses',
    able: ['pdf', 'schema', 'sampling', 'retry-after', 'retries', 'proof', ...able],
    start: (q) => [{ role: 'user', content: typeof q.user === 'string' ? q.user : q.user.map(part) }],
    follow: (state, answer, results) => [
      ...state,
      ...answer.keep.map(({ parsed_arguments: _, ...item }) => item),
      ...results.map(({ id, content }) => ({ type: 'function_call_output', call_id: id, output: content })),
    ],
    ask: async (model, q, state, { stream, ...options } = {}) =>
      stream
        ? streamed(body(model, q, state), options)
        : read(await client.responses.create(body(model, q, state), options)),
    async iterate(model, q, state) {
      const types = [];
      const stream = await client.responses.create({ ...body(model, q, state), stream: true });
      for await (const event of stream) {
        types.push(event.type);
        if (event.type === 'response.failed') throw new Error(event.response.error.message);
      }
      return types;
    },
    trouble: (error) => ({
      status: error.status,
      kind: {
        BadRequestError: 'bad-request',
        NotFoundError: 'not-found',
        RateLimitError: 'rate',
        InternalServerError: 'server',
        APIUserAbortError: 'aborted',
      }[error.constructor.name],
      code: error.code,
      message: error.message,
      retryAfter: error.headers?.get?.('retry-after') ?? error.headers?.['retry-after'],
    }),
  };
}

matrix(driver(OpenAI, `openai ${version('openai')} responses`, []));
// The accumulator of 4.x does not know response.incomplete.
matrix(driver(OpenAI4, `openai ${version('openai-4')} responses`, ['no-incomplete']));
