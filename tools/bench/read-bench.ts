import { parseArgs } from 'node:util';
import { benchBudget } from './bench-budget.ts';
import { benchMemory } from './bench-memory.ts';
import { benchReconcile } from './bench-reconcile.ts';
import { benchIngest } from './ingest/bench-ingest.ts';
import { benchPooler } from './pooler/bench-pooler.ts';
import { readNumbers } from './read-numbers.ts';
import { benchWindowing } from './windowing/bench-windowing.ts';

/** `figures`: what `--json` prints in place of the rows. */
export type BenchResult = { readonly rows: readonly object[]; readonly figures?: object };

const DEFAULT_CALLS: Readonly<Record<string, string>> = {
  reconcile: '10000',
  pooler: '1000000',
  windowing: '1000000',
};

/**
 * Reads the arguments of the command line.
 *
 * @returns `run` is undefined if they name no bench.
 * @throws {TypeError} for an unknown option.
 */
export const readBench = (args: string[]) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    allowNegative: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      json: { type: 'boolean', default: false },
      sizes: { type: 'string', default: '1,10,50' },
      clients: { type: 'string', default: '1,8,32' },
      downloaders: { type: 'string', default: '2,10,50' },
      calls: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
      memory: { type: 'boolean', default: true },
      downloads: { type: 'boolean', default: true },
    },
  });
  const read = (option: 'sizes' | 'clients' | 'downloaders' | 'calls' | 'rounds' | 'seconds'): number[] =>
    readNumbers(`--${option}`, values[option] ?? DEFAULT_CALLS[positionals[0]!] ?? '');
  const benches: Readonly<Record<string, () => Promise<BenchResult>>> = {
    memory: async () => ({ rows: await benchMemory(read('sizes'), read('clients')) }),
    budget: async () => ({ rows: await benchBudget(read('downloaders')) }),
    reconcile: () => benchReconcile({ calls: read('calls'), downloads: values.downloads }),
    windowing: () => benchWindowing(read('calls')[0]!),
    pooler: () => benchPooler({ calls: read('calls')[0]!, memory: values.memory }),
    ingest: () =>
      benchIngest({
        rounds: read('rounds')[0]!,
        seconds: read('seconds')[0]!,
        only: values.only.split(',').filter(Boolean),
        memory: values.memory,
      }),
  };
  const run = positionals.length === 1 && !values.help ? benches[positionals[0]!] : undefined;
  return { isHelp: values.help, isJson: values.json, run };
};
