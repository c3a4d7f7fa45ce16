import { randomInt } from 'node:crypto';
import { parseOptions } from './simulate/options.ts';
import { runOf } from './simulate/run-of.ts';
import type { Terminal } from './simulate/run-worlds.ts';

const options = parseOptions(process.argv.slice(2), randomInt(2 ** 31));
const startedMs = performance.now();
const terminal: Terminal = {
  realMs: () => performance.now() - startedMs,
  showProgress: (line) => process.stderr.isTTY && process.stderr.write(`\r${line.padEnd(80)}`),
};

const { text, isBroken } = await runOf(options)(options, terminal);
process.stdout.write(`${process.stderr.isTTY ? '\n' : ''}${text}\n`);
process.exitCode = isBroken ? 1 : 0;
