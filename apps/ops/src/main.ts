import { runOps } from './run-ops.ts';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());

const terminal = {
  say: (text: string) => void process.stdout.write(`${text}\n`),
  complain: (text: string) => void process.stderr.write(`${text}\n`),
};
process.exitCode = await runOps(process.argv.slice(2), process.env, terminal, { signal: stopping.signal });
