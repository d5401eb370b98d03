// SPDX-License-Identifier: GPL-3.0-or-later
// Plays every provider until standard input ends; says where it listens.
import { LLMock } from '@copilotkit/aimock';

const double = new LLMock({ port: 0, chunkSize: 7 });
double.onMessage('Say something', { content: 'A word from elsewhere: grüße \u{1F680} "quoted"\nand on' });
double.onMessage('Use the tool', { toolCalls: [{ name: 'weather', arguments: '{"city":"Oslo","days":[1,2]}' }] });
await double.start();
console.log(double.url);
process.stdin.resume();
process.stdin.on('end', () => double.stop().then(() => process.exit(0)));
