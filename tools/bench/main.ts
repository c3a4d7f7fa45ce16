import { parseArgs } from 'node:util';
import { benchBudget } from './bench-budget.ts';
import { benchMemory } from './bench-memory.ts';
import { readNumbers } from './read-numbers.ts';

const USAGE = `usage: npm run bench -- memory [--json] [--sizes 1,10,50] [--clients 1,8,32]
       npm run bench -- budget [--json] [--downloaders 2,10,50]

budget   how workers share OCP's request budget under saturating load, in virtual time: use, waits, writes
memory   growth of ingestion-api's resident memory by size of a recording (MB) and number of clients at once`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '1,10,50' },
    clients: { type: 'string', default: '1,8,32' },
    downloaders: { type: 'string', default: '2,10,50' },
  },
});

const benches: Readonly<Record<string, () => Promise<readonly object[]>>> = {
  memory: () => benchMemory(readNumbers('--sizes', values.sizes), readNumbers('--clients', values.clients)),
  budget: () => benchBudget(readNumbers('--downloaders', values.downloaders)),
};

const bench = positionals.length === 1 ? benches[positionals[0]!] : undefined;
if (bench) {
  const rows = await bench();
  if (values.json) console.log(JSON.stringify({ rows }, undefined, 2));
  else console.table(rows);
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
