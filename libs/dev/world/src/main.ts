import { randomInt } from 'node:crypto';
import { parseOptions } from './simulate/options.ts';
import { renderResult } from './simulate/render-result.ts';
import { simulate } from './simulate/simulate.ts';

const options = parseOptions(process.argv.slice(2), randomInt(2 ** 31));
const startedMs = performance.now();
const realMs = (): number => performance.now() - startedMs;

const totals = await simulate(options, ({ worlds, calls, stored, lost, broken }) => {
  if (!process.stderr.isTTY) return;
  const line = `world ${worlds} of ${options.worlds}: ${calls} calls, ${stored} stored, ${lost} lost, ${broken.length} broken`;
  process.stderr.write(`\r${line.padEnd(80)}${worlds === options.worlds ? '\n' : ''}`);
});

if (options.json) {
  const { days, seed } = options;
  process.stdout.write(
    `${JSON.stringify({ days, seed, ...totals, realSeconds: realMs() / 1_000 }, undefined, 2)}\n`,
  );
} else process.stdout.write(`${renderResult(totals, options, realMs())}\n`);
process.exitCode = totals.broken.length === 0 ? 0 : 1;
