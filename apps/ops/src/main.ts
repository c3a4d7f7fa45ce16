import { existsSync } from 'node:fs';
import { makeTerminal } from './output/make-terminal.ts';
import { runOps } from './run-ops.ts';

/** The stack that `npm start` started last. An environment that is named is another one. */
const LOCAL_STACK = '.local/ops.env';
if (process.env['RESOURCE_PREFIX'] === undefined && existsSync(LOCAL_STACK)) process.loadEnvFile(LOCAL_STACK);

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());

const terminal = makeTerminal(process.stdout, process.stderr);
process.exitCode = await runOps(process.argv.slice(2), process.env, terminal, { signal: stopping.signal });
